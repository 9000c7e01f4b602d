import { listReferrerDigests } from '../../engine/referrers/compare.ts'
import type { LedgerReferrer } from '../../model/ledger/steps.ts'
import { includesLayers } from '../../model/referrers.ts'
import { type Digest, shortDigest } from '../../oci/digest.ts'
import { parseManifest } from '../../oci/manifest.ts'
import type { ContentSource } from '../../oci/store.ts'
import { allOrNothing } from '../../support/concurrency.ts'
import { findLackingKinds } from '../judge/required.ts'

/** What an image should have beside it. */
export interface ExpectedReferrers {
  /** What came along with it, as the ledger has it. */
  readonly recorded: readonly LedgerReferrer[]
  /** Kinds that the environment requires. */
  readonly required: readonly string[]
}

/** What an image has of it. */
export interface ReferrerCheck {
  /** Those recorded that are there. */
  readonly found: readonly LedgerReferrer[]
  /** What is not there, as one sentence; null when all is. */
  readonly lacking: string | null
}

/** Reads whether what is recorded and required beside an image can be found there. */
export async function checkReferrers(
  store: ContentSource,
  digest: Digest,
  { recorded, required }: ExpectedReferrers,
  signal: AbortSignal,
): Promise<ReferrerCheck> {
  const listed = await listedBySubject(store, recorded, signal)
  const checked = await allOrNothing(
    recorded.map((referrer) => async (both) => {
      const { tag, subject } = referrer
      const isThere =
        tag === null
          ? listed.get(subject)?.has(referrer.digest) === true
          : await holds(store, tag, referrer.digest, both)
      return { referrer, isThere }
    }),
    signal,
  )
  const lost = checked.filter((one) => !one.isThere).map(({ referrer }) => lostText(digest, referrer))
  const kinds = required.length === 0 ? [] : await lackingIn(store, digest, required, signal)
  const missing = kinds.length === 0 ? [] : [`it has no ${kinds.join(', ')}, which is required here`]
  const lacking = [...lost, ...missing]
  return {
    found: checked.filter((one) => one.isThere).map(({ referrer }) => referrer),
    lacking: lacking.length === 0 ? null : `${lacking.join('; ')}.`,
  }
}

async function listedBySubject(
  store: ContentSource,
  recorded: readonly LedgerReferrer[],
  signal: AbortSignal,
): Promise<ReadonlyMap<Digest, ReadonlySet<Digest>>> {
  const subjects = new Set(recorded.flatMap(({ tag, subject }) => (tag === null ? [subject] : [])))
  const lists = await allOrNothing(
    [...subjects].map((subject) => async (both) => {
      return [subject, await listReferrerDigests(store, subject, { signal: both })] as const
    }),
    signal,
  )
  return new Map(lists)
}

/** A tag of cosign's may hold more than was recorded: somebody signed the image again. */
async function holds(
  store: ContentSource,
  tag: string,
  recorded: Digest,
  signal: AbortSignal,
): Promise<boolean> {
  const held = await store.manifest(tag, { signal })
  if (held === undefined || held.descriptor.digest === recorded) return held !== undefined
  const before = await store.manifest(recorded, { signal })
  return before !== undefined && includesLayers(parseManifest(held), parseManifest(before))
}

async function lackingIn(
  store: ContentSource,
  digest: Digest,
  required: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const manifest = await store.manifest(digest, { signal })
  return manifest === undefined ? [] : findLackingKinds(store, manifest, required, { signal })
}

/** Which repository it is about is known to whoever shows it. */
function lostText(image: Digest, { kind, digest, subject, tag }: LedgerReferrer): string {
  if (tag !== null) return `the ${kind} ${shortDigest(digest)} is not under its tag any more`
  const of = subject === image ? '' : ` of ${shortDigest(subject)}`
  return `the ${kind} ${shortDigest(digest)}${of} is not listed any more`
}
