import type { Descriptor } from '../oci/descriptor.ts'
import type { Digest } from '../oci/digest.ts'
import {
  blobsOf,
  linkedLayersOf,
  type ParsedManifest,
  parseManifest,
  type RawManifest,
} from '../oci/manifest.ts'
import { isIndexType, isManifestType } from '../oci/media-types.ts'
import type { BlobSource, CallOptions, ManifestSource } from '../oci/store.ts'
import { allOrNothing } from '../support/concurrency.ts'
import { PromoteError } from '../support/errors.ts'
import { known as knownOr } from '../support/known.ts'
import { ImageLimit } from './image-limit.ts'

/** One manifest with what it needs in a repository before it may be put there. */
export interface ManifestNode {
  readonly manifest: RawManifest
  readonly parsed: ParsedManifest
  /** Config, layers, and children of an index that are no manifests; without those in `elsewhere`; each digest once. */
  readonly blobs: readonly Descriptor[]
  /** Foreign layers that the source does not have, and that URLs name. */
  readonly elsewhere: readonly Descriptor[]
  /** Manifests an index lists, in its order, each digest once. */
  readonly children: readonly ManifestNode[]
}

/**
 * Reads a manifest and everything below it. Nothing is filtered: attestations and all platforms come along. Foreign layers
 * with URLs are asked for, one request each: what the source has is a blob like any other.
 * @param known the root's bytes, where the caller has them already: saves the request
 * @throws PromoteError `unsupported` for more manifests or levels than an image may have, `not-found` when the root or a child is absent, `content` when a child is not what its parent says
 */
export async function readGraph(
  source: ManifestSource & Pick<BlobSource, 'has'>,
  root: Descriptor,
  options: CallOptions & { readonly known?: RawManifest } = {},
): Promise<ManifestNode> {
  const { known, ...call } = options
  const reads = new Map<Digest, Promise<ManifestNode>>()
  const limit = new ImageLimit(root)
  const linked = new Map<Digest, Promise<boolean>>()
  const read = (
    descriptor: Descriptor,
    depth: number,
    signal: AbortSignal | undefined,
  ): Promise<ManifestNode> => {
    const begun = reads.get(descriptor.digest)
    if (begun !== undefined) return begun
    const node = readNode(descriptor, depth, signal)
    reads.set(descriptor.digest, node)
    return node
  }
  const readNode = async (
    descriptor: Descriptor,
    depth: number,
    signal: AbortSignal | undefined,
  ): Promise<ManifestNode> => {
    const manifest =
      known?.descriptor.digest === descriptor.digest
        ? known
        : await fetchManifest(source, descriptor, root, signal === undefined ? {} : { signal })
    const parsed = parseManifest(manifest)
    const { manifests, others } = childrenOf(parsed)
    for (const child of manifests) limit.count(child, depth + 1)
    const children = await allOrNothing(
      manifests.map((child) => (both) => read(child, depth + 1, both)),
      signal,
    )
    const layers = linkedLayersOf(parsed)
    const held = await allOrNothing(
      layers.map(
        (layer) => (both) => knownOr(linked, layer.digest, () => source.has(layer, { signal: both })),
      ),
      signal,
    )
    const blobs = [...blobsOf(parsed), ...layers.filter((_, at) => held[at]), ...others]
    return { manifest, parsed, blobs, elsewhere: layers.filter((_, at) => !held[at]), children }
  }
  return read(root, 0, call.signal)
}

/** The node and everything below it, children before parents, each digest once. */
export function nodesOf(root: ManifestNode): readonly ManifestNode[] {
  const seen = new Map<Digest, ManifestNode>()
  const visit = (node: ManifestNode): void => {
    if (seen.has(node.manifest.descriptor.digest)) return
    for (const child of node.children) visit(child)
    seen.set(node.manifest.descriptor.digest, node)
  }
  visit(root)
  return [...seen.values()]
}

/** All blobs below a node, each digest once. */
export function allBlobsOf(root: ManifestNode): readonly Descriptor[] {
  const byDigest = new Map<Digest, Descriptor>()
  for (const node of nodesOf(root)) for (const blob of node.blobs) byDigest.set(blob.digest, blob)
  return [...byDigest.values()]
}

/** All layers below a node that lie elsewhere, each digest once. */
export function allElsewhere(root: ManifestNode): readonly Descriptor[] {
  const byDigest = new Map<Digest, Descriptor>()
  for (const node of nodesOf(root)) for (const layer of node.elsewhere) byDigest.set(layer.digest, layer)
  return [...byDigest.values()]
}

async function fetchManifest(
  source: ManifestSource,
  descriptor: Descriptor,
  root: Descriptor,
  options: CallOptions,
): Promise<RawManifest> {
  const manifest = await source.manifest(descriptor.digest, options)
  if (manifest === undefined) {
    const what =
      descriptor.digest === root.digest ? 'The manifest' : `The index ${root.digest} lists a manifest that`
    throw new PromoteError('not-found', `${what} ${descriptor.digest} is not in the repository.`, {
      reference: descriptor.digest,
    })
  }
  if (manifest.descriptor.size !== descriptor.size) {
    const found = `${manifest.descriptor.size} bytes instead of the ${descriptor.size} that its descriptor says`
    throw new PromoteError('content', `The manifest ${descriptor.digest} has ${found}.`, {
      reference: descriptor.digest,
    })
  }
  return manifest
}

/** What an index lists. It may also list content that is no manifest (a build cache does); that is moved as a blob. */
export function childrenOf(parsed: ParsedManifest): {
  readonly manifests: readonly Descriptor[]
  readonly others: readonly Descriptor[]
} {
  if (parsed.kind === 'image') return { manifests: [], others: [] }
  const unique = [...new Map(parsed.manifests.map((child) => [child.digest, child])).values()]
  const isManifest = (child: Descriptor): boolean =>
    isIndexType(child.mediaType) || isManifestType(child.mediaType)
  return {
    manifests: unique.filter(isManifest),
    others: unique.filter((child) => !isManifest(child)),
  }
}
