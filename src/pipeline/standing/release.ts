import { beginsWith } from '../../model/ledger/digests.ts'
import type { HoldEntry, RejectEntry, ReleaseBody, RunIdentity } from '../../model/ledger/entry.ts'
import { isEntryNamed } from '../../model/ledger/queries.ts'
import { holdRefusal, refusalsIn, rejectionRefusal } from '../../model/ledger/standing/refusals.ts'
import type { HoldReleaseReport } from '../../model/ledger/standing/reports.ts'
import type { Standing } from '../../model/ledger/standing/standing.ts'
import { shortDigest } from '../../oci/digest.ts'
import { splitReference } from '../../oci/reference.ts'
import { PromoteError } from '../../support/errors.ts'
import type { PipelineContext } from '../context.ts'
import { prefixOf } from '../inspect/matched-digests.ts'
import { environmentNamed, imageNamed } from '../plan/places.ts'
import { reasonOf, recordWords } from './word.ts'

/** Which holds are meant. */
export type HoldsNamed =
  /** By the number of its entry, its id, or the beginning of that. */
  | { readonly kind: 'entry'; readonly entry: string }
  /** `IMAGE` or `IMAGE@DIGEST` in an environment; eight digits suffice. */
  | { readonly kind: 'image'; readonly environment: string; readonly what: string }

/** The holds that are meant, of those that stand. @throws PromoteError `usage` for none, and for an image with holds on several digests */
export async function findHolds(
  { config, ledger, signal }: PipelineContext,
  named: HoldsNamed,
): Promise<readonly [HoldEntry, ...HoldEntry[]]> {
  const standing = await ledger.standing({ signal })
  if (named.kind === 'entry') return [holdByEntry(standing, named.entry)]
  const { environment, what } = named
  const at = what.lastIndexOf('@')
  const image = at > 0 ? what.slice(0, at) : what
  const prefix = at > 0 ? prefixOf(what.slice(at + 1)) : undefined
  const { name, tag } = splitReference(image)
  if (tag !== undefined) {
    imageNamed(config, name)
    const own = standing.holds.filter((hold) => hold.environment === environment && hold.image === name)
    throw new PromoteError('usage', `A hold is on a digest, not on a tag: "${what}" does not tell which.`, {
      hint: listOf(own),
    })
  }
  const there = standing.holds.filter((hold) => hold.environment === environment && hold.image === image)
  const meant = there.filter(
    ({ digest }) => prefix === undefined || (digest !== null && beginsWith(digest, prefix)),
  )
  const [first, ...others] = meant
  if (first === undefined) {
    if (there.length === 0) {
      environmentNamed(config, environment)
      imageNamed(config, image)
    }
    throw new PromoteError('usage', `No hold on ${what} stands in ${environment}.`, { hint: listOf(there) })
  }
  if (others.some(({ digest }) => digest !== first.digest)) {
    throw new PromoteError('usage', `${meant.length} holds on ${what} stand in ${environment}.`, {
      hint: `Name one by its entry or its digest. ${listOf(meant)}`,
    })
  }
  return [first, ...others]
}

/**
 * Takes back the holds that are meant: the image may go there again, unless something else stands in its way, which the
 * report has.
 * @throws PromoteError as {@link findHolds}; `usage` for an empty reason, `disk`, `ledger`
 */
export async function releaseHolds(
  context: PipelineContext,
  named: HoldsNamed,
  request: { readonly reason: string },
): Promise<HoldReleaseReport> {
  const { ledger, signal } = context
  const reason = reasonOf(request.reason)
  const [first, ...others] = await findHolds(context, named)
  const run = await context.identify()
  const bodyOf = (hold: HoldEntry): ReleaseBody => releaseOf(hold, run, reason)
  const { entries, head, warnings } = await recordWords(
    context,
    [bodyOf(first), ...others.map(bodyOf)],
    refuseReleased,
  )
  const left = await ledger.standing({ signal })
  return {
    kind: 'hold-release',
    ledger: ledger.name,
    released: [first, ...others].map((hold, at) => {
      const { id, sequence } = entries[at] ?? hold
      return { hold: holdRefusal(hold), by: { id, sequence } }
    }),
    reason,
    left: refusalsIn(left).filter(({ environment, image, kind, digest }) =>
      kind === 'hold'
        ? environment === first.environment &&
          image === first.image &&
          (digest === null || first.digest === null || digest === first.digest)
        : digest === first.digest,
    ),
    head,
    warnings,
  }
}

/** The entry that takes back a hold or a rejection. */
export function releaseOf(entry: HoldEntry | RejectEntry, run: RunIdentity, reason: string): ReleaseBody {
  const { id: of, digest } = entry
  switch (entry.kind) {
    case 'hold':
      return { kind: 'release', run, of, environment: entry.environment, image: entry.image, digest, reason }
    case 'reject':
      return { kind: 'release', run, of, environment: null, image: entry.named.image, digest, reason }
    default:
      return entry satisfies never
  }
}

/** Under the ledger's lock: somebody else may have taken it back meanwhile. @throws PromoteError `usage` */
export function refuseReleased({ of }: ReleaseBody, { holds, rejections }: Standing): void {
  if ([...holds, ...rejections].some(({ id }) => id === of)) return
  throw new PromoteError('usage', 'It does not stand any more: somebody else took it back meanwhile.')
}

function holdByEntry({ holds, rejections }: Standing, name: string): HoldEntry {
  const found = holds.filter((hold) => isEntryNamed(hold, name))
  const [first, ...others] = found
  if (first !== undefined && others.length === 0) return first
  const rejection = rejections.find((entry) => isEntryNamed(entry, name))
  if (rejection !== undefined) {
    throw new PromoteError('usage', `Entry ${rejection.sequence} is a rejection, of every environment.`, {
      hint: `To take it back: ${rejectionRefusal(rejection).release}`,
    })
  }
  const what = first === undefined ? 'is no hold that stands' : `names ${found.length} holds`
  throw new PromoteError('usage', `"${name}" ${what}.`, { hint: listOf(holds) })
}

function listOf(holds: readonly HoldEntry[]): string {
  if (holds.length === 0) return 'See "promote hold ls" for what stands.'
  const list = holds.slice(0, 8).map(({ sequence, image, environment, digest, reason }) => {
    const what = digest === null ? 'every digest' : shortDigest(digest)
    return `entry ${sequence} (${image} ${what} in ${environment}: ${reason})`
  })
  const more = holds.length > 8 ? `, and ${holds.length - 8} more` : ''
  return `There stand: ${list.join(', ')}${more}.`
}
