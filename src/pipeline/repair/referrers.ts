import type { LedgerReferrer } from '../../model/ledger/steps.ts'
import type { PlanReferrer, PlanReferrerTag } from '../../model/plan.ts'
import { includesLayers, natureOf } from '../../model/referrers.ts'
import { shortDigest } from '../../oci/digest.ts'
import { parseManifest, type RawManifest } from '../../oci/manifest.ts'
import { COSIGN_SUFFIXES } from '../../oci/referrer-tags.ts'
import type { ContentSource } from '../../oci/store.ts'
import { allOrNothing } from '../../support/concurrency.ts'
import { onSide } from '../../support/errors.ts'
import { checkReferrers } from '../verify/verify-referrers.ts'
import type { RecordedContent } from './recorded.ts'
import { type BlobLook, isWhole, type Survey, type Surveyor } from './survey.ts'

/** Something that came along with an image and is not found beside it any more, or not whole. */
export interface NeededReferrer {
  readonly referrer: LedgerReferrer
  /** What the destination has of it. */
  readonly survey: Survey
}

/** Reads which of an image's recorded referrers the destination lacks, or does not have whole. */
export async function neededReferrers(
  destination: ContentSource,
  { digest, referrers }: RecordedContent,
  surveyor: Surveyor,
  look: BlobLook,
  signal: AbortSignal,
): Promise<readonly NeededReferrer[]> {
  if (referrers.length === 0) return []
  const { found } = await onSide('destination', () =>
    checkReferrers(destination, digest, { recorded: referrers, required: [] }, signal),
  )
  const surveyed = await allOrNothing(
    referrers.map((referrer) => async (): Promise<NeededReferrer> => {
      const survey = await onSide('destination', () => surveyor.survey(destination, referrer.digest, look))
      return { referrer, survey }
    }),
    signal,
  )
  return surveyed.filter(({ referrer, survey }) => !found.includes(referrer) || !isWhole(survey))
}

/** Referrers as a plan brings them. */
export interface PlannedReferrers {
  readonly referrers: readonly PlanReferrer[]
  readonly manifests: readonly RawManifest[]
  readonly warnings: readonly string[]
}

/**
 * What of the needed referrers a plan brings from a source that has them all. A tag of cosign's that holds something else
 * by now is left alone, unless the recorded one has all of that: a signature that was added since would be lost.
 */
export async function planReferrers(
  needed: readonly NeededReferrer[],
  source: ContentSource,
  destination: ContentSource,
  signal: AbortSignal,
): Promise<PlannedReferrers> {
  const planned = await allOrNothing(
    needed.map((need) => (both) => planReferrer(need, source, destination, both)),
    signal,
  )
  return {
    referrers: planned.flatMap((one) => one.referrers),
    manifests: planned.flatMap((one) => one.manifests),
    warnings: planned.flatMap((one) => one.warnings),
  }
}

const NOTHING: PlannedReferrers = { referrers: [], manifests: [], warnings: [] }

async function planReferrer(
  { referrer, survey }: NeededReferrer,
  source: ContentSource,
  destination: ContentSource,
  signal: AbortSignal,
): Promise<PlannedReferrers> {
  const { digest, subject } = referrer
  const manifest = survey.root ?? (await onSide('source', () => source.manifest(digest, { signal })))
  if (manifest === undefined) return NOTHING
  const parsed = parseManifest(manifest)
  const suffix = COSIGN_SUFFIXES.find((one) => referrer.tag?.endsWith(`.${one}`))
  const { kinds, artifactType } = natureOf(parsed, suffix)
  const { mediaType, size } = manifest.descriptor
  const descriptor = { mediaType, digest, size, ...(artifactType === '' ? {} : { artifactType }) }
  if (referrer.tag === null) {
    const planned: PlanReferrer = { descriptor, subject, kinds, found: 'api', tag: null }
    return { referrers: [planned], manifests: [manifest], warnings: [] }
  }
  const tag = await planTag(referrer.tag, manifest, destination, signal)
  if (tag === 'taken') {
    const place = `${destination.name}:${referrer.tag}`
    const text = `${place} holds something else than the ${referrer.kind} ${shortDigest(digest)} that the ledger has there. It is left alone: what was added since would be lost.`
    return { ...NOTHING, warnings: [text] }
  }
  return {
    referrers: [{ descriptor, subject, kinds, found: 'tag', tag }],
    manifests: [manifest],
    warnings: [],
  }
}

async function planTag(
  tag: string,
  recorded: RawManifest,
  destination: ContentSource,
  signal: AbortSignal,
): Promise<PlanReferrerTag | 'taken'> {
  const held = await onSide('destination', () => destination.manifest(tag, { signal }))
  if (held === undefined) return { tag, replaces: null }
  const { digest } = held.descriptor
  const isIncluded =
    digest === recorded.descriptor.digest || includesLayers(parseManifest(recorded), parseManifest(held))
  return isIncluded ? { tag, replaces: digest } : 'taken'
}
