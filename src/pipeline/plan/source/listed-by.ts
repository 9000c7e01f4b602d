import type { Digest } from '../../../oci/digest.ts'
import { parseManifest, type RawManifest } from '../../../oci/manifest.ts'
import { isIndexType } from '../../../oci/media-types.ts'
import type { CallOptions, ContentSource } from '../../../oci/store.ts'

/** How deep indexes in indexes are followed. */
const DEEPEST = 8

/** {@link listedIn} of what has this digest; none where it is not there. @throws what reading it throws */
export async function listedBy(
  source: ContentSource,
  digest: Digest,
  options: CallOptions,
): Promise<readonly Digest[]> {
  const manifest = await source.manifest(digest, options)
  return manifest === undefined ? [] : listedIn(source, manifest, options)
}

/**
 * The digests of all that an index lists, and of what indexes in it list; none for an image of one platform.
 * @throws what reading an index in it throws; PromoteError `protocol` for a malformed one
 */
export async function listedIn(
  source: ContentSource,
  manifest: RawManifest,
  options: CallOptions,
  depth = 0,
): Promise<readonly Digest[]> {
  const parsed = parseManifest(manifest)
  if (parsed.kind !== 'index') return []
  const below = await Promise.all(
    parsed.manifests.map(async ({ mediaType, digest }) => {
      if (!isIndexType(mediaType) || depth >= DEEPEST) return []
      const child = await source.manifest(digest, options)
      return child === undefined ? [] : listedIn(source, child, options, depth + 1)
    }),
  )
  return [...parsed.manifests.map(({ digest }) => digest), ...below.flat()]
}
