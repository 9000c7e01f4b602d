import type { Descriptor } from '../oci/descriptor.ts'
import type { Digest } from '../oci/digest.ts'
import type { RawManifest } from '../oci/manifest.ts'
import type { CallOptions, ContentSource, ContentStore } from '../oci/store.ts'
import { allOrNothing } from '../support/concurrency.ts'
import { onSide, PromoteError, toPromoteError } from '../support/errors.ts'
import { known } from '../support/known.ts'
import { withPlace } from './child-place.ts'
import { allBlobsOf, type ManifestNode, nodesOf, readGraph } from './graph.ts'
import { CopyMeter } from './meter.ts'
import { createPlacement, isSameRepository } from './placement.ts'
import { createSchedule } from './schedule.ts'

/** One manifest, with all below it, to be in one repository. */
export interface CopyRequest {
  readonly source: ContentSource
  readonly destination: ContentStore
  readonly root: Descriptor
  /** The root's bytes, where the caller has them. */
  readonly manifest?: RawManifest
  readonly lost?: LostBlobs
  /** Repositories of the destination's registry that may have blobs, where the source is none of that registry. */
  readonly origins?: ReadonlyMap<Digest, ContentSource>
  /** Kept up to date while the copy is under way. */
  readonly meter?: CopyMeter
}

/** What a destination is known not to give, whatever it says of it. */
export interface LostBlobs {
  /** They are sent, and neither asked about nor mounted. */
  readonly blobs: ReadonlySet<Digest>
  /** Whether all others were seen to be there: then they are not asked about either. */
  readonly isAll: boolean
}

/** What a copy moved: blobs by how they came there, and the bytes of those that were sent. */
export interface CopyCounts {
  readonly mounted: number
  readonly copied: number
  readonly present: number
  readonly bytes: number
}

/** No blob moved. */
export const NO_COUNTS: CopyCounts = { mounted: 0, copied: 0, present: 0, bytes: 0 }

/** The sum of two counts. */
export function addCounts(a: CopyCounts, b: CopyCounts): CopyCounts {
  return {
    mounted: a.mounted + b.mounted,
    copied: a.copied + b.copied,
    present: a.present + b.present,
    bytes: a.bytes + b.bytes,
  }
}

/** What a copy brought about. */
export interface CopyReport extends CopyCounts {
  /** The content, as it is now in the destination, untagged. */
  readonly graph: ManifestNode
}

/** One copy under way. */
interface Copy extends Pick<CopyRequest, 'source' | 'destination'> {
  readonly meter: CopyMeter
}

/** Copies content for one run; all copies of a run share what is known about the destinations. */
export interface CopyEngine {
  /**
   * Brings a manifest and all below it into the destination, blobs before the manifests that name them, children before
   * parents, no tag touched. The first failure aborts what else this copy has under way.
   */
  copy(request: CopyRequest, options?: CallOptions): Promise<CopyReport>
}

/**
 * A copy engine for one run.
 * @param concurrency large blobs moved at once
 */
export function createCopyEngine(concurrency: number): CopyEngine {
  const placement = createPlacement(createSchedule(concurrency))
  const manifestsPut = new Map<string, Promise<void>>()
  // By destination registry: blobs that one of the copies counts among the bytes it will send.
  const expected = new Map<string, Set<Digest>>()

  /** Each blob crosses to a registry once: the first copy that wants it counts its bytes, until it proves to be there. */
  const expectBlobs = (
    meter: CopyMeter,
    blobs: readonly Descriptor[],
    source: ContentSource,
    destination: ContentStore,
  ): void => {
    meter.want(blobs)
    // Within one registry blobs are mounted, and only those that are not are sent.
    if (source.domain === destination.domain) return
    const begun = known(expected, destination.domain, () => new Set<Digest>())
    for (const blob of blobs) {
      if (begun.has(blob.digest)) continue
      begun.add(blob.digest)
      meter.expect(blob)
    }
  }

  const putNode = async (node: ManifestNode, copy: Copy, signal: AbortSignal): Promise<void> => {
    const key = `${copy.destination.name}@${node.manifest.descriptor.digest}`
    const begun = manifestsPut.get(key)
    if (begun !== undefined) return begun
    const put = putWhole(node, copy, signal)
    manifestsPut.set(key, put)
    put.catch(() => manifestsPut.delete(key))
    return put
  }

  /** Between finding a part there and naming it, a garbage collection may take it: what is missing is sent, and the manifest put once more. */
  const putWhole = async (
    node: ManifestNode,
    { source, destination, meter }: Copy,
    signal: AbortSignal,
  ): Promise<void> => {
    const put = (one: ManifestNode): Promise<void> =>
      onSide('destination', () => destination.putManifest(one.manifest, { signal }))
    try {
      await put(node)
    } catch (error) {
      const { blobs, children } = missingParts(node, error)
      if (blobs.length + children.length === 0) throw error
      await allOrNothing(
        [
          ...blobs.map((blob) => async (both: AbortSignal) => {
            await placement.resend(blob, source, destination, { signal: both, meter })
          }),
          ...children.map((child) => () => put(child)),
        ],
        signal,
      )
      await put(node)
    }
  }

  return {
    async copy(
      { source, destination, root, manifest, lost, origins, meter = new CopyMeter() },
      options = {},
    ) {
      const read = manifest === undefined ? {} : { known: manifest }
      const graph = await onSide('source', () => readGraph(source, root, { ...options, ...read }))
      const blobs = allBlobsOf(graph)
      if (isSameRepository(source, destination)) {
        return { graph, mounted: 0, copied: 0, present: blobs.length, bytes: 0 }
      }
      const counts = { mounted: 0, copied: 0, present: 0, bytes: 0 }
      expectBlobs(meter, blobs, source, destination)
      const placeBlob = async (blob: Descriptor, signal: AbortSignal): Promise<void> => {
        const isLost = lost?.blobs.has(blob.digest) === true
        const origin = origins?.get(blob.digest)
        const options = { signal, meter, ...(origin === undefined ? {} : { origin }) }
        const isThere = lost?.isAll === true && !isLost
        const placed = isThere
          ? 'present'
          : await placement[isLost ? 'resend' : 'place'](blob, source, destination, options)
        if (isLost) await readBlobBack(blob, destination, { signal })
        counts[placed]++
        if (placed === 'copied') counts.bytes += blob.size
        meter.settle(blob, placed)
      }
      await allOrNothing(
        blobs.map((blob) => (signal) => placeBlob(blob, signal)),
        options.signal,
      )
      await putChildrenFirst(
        graph,
        (node, signal) =>
          putNode(node, { source, destination, meter }, signal).catch((error: unknown) => {
            throw withPlace(graph, node, error)
          }),
        options.signal,
      )
      return { graph, ...counts }
    },
  }
}

/** Which parts of a manifest the destination says it lacks; all of its blobs where it says only that some are missing. */
function missingParts(node: ManifestNode, error: unknown): Pick<ManifestNode, 'blobs' | 'children'> {
  const missing = error instanceof PromoteError ? error.details.missing : undefined
  if (missing === undefined) return { blobs: [], children: [] }
  if (missing.length === 0) return { blobs: node.blobs, children: [] }
  const named = new Set(missing)
  return {
    blobs: node.blobs.filter(({ digest }) => named.has(digest)),
    children: node.children.filter(({ manifest }) => named.has(manifest.descriptor.digest)),
  }
}

/** A registry refuses an index whose children it does not have. */
async function putChildrenFirst(
  root: ManifestNode,
  put: (node: ManifestNode, signal: AbortSignal) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const begun = new Map<Digest, Promise<void>>()
  const visit = (node: ManifestNode, both: AbortSignal): Promise<void> => {
    const digest = node.manifest.descriptor.digest
    const running = begun.get(digest)
    if (running !== undefined) return running
    const work = allOrNothing(
      node.children.map((child) => (inner) => visit(child, inner)),
      both,
    ).then(() => put(node, both))
    begun.set(digest, work)
    return work
  }
  await allOrNothing([(both) => visit(root, both)], signal)
}

/** A registry that does not give a blob may have it by its own word still, and take what is sent without keeping it. */
async function readBlobBack(blob: Descriptor, store: ContentSource, options: CallOptions): Promise<void> {
  try {
    const bytes: AsyncIterable<Buffer> = await onSide('destination', () => store.open(blob, options))
    // The store hashes what is read.
    for await (const _ of bytes);
  } catch (error) {
    options.signal?.throwIfAborted()
    const { code, message, details } = toPromoteError(error)
    if (code !== 'not-found' && code !== 'content') throw error
    throw new PromoteError(
      'content',
      `${store.name} took the blob ${blob.digest}, and does not give it back whole: ${message}`,
      {
        ...details,
        side: 'destination',
        hint: 'The registry holds on to what it has lost or damaged. Remove that blob from its storage, or have its operator mend it, and run this again.',
      },
    )
  }
}

/**
 * Reads every manifest of a graph back from a repository by digest; the store hashes what it reads.
 * @returns how many were read
 * @throws PromoteError `content` when one is absent or differs
 */
export async function readBack(
  graph: ManifestNode,
  store: ContentSource,
  options: CallOptions = {},
): Promise<number> {
  const nodes = nodesOf(graph)
  await allOrNothing(
    nodes.map(({ manifest }) => async (signal) => {
      const { digest } = manifest.descriptor
      const found = await onSide('destination', () => store.manifest(digest, { signal }))
      if (found === undefined) {
        throw new PromoteError(
          'content',
          `${store.name} does not have the manifest ${digest} that was just put there.`,
          {
            side: 'destination',
            reference: `${store.name}@${digest}`,
          },
        )
      }
    }),
    options.signal,
  )
  return nodes.length
}
