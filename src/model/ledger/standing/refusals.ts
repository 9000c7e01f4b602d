import type { Digest } from '../../../oci/digest.ts'
import { shortDigest } from '../../../oci/digest.ts'
import { PromoteError } from '../../../support/errors.ts'
import type { HoldEntry, RejectEntry } from '../entry.ts'
import type { LedgerStep } from '../steps.ts'
import type { Standing } from './standing.ts'

/** A hold or a rejection that stands, as reports show it. */
export interface Refusal {
  readonly kind: 'hold' | 'rejection'
  /** Sequence number and id of its entry. */
  readonly entry: number
  readonly id: string
  /** ISO 8601 in UTC. */
  readonly at: string
  readonly actor: string
  /** Where it may not go; null of a rejection: nowhere. */
  readonly environment: string | null
  /** Null of a rejection that names none. */
  readonly image: string | null
  /** Null of a hold on every digest. */
  readonly digest: Digest | null
  readonly reason: string
  /** The id of the outcome of the rollback that left it; absent of what a person put on. */
  readonly cause?: string
  /** The command line that takes it back. */
  readonly release: string
}

/** What may be stopped by a hold or a rejection: an image on its way into an environment. */
export interface Destined {
  readonly environment: string
  readonly image: string
  /** Its digest, and those of the manifests that its index lists: each of them can be what is refused. */
  readonly digests: readonly Digest[]
}

/** A hold as reports show it. */
export function holdRefusal({
  id,
  sequence: entry,
  at,
  run,
  environment,
  image,
  digest,
  reason,
  cause,
}: HoldEntry): Refusal {
  return {
    ...{ kind: 'hold', entry, id, at, actor: run.actor, environment, image, digest, reason },
    ...(cause === null ? {} : { cause }),
    release: `promote hold release ${entry} --reason TEXT`,
  }
}

/** A rejection as reports show it. */
export function rejectionRefusal({
  id,
  sequence: entry,
  at,
  run,
  digest,
  named,
  reason,
}: RejectEntry): Refusal {
  return {
    ...{ kind: 'rejection', entry, id, at, actor: run.actor, environment: null, image: named.image },
    ...{ digest, reason },
    release: `promote reject ${shortDigest(digest)} --undo --reason TEXT`,
  }
}

/** All that stands, in the order of the ledger. */
export function refusalsIn({
  holds,
  rejections,
}: Pick<Standing, 'holds' | 'rejections'>): readonly Refusal[] {
  const all = [...holds.map(holdRefusal), ...rejections.map(rejectionRefusal)]
  return all.toSorted((a, b) => a.entry - b.entry)
}

/** The holds on an image in an environment: those on every digest, and those on one of its own. */
export function holdsOn(
  { holds }: Pick<Standing, 'holds'>,
  { environment, image, digests }: Destined,
): readonly HoldEntry[] {
  return holds.filter(
    (hold) =>
      hold.environment === environment &&
      hold.image === image &&
      (hold.digest === null || digests.includes(hold.digest)),
  )
}

/** The rejections of any of these digests, whatever image they were named by. */
export function rejectionsOf(
  { rejections }: Pick<Standing, 'rejections'>,
  digests: readonly Digest[],
): readonly RejectEntry[] {
  return rejections.filter(({ digest }) => digests.includes(digest))
}
/**
 * Under the ledger's lock, as the last word before tags move: what was held or rejected since the gates were asked goes
 * nowhere. What indexes list is for the gates alone.
 * @throws PromoteError `denied`
 */
export function refuseRefused(
  standing: Standing,
  {
    to,
    steps,
  }: { readonly to: string; readonly steps: readonly Pick<LedgerStep, 'image' | 'digest' | 'tags'>[] },
): void {
  for (const { image, digest, tags } of steps) {
    if (tags.length === 0) continue
    const [refusal] = refusalsOn(standing, { environment: to, image, digests: [digest] })
    if (refusal === undefined) continue
    const { kind, actor, entry, reason, release } = refusal
    const what = kind === 'hold' ? `held in ${to}` : 'rejected'
    throw new PromoteError(
      'denied',
      `${image} ${shortDigest(digest)} was ${what} meanwhile, by ${actor} (entry ${entry}: ${reason}).`,
      { image, hint: `Nothing was tagged. To take that back: ${release}` },
    )
  }
}

/** All that stands in the way of an image into an environment, in the order of the ledger. */
export function refusalsOn(standing: Standing, destined: Destined): readonly Refusal[] {
  return refusalsIn({
    holds: holdsOn(standing, destined),
    rejections: rejectionsOf(standing, destined.digests),
  })
}
