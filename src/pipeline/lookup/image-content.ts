import { ImageLimit } from '../../engine/image-limit.ts'
import { type Descriptor, platformText } from '../../oci/descriptor.ts'
import type { Digest } from '../../oci/digest.ts'
import { type ParsedManifest, parseManifest, type RawManifest } from '../../oci/manifest.ts'
import { isIndexType, isManifestType } from '../../oci/media-types.ts'
import type { CallOptions, ManifestSource } from '../../oci/store.ts'
import { allOrNothing } from '../../support/concurrency.ts'

/** One image of what a manifest stands for: itself, or one that an index lists. */
export interface ImagePart {
  readonly manifest: RawManifest
  readonly parsed: Extract<ParsedManifest, { kind: 'image' }>
  /** `os/architecture[/variant]` as the index says it; null where none does. */
  readonly platform: string | null
  /** Whether it is an attestation that BuildKit lists beside images, for no platform. */
  readonly isAttestation: boolean
}

/** All that a manifest stands for, read. */
export interface ImageContent {
  readonly parts: readonly ImagePart[]
  /** What an index lists and the repository does not have, or nobody could read. */
  readonly absent: readonly Descriptor[]
  /** Bytes of manifests, configs and layers, each once. */
  readonly size: number
}

/**
 * Reads a manifest and all that it lists, at any level; each digest once.
 * @throws PromoteError `unsupported` for more than any image can mean, and what reading throws
 */
export async function readImageContent(
  source: ManifestSource,
  root: RawManifest,
  options: CallOptions,
): Promise<ImageContent> {
  const limit = new ImageLimit(root.descriptor)
  const sizes = new Map<Digest, number>()
  const parts: ImagePart[] = []
  const absent: Descriptor[] = []
  const seen = new Set<Digest>([root.descriptor.digest])

  const visit = async (
    manifest: RawManifest,
    listed: Descriptor | undefined,
    level: number,
  ): Promise<readonly ImagePart[]> => {
    const parsed = parseManifest(manifest)
    sizes.set(manifest.descriptor.digest, manifest.descriptor.size)
    if (parsed.kind === 'image') {
      for (const { digest, size } of [parsed.config, ...parsed.layers]) sizes.set(digest, size)
      return [partOf(manifest, parsed, listed)]
    }
    const children = parsed.manifests.filter(({ digest, mediaType }) => {
      const isNew = !seen.has(digest) && (isManifestType(mediaType) || isIndexType(mediaType))
      seen.add(digest)
      return isNew
    })
    for (const child of children) limit.count(child, level + 1)
    const below = await allOrNothing(
      children.map((child) => async (signal) => {
        const found = await source.manifest(child.digest, { signal })
        if (found !== undefined) return visit(found, child, level + 1)
        absent.push(child)
        return []
      }),
      options.signal,
    )
    return below.flat()
  }

  parts.push(...(await visit(root, undefined, 0)))
  let size = 0
  for (const bytes of sizes.values()) size += bytes
  return { parts, absent, size }
}

/** Bytes of one image: its manifest, its config and its layers, each once. */
export function partSize({ manifest, parsed }: ImagePart): number {
  const blobs = new Map([parsed.config, ...parsed.layers].map(({ digest, size }) => [digest, size]))
  return [...blobs.values()].reduce((sum, size) => sum + size, manifest.descriptor.size)
}

function partOf(
  manifest: RawManifest,
  parsed: Extract<ParsedManifest, { kind: 'image' }>,
  listed: Descriptor | undefined,
): ImagePart {
  const platform = listed?.platform
  const isAttestation = platform?.os === 'unknown'
  return {
    manifest,
    parsed,
    platform: platform === undefined || isAttestation ? null : platformText(platform),
    isAttestation,
  }
}
