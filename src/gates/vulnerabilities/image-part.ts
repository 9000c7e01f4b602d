import type { Evidence, GatedStep, ImageOfStep } from '../../model/gates/gate.ts'
import type { Subject } from '../../model/referrers.ts'
import { platformText } from '../../oci/descriptor.ts'
import { parseManifest } from '../../oci/manifest.ts'
import type { CallOptions } from '../../oci/store.ts'
import type { ImagePart } from './coverage.ts'

/** Images of a candidate whose configs are known. */
export type KnownImages = readonly Pick<ImageOfStep, 'digest' | 'config' | 'platform'>[]

/** A candidate with its parts, as far as its own manifest says: configs of what an index lists are not read. */
export async function partOf(step: GatedStep, read: Evidence, options: CallOptions): Promise<ImagePart> {
  const [{ image }, manifest] = await Promise.all([
    read.attached(step, options),
    read.source(step).manifest(options),
  ])
  const parsed = parseManifest(manifest)
  if (parsed.kind === 'image') {
    return { digest: image.digest, platform: null, config: parsed.config.digest, children: [] }
  }
  const platforms = new Map(
    parsed.manifests.map(({ digest, platform }) => [
      digest as string,
      platform === undefined ? null : platformText(platform),
    ]),
  )
  const seen = new Set<string>()
  const part = ({ digest, children }: Subject): ImagePart => {
    seen.add(digest)
    // What is listed more than once is one part: an index can list itself into thousands.
    const fresh = children.filter((child) => !seen.has(child.digest))
    for (const child of fresh) seen.add(child.digest)
    return { digest, platform: platforms.get(digest) ?? null, config: null, children: fresh.map(part) }
  }
  return part(image)
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
