import {
  addCounts,
  type CopyCounts,
  type CopyEngine,
  createCopyEngine,
  NO_COUNTS,
  readBack,
} from '../../engine/copy.ts'
import { bringReferrers } from '../../engine/referrers/bring.ts'
import { compareReferrers } from '../../engine/referrers/compare.ts'
import { discoverReferrers } from '../../engine/referrers/discover.ts'
import { type TagList, tagListOf } from '../../engine/referrers/tag-list.ts'
import type { CopiedImage, CopyImagesReport } from '../../model/images/reports.ts'
import type { RawManifest } from '../../oci/manifest.ts'
import { type Location, locationText } from '../../oci/reference.ts'
import { isReferrerTag } from '../../oci/referrer-tags.ts'
import type { ContentSource, ContentStore } from '../../oci/store.ts'
import { allOrNothing, once } from '../../support/concurrency.ts'
import { onSide, PromoteError } from '../../support/errors.ts'
import { IMAGES_AT_ONCE } from '../../support/limits.ts'
import { collect } from '../plan/source/candidates.ts'
import type { ImagesContext } from './context.ts'
import { notThere } from './not-there.ts'
import type { Wanted } from './pull.ts'
import { transferImage } from './transfer.ts'

/** What is to be copied. */
export interface CopyImagesRequest {
  readonly source: Location
  readonly wanted: Wanted
  readonly destination: Location
  /** The tag in the destination; with `all`, and where undefined for a tag, as in the source. By digest, none where undefined. */
  readonly tag: string | undefined
  /** Whether signatures, SBOMs and attestations come along. */
  readonly referrers: boolean
}

/**
 * Copies images from one place to another by digest, each blob once, mounted where both are on one registry; each manifest
 * is read back before a tag moves.
 * @throws PromoteError `not-found` where the source has no such image; `stale` where a cosign tag of the destination holds what would be lost
 */
export async function copyImages(
  context: ImagesContext,
  request: CopyImagesRequest,
): Promise<CopyImagesReport> {
  const { stores, concurrency, signal } = context
  const source = stores.open(request.source, {
    viaMirrors: true,
    alongside: [{ location: request.destination, push: true }],
  })
  const destination = stores.open(request.destination, {
    push: true,
    alongside: [{ location: request.source, push: false }],
  })
  const one = {
    engine: createCopyEngine(concurrency),
    source,
    destination,
    referrers: request.referrers,
    sourceTags: tagListOf(once(() => collect(source.tags({ signal })))),
    destinationTags: tagListOf(once(() => collect(destination.tags({ signal })))),
  }
  const wanted = await namesOf(request, source, signal)
  const images = await allOrNothing(
    wanted.map(
      ({ reference, tag }) =>
        (both) =>
          copyOne(context, one, reference, tag, both),
    ),
    signal,
    IMAGES_AT_ONCE,
  )
  return {
    kind: 'copy',
    source: locationText(request.source),
    destination: locationText(request.destination),
    images,
  }
}

interface OneCopy {
  readonly engine: CopyEngine
  readonly source: ContentSource
  readonly destination: ContentStore
  readonly referrers: boolean
  readonly sourceTags: TagList
  readonly destinationTags: TagList
}

async function namesOf(
  { source: location, wanted, tag }: CopyImagesRequest,
  source: ContentSource,
  signal: AbortSignal,
): Promise<readonly { readonly reference: string; readonly tag: string | undefined }[]> {
  if (wanted.kind === 'digest') return [{ reference: wanted.digest, tag }]
  if (wanted.kind === 'tag') return [{ reference: wanted.tag, tag: tag ?? wanted.tag }]
  const tags = (await onSide('source', () => collect(source.tags({ signal })))).filter(
    (one) => !isReferrerTag(one),
  )
  if (tags.length > 0) return tags.map((one) => ({ reference: one, tag: one }))
  const name = locationText(location)
  throw new PromoteError('not-found', `${name} has no tags.`, { side: 'source', reference: name })
}

async function copyOne(
  { onTransfer }: ImagesContext,
  one: OneCopy,
  reference: string,
  tag: string | undefined,
  signal: AbortSignal,
): Promise<CopiedImage> {
  const { engine, source, destination } = one
  const manifest = await onSide('source', () => source.manifest(reference, { signal }))
  if (manifest === undefined) throw await notThere(source, reference, { signal }, { side: 'source' })
  const request = { image: destination.name, tag: tag ?? null, source, destination, manifest }
  const { graph, layers, ...counts } = await transferImage(engine, request, onTransfer, { signal })
  await readBack(graph, destination, { signal })
  const along = one.referrers ? await copyReferrers(one, manifest, signal) : { brought: 0, counts: NO_COUNTS }
  if (tag !== undefined) await onSide('destination', () => destination.tag(manifest, tag, { signal }))
  const { digest, size } = manifest.descriptor
  return {
    tag: tag ?? null,
    digest,
    size,
    blobs: addCounts(counts, along.counts),
    layers,
    referrers: along.brought,
  }
}

/** Brings what the destination lacks of all that refers to an image; one that would lose something there stops the copy. */
async function copyReferrers(
  { engine, source, destination, sourceTags, destinationTags }: OneCopy,
  manifest: RawManifest,
  signal: AbortSignal,
): Promise<{ readonly brought: number; readonly counts: CopyCounts }> {
  const { referrers } = await onSide('source', () =>
    discoverReferrers(source, manifest, sourceTags, { signal }),
  )
  const compared = { destination, tags: destinationTags, reads: true, signal }
  const { lacking, conflicts } = await compareReferrers(referrers, compared)
  const [conflict] = conflicts
  if (conflict !== undefined) {
    const place = `${destination.name}:${conflict.tag}`
    throw new PromoteError('stale', `${place} holds ${conflict.held}, which has what the source does not.`, {
      side: 'destination',
      reference: place,
      hint: 'Copying it would lose that. Copy without --referrers, or remove the tag there.',
    })
  }
  const { counts } = await bringReferrers(
    engine,
    {
      source,
      destination,
      manifests: new Map(referrers.map((found) => [found.manifest.descriptor.digest, found.manifest])),
      referrers: lacking.map(({ referrer, replaces }) => ({
        descriptor: referrer.manifest.descriptor,
        subject: referrer.subject,
        kinds: referrer.kinds,
        found: referrer.found,
        tag: referrer.tag === undefined ? null : { tag: referrer.tag, replaces },
      })),
    },
    { signal },
  )
  return { brought: lacking.length, counts }
}
