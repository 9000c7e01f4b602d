import type { Subject } from '../../model/referrers.ts'
import type { Descriptor } from '../../oci/descriptor.ts'
import type { Digest } from '../../oci/digest.ts'
import { parseManifest, type RawManifest } from '../../oci/manifest.ts'
import { isIndexType, isManifestType } from '../../oci/media-types.ts'
import type { CallOptions, ManifestSource } from '../../oci/store.ts'
import type { ImageLimit } from '../image-limit.ts'

/** What can be a subject: a manifest, all that an index lists, and the tree of its images. */
export interface Subjects {
  readonly tree: Subject
  /** The manifest and everything below it, each digest once, from the top. */
  readonly digests: readonly Digest[]
}

/**
 * Everything in an image that something may refer to. Only indexes in an index are read: what an image is made of does
 * not matter here, and each is read once, however often it is listed. An index that is not there has no children.
 * @param level how far the manifest is from the image at the top
 * @throws PromoteError `unsupported` for more than the limit allows
 */
export async function subjectsOf(
  source: ManifestSource,
  root: RawManifest,
  { limit, level, ...options }: CallOptions & { readonly limit: ImageLimit; readonly level: number },
): Promise<Subjects> {
  const subjects = new Map<Digest, Subject>()
  const visit = async (manifest: RawManifest, depth: number): Promise<Subject> => {
    const children: Subject[] = []
    const subject = { digest: manifest.descriptor.digest, children }
    // Before its children: what stands above comes first.
    subjects.set(subject.digest, subject)
    const listed = childrenOf(manifest)
    for (const child of listed) limit.count(child, depth + 1)
    for (const child of listed) {
      const found = subjects.get(child.digest) ?? (await visitChild(child, depth + 1))
      if (!isAttestation(child)) children.push(found)
    }
    return subject
  }
  const visitChild = async (child: Descriptor, depth: number): Promise<Subject> => {
    const nested = isIndexType(child.mediaType) ? await source.manifest(child.digest, options) : undefined
    if (nested !== undefined) return visit(nested, depth)
    const subject = { digest: child.digest, children: [] }
    subjects.set(child.digest, subject)
    return subject
  }
  const tree = await visit(root, level)
  return { tree, digests: [...subjects.keys()] }
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
