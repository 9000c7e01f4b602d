import { discoverReferrers, type FoundReferrer } from '../../../engine/referrers/discover.ts'
import { tagListOf } from '../../../engine/referrers/tag-list.ts'
import type { ExplainedPlace, ExplainGap } from '../../../model/explain.ts'
import { isKeepTag } from '../../../model/keep-tags.ts'
import type { LedgerTagState, LedgerView } from '../../../model/ledger/queries.ts'
import type { Digest } from '../../../oci/digest.ts'
import { isReferrerTag } from '../../../oci/referrer-tags.ts'
import { once } from '../../../support/concurrency.ts'
import { type PromoteError, toPromoteError } from '../../../support/errors.ts'
import type { PipelineContext } from '../../context.ts'
import { locationOf } from '../../plan/places.ts'
import { collect } from '../../plan/source/candidates.ts'
import { heldTags } from '../../plan/source/held-tags.ts'
import { beginReading } from '../../reading.ts'

/** A repository to be read. */
export interface PlaceAsked {
  readonly environment: string
  readonly image: string
  readonly repository: string
}

/** What reading one showed: what it has, and what could not be read. */
export interface PlaceRead {
  readonly asked: PlaceAsked
  readonly place?: ExplainedPlace
  readonly referrers: readonly FoundReferrer[]
  readonly gaps: readonly ExplainGap[]
}

/**
 * What repositories have of a digest, all read together: the tags that hold it, those that should, and what refers to it.
 * What cannot be read is a gap of its own, and ends nothing else. @throws the signal's reason
 */
export async function readPlaces(
  context: PipelineContext,
  view: LedgerView,
  digest: Digest,
  asked: readonly PlaceAsked[],
): Promise<readonly PlaceRead[]> {
  const environments = asked.map(({ environment }) => ({ name: environment }))
  const reading = beginReading(context.progress, environments, asked.length)
  return Promise.all(asked.map((one) => reading.counted(readPlace(context, view, digest, one))))
}

/** A failure to read, as a gap. @throws the signal's reason when that is why */
export function gapOf({ signal }: PipelineContext, asked: PlaceAsked, thrown: unknown): ExplainGap {
  signal.throwIfAborted()
  const { code, message }: PromoteError = toPromoteError(thrown)
  return { ...asked, code, message }
}

/** The tags that name versions, of all that a repository has. */
export function versionTags(tags: readonly string[]): readonly string[] {
  return tags.filter((tag) => !isReferrerTag(tag) && !isKeepTag(tag))
}

async function readPlace(
  context: PipelineContext,
  view: LedgerView,
  digest: Digest,
  asked: PlaceAsked,
): Promise<PlaceRead> {
  const { config, stores, signal } = context
  const gaps: ExplainGap[] = []
  const orGap = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work()
    } catch (error) {
      gaps.push(gapOf(context, asked, error))
      return undefined
    }
  }
  const store = stores.open(locationOf(config, asked.repository))
  const allTags = once(() => collect(store.tags({ signal })))
  const place = await orGap(async (): Promise<ExplainedPlace> => {
    const isPresent = (await store.resolve(digest, { signal })) !== undefined
    const recorded = view
      .tagsIn(asked.environment)
      .filter(({ repository }) => repository === asked.repository)
    const expected = recorded.filter((state) => state.digest === digest)
    const listed = isPresent ? await orGap(async () => versionTags(await allTags())) : []
    // Where tags cannot be listed those that the ledger knows are all that can be asked for.
    const names = new Set([...(listed ?? recorded.map(({ tag }) => tag)), ...expected.map(({ tag }) => tag)])
    return placeOf(asked, digest, { isPresent, expected }, await heldTags(store, [...names], signal))
  })
  if (place?.isPresent !== true)
    return { asked, ...(place === undefined ? {} : { place }), referrers: [], gaps }
  const referrers = await orGap(async () => {
    const manifest = await store.manifest(digest, { signal })
    if (manifest === undefined) return []
    return (await discoverReferrers(store, manifest, tagListOf(allTags), { signal })).referrers
  })
  return { asked, place, referrers: referrers ?? [], gaps }
}

function placeOf(
  { environment, image, repository }: PlaceAsked,
  digest: Digest,
  { isPresent, expected }: { readonly isPresent: boolean; readonly expected: readonly LedgerTagState[] },
  held: ReadonlyMap<string, Digest>,
): ExplainedPlace {
  const entryOf = (tag: string): number | null =>
    expected.find((state) => state.tag === tag)?.sequence ?? null
  const tags = [...held].flatMap(([tag, holds]) => (holds === digest ? [{ tag, entry: entryOf(tag) }] : []))
  const lost = expected.flatMap(({ tag, sequence }) => {
    const holds = held.get(tag) ?? null
    return holds === digest ? [] : [{ tag, holds, entry: sequence }]
  })
  return { environment, image, repository, isPresent, tags, lost }
}
