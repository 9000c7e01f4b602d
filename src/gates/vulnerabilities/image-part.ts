import type { Evidence, GatedStep, ImageOfStep } from '../../model/gates/gate.ts'
import type { Subject } from '../../model/referrers.ts'
import { type Descriptor, type Platform, platformText } from '../../oci/descriptor.ts'
import { parseManifest } from '../../oci/manifest.ts'
import { isIndexType, isManifestType } from '../../oci/media-types.ts'
import type { CallOptions } from '../../oci/store.ts'
import type { ImagePart } from './coverage.ts'

/** Images of a candidate whose configs are known. */
export type KnownImages = readonly Pick<ImageOfStep, 'digest' | 'config' | 'platform'>[]

/** A candidate with its parts, as far as its own manifest says: configs of what an index lists are not read. */
export async function partOf(step: GatedStep, read: Evidence, options: CallOptions): Promise<ImagePart> {
  const manifest = await read.source(step).manifest(options)
  const { digest } = manifest.descriptor
  const parsed = parseManifest(manifest)
  if (parsed.kind === 'image') {
    return { digest, platform: null, config: parsed.config.digest, children: [] }
  }
  const isNested = parsed.manifests.some(({ mediaType }) => isIndexType(mediaType))
  // What an index in an index lists is known to whoever has looked for what refers to it.
  const tree = isNested
    ? (await read.attached(step, options)).image
    : { digest, children: childrenOf(parsed) }
  const platforms = new Map<string, Platform>(
    parsed.manifests.flatMap((child) =>
      child.platform === undefined ? [] : [[child.digest, child.platform]],
    ),
  )
  const seen = new Set<string>()
  const part = (subject: Subject): ImagePart => {
    seen.add(subject.digest)
    // What is listed more than once is one part: an index can list itself into thousands.
    const fresh = subject.children.filter((child) => !seen.has(child.digest))
    for (const child of fresh) seen.add(child.digest)
    const platform = platforms.get(subject.digest)
    return {
      digest: subject.digest,
      platform: platform === undefined ? null : platformText(platform),
      config: null,
      children: fresh.map(part),
    }
  }
  return part(tree)
}

/** The images that an index lists; what BuildKit attests beside them is for no platform. */
function childrenOf({ manifests }: { readonly manifests: readonly Descriptor[] }): readonly Subject[] {
  return manifests
    .filter(({ mediaType, platform }) => isManifestType(mediaType) && platform?.os !== 'unknown')
    .map(({ digest }) => ({ digest, children: [] }))
}

/** The same with the configs that are known. */
export function withConfigs(part: ImagePart, known: KnownImages): ImagePart {
  const image = known.find(({ digest }) => digest === part.digest)
  return {
    ...part,
    config: part.config ?? image?.config ?? null,
    platform: part.platform ?? (image?.platform === undefined ? null : platformText(image.platform)),
    children: part.children.map((child) => withConfigs(child, known)),
  }
}
