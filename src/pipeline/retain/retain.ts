import { isKeepTag, keepTagOf } from '../../model/keep-tags.ts'
import type { LedgerEntry } from '../../model/ledger/entry.ts'
import type { Digest } from '../../oci/digest.ts'
import type { ContentStore } from '../../oci/store.ts'
import { allOrNothing } from '../../support/concurrency.ts'
import { onSide, toPromoteError } from '../../support/errors.ts'
import { IMAGES_AT_ONCE } from '../../support/limits.ts'
import type { Applied } from '../apply/run.ts'
import type { PipelineContext } from '../context.ts'
import type { MadePlan } from '../plan/make-plan.ts'
import { locationOf } from '../plan/places.ts'
import { collect } from '../plan/source/candidates.ts'
import { promotedDigests } from './promoted.ts'

/**
 * Keeps the last promoted digests of a run's images by tags of their own, as many as the environment retains, and takes
 * those tags away that fall out. After the outcome: the promotion is done, and what fails here is a warning in the answer,
 * never a throw; the next run that records something there does it.
 */
export async function retainAfter(
  context: PipelineContext,
  { route: { to }, document }: MadePlan,
  applied: Applied,
): Promise<readonly string[]> {
  if (to.retain === 0 || applied.entry === null) return []
  const { steps } = document.plan
  const places = [...new Map(steps.map(({ image, destination }) => [image, destination.repository]))]
  try {
    const entries = await entriesOf(context)
    const texts = await allOrNothing(
      places.map(([image, repository]) => async () => {
        const wanted = promotedDigests(entries, { environment: to.name, image, repository }).slice(
          0,
          to.retain,
        )
        return retainIn(context, repository, wanted)
      }),
      // Tags have moved: what keeps them from the garbage collection is brought to its end, too.
      AbortSignal.any([]),
      IMAGES_AT_ONCE,
    )
    return texts.flat()
  } catch (error) {
    return [failedText(to.name, error)]
  }
}

async function entriesOf({ ledger }: PipelineContext): Promise<readonly LedgerEntry[]> {
  const entries: LedgerEntry[] = []
  for await (const line of ledger.entries()) if (line.kind === 'entry') entries.push(line.entry)
  return entries
}

async function retainIn(
  { config, stores }: PipelineContext,
  repository: string,
  wanted: readonly Digest[],
): Promise<readonly string[]> {
  try {
    const store = stores.open(locationOf(config, repository), { push: true })
    return await onSide('destination', async () => {
      const there = (await collect(store.tags())).filter(isKeepTag)
      const kept = new Set(wanted.map(keepTagOf))
      const fallen = there.filter((tag) => !kept.has(tag))
      const added = await Promise.all(wanted.map((digest) => keep(store, digest, there)))
      const removed = await Promise.all(fallen.map((tag) => drop(store, tag)))
      return [...added.flat(), ...stayTexts(repository, removed.flat())]
    })
  } catch (error) {
    return [failedText(repository, error)]
  }
}

async function keep(
  store: ContentStore,
  digest: Digest,
  there: readonly string[],
): Promise<readonly string[]> {
  const tag = keepTagOf(digest)
  if (there.includes(tag)) return []
  const manifest = await store.manifest(digest)
  if (manifest === undefined)
    return [`${store.name} does not have ${digest} any more: it cannot be kept for a rollback.`]
  await store.tag(manifest, tag)
  return []
}

async function drop(
  store: ContentStore,
  tag: string,
): Promise<readonly { readonly tag: string; readonly why: string }[]> {
  const removed = await store.untag(tag)
  return removed.kind === 'removed' ? [] : [{ tag, why: removed.why }]
}

function stayTexts(
  repository: string,
  stay: readonly { readonly tag: string; readonly why: string }[],
): readonly string[] {
  const [first, ...others] = stay
  if (first === undefined) return []
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  return [`${repository}:${first.tag}${more} keeps what is not retained any more, and stays: ${first.why}.`]
}

function failedText(place: string, error: unknown): string {
  const { message } = toPromoteError(error)
  return `What is to be retained in ${place} is not all kept by a tag of its own: ${message} The next run does it.`
}
