import type { Subject } from '../../model/referrers.ts'
import type { Descriptor } from '../../oci/descriptor.ts'
import type { Digest } from '../../oci/digest.ts'
import { parseManifest, type RawManifest } from '../../oci/manifest.ts'
import { isIndexType, isManifestType } from '../../oci/media-types.ts'
import type { CallOptions, ManifestSource } from '../../oci/store.ts'
import { MAX_INDEX_DEPTH } from '../../support/limits.ts'

/** What can be a subject: a manifest, all that an index lists, and the tree of its images. */
export interface Subjects {
  readonly tree: Subject
  /** The manifest and everything below it, each digest once, from the top. */
  readonly digests: readonly Digest[]
}

/**
 * Everything in an image that something may refer to. Only indexes in an index are read: what an image is made of does
 * not matter here. An index that is not there has no children.
 */
export async function subjectsOf(
  source: ManifestSource,
  root: RawManifest,
  options: CallOptions,
): Promise<Subjects> {
  const digests = new Set<Digest>()
  const visit = async (manifest: RawManifest, depth: number): Promise<Subject> => {
    digests.add(manifest.descriptor.digest)
    const listed = depth < MAX_INDEX_DEPTH ? childrenOf(manifest) : []
    const children: Subject[] = []
    for (const child of listed) {
      const nested = isIndexType(child.mediaType) ? await source.manifest(child.digest, options) : undefined
      digests.add(child.digest)
      const subject =
        nested === undefined ? { digest: child.digest, children: [] } : await visit(nested, depth + 1)
      if (!isAttestation(child)) children.push(subject)
    }
    return { digest: manifest.descriptor.digest, children }
  }
  const tree = await visit(root, 0)
  return { tree, digests: [...digests] }
}

function childrenOf(manifest: RawManifest): readonly Descriptor[] {
  const parsed = parseManifest(manifest)
  if (parsed.kind === 'image') return []
  return parsed.manifests.filter((child) => isManifestType(child.mediaType) || isIndexType(child.mediaType))
}

/** BuildKit lists the attestations of an image beside it, for no platform. */
function isAttestation(child: Descriptor): boolean {
  return child.platform?.os === 'unknown'
}
