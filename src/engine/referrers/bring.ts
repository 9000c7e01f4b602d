import type { PlanReferrer, PlanReferrerTag } from '../../model/plan.ts'
import { type Digest, shortDigest } from '../../oci/digest.ts'
import { isContentOf, type RawManifest } from '../../oci/manifest.ts'
import type { CallOptions, ContentSource, ContentStore } from '../../oci/store.ts'
import { allOrNothing } from '../../support/concurrency.ts'
import { onSide, PromoteError } from '../../support/errors.ts'
import { addCounts, type CopyCounts, type CopyEngine, type LostBlobs, NO_COUNTS, readBack } from '../copy.ts'
import type { CopyMeter } from '../meter.ts'
import { listReferrerDigests } from './compare.ts'

/** The referrers that one step brings. */
export interface BringRequest {
  readonly source: ContentSource
  readonly destination: ContentStore
  /** As planned: what one refers to stands before it. */
  readonly referrers: readonly PlanReferrer[]
  /** Manifests that planning has read, by digest. */
  readonly manifests: ReadonlyMap<Digest, RawManifest>
  readonly lost?: LostBlobs
  /** Kept up to date while they are on their way. */
  readonly meter?: CopyMeter
}

/** What bringing them came to. */
export interface BroughtReferrers {
  readonly counts: CopyCounts
  readonly manifestsRead: number
}

/**
 * Brings referrers into a destination that has the image: each one's content by digest, then cosign's tags. Ends when each
 * was read back and is found there by what it refers to.
 * @throws PromoteError `stale` when a cosign tag holds what was not planned, `content` when one is not found afterwards
 */
export async function bringReferrers(
  engine: CopyEngine,
  request: BringRequest,
  options: CallOptions = {},
): Promise<BroughtReferrers> {
  const brought = new Map<Digest, RawManifest>()
  let counts = NO_COUNTS
  let manifestsRead = 0
  for (const wave of wavesOf(request.referrers)) {
    const reports = await allOrNothing(
      wave.map((referrer) => (signal) => bringOne(engine, request, referrer, signal)),
      options.signal,
    )
    for (const report of reports) {
      brought.set(report.manifest.descriptor.digest, report.manifest)
      counts = addCounts(counts, report.counts)
      manifestsRead += report.manifestsRead
    }
  }
  await requireFindable(request, brought, options)
  return { counts, manifestsRead }
}

/** What refers to the image comes before what refers to that. */
function wavesOf(referrers: readonly PlanReferrer[]): readonly (readonly PlanReferrer[])[] {
  const waveOf = new Map<Digest, number>()
  const waves: PlanReferrer[][] = []
  for (const referrer of referrers) {
    const wave = (waveOf.get(referrer.subject) ?? -1) + 1
    const { digest } = referrer.descriptor
    if (!waveOf.has(digest)) waveOf.set(digest, wave)
    waves[wave] = [...(waves[wave] ?? []), referrer]
  }
  return waves
}

async function bringOne(
  engine: CopyEngine,
  { source, destination, manifests, lost, meter }: BringRequest,
  referrer: PlanReferrer,
  signal: AbortSignal,
): Promise<BroughtReferrers & { readonly manifest: RawManifest }> {
  const known = manifests.get(referrer.descriptor.digest)
  const root = {
    root: referrer.descriptor,
    ...(known === undefined ? {} : { manifest: known }),
    ...(lost === undefined ? {} : { lost }),
    ...(meter === undefined ? {} : { meter }),
  }
  try {
    const { graph, ...counts } = await engine.copy({ source, destination, ...root }, { signal })
    const manifestsRead = await readBack(graph, destination, { signal })
    if (referrer.tag !== null) await moveTag(destination, graph.manifest, referrer.tag, signal)
    return { manifest: graph.manifest, counts, manifestsRead }
  } catch (error) {
    throw withWayOut(error)
  }
}

/** A cosign tag holds the planned old digest or the planned new one; anything else belongs to somebody else. */
async function moveTag(
  destination: ContentStore,
  manifest: RawManifest,
  { tag, replaces }: PlanReferrerTag,
  signal: AbortSignal,
): Promise<void> {
  const wanted = manifest.descriptor.digest
  const heldNow = async (): Promise<Digest | null> =>
    (await onSide('destination', () => destination.resolve(tag, { signal })))?.digest ?? null
  const before = await heldNow()
  if (before === wanted) return
  const place = `${destination.name}:${tag}`
  if (before !== replaces) {
    const holds = before === null ? 'is gone' : `holds ${before}`
    const planned = replaces === null ? 'was not there' : `held ${replaces}`
    throw new PromoteError(
      'stale',
      `The plan is stale: ${place} ${holds}, but ${planned} when it was made.`,
      {
        side: 'destination',
        reference: place,
        hint: 'No image was tagged. Make a new plan.',
      },
    )
  }
  await onSide('destination', () => destination.tag(manifest, tag, { signal }))
  // A header is no proof of what a tag holds: its bytes are hashed.
  const after = await onSide('destination', () => destination.manifest(tag, { signal }))
  if (after !== undefined && isContentOf(after, wanted)) return
  const holds = after === undefined ? 'is not there' : `holds ${after.descriptor.digest}`
  throw new PromoteError('content', `The tag ${place} was moved to ${wanted}, but ${holds} when read back.`, {
    side: 'destination',
    reference: place,
    hint: 'Another writer may have moved it at the same time: run the same command again.',
  })
}

/** A list of referrers may have been overwritten by another writer since: then it is merged once more. */
async function requireFindable(
  { destination, referrers }: BringRequest,
  brought: ReadonlyMap<Digest, RawManifest>,
  { signal }: CallOptions,
): Promise<void> {
  const own = referrers.filter((referrer) => referrer.tag === null)
  const bySubject = Map.groupBy(own, (referrer) => referrer.subject)
  await allOrNothing(
    [...bySubject].map(([subject, expected]) => async (both) => {
      for (const isLast of [false, true]) {
        const listed = await listReferrerDigests(destination, subject, { signal: both })
        const lost = expected.filter(({ descriptor }) => !listed.has(descriptor.digest))
        if (lost.length === 0) return
        if (isLast) throw notFindable(destination, subject, lost)
        for (const { descriptor } of lost) {
          const manifest = brought.get(descriptor.digest)
          if (manifest === undefined) continue
          await onSide('destination', () => destination.putManifest(manifest, { signal: both }))
        }
      }
    }),
    signal,
  )
}

function notFindable(
  destination: ContentStore,
  subject: Digest,
  lost: readonly PlanReferrer[],
): PromoteError {
  const digests = lost.map(({ descriptor }) => shortDigest(descriptor.digest)).join(', ')
  return new PromoteError(
    'content',
    `${destination.name} does not list ${digests} as referring to ${subject}, although it was just put there.`,
    {
      side: 'destination',
      reference: `${destination.name}@${subject}`,
      hint: 'Another writer may have overwritten the list of referrers: run the same command again.',
    },
  )
}

/** Some registries take images alone: Alibaba's personal edition refuses their media types, Huawei's SWR what is no image. */
function withWayOut(error: unknown): unknown {
  if (!(error instanceof PromoteError) || error.details.side !== 'destination') return error
  const { status = 0, hint } = error.details
  if (status < 400 || status >= 500 || status === 401 || status === 408 || status === 429) return error
  const own = hint === undefined ? '' : `${hint} `
  return new PromoteError(error.code, error.message, {
    ...error.details,
    hint: `${own}A registry that takes no signatures, SBOMs or attestations needs referrers: { copy: none } in the promotion file, or a list of the kinds it takes.`,
  })
}
