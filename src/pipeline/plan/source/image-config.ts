import { ImageLimit } from '../../../engine/image-limit.ts'
import type { Descriptor, Platform } from '../../../oci/descriptor.ts'
import type { Digest } from '../../../oci/digest.ts'
import type { ImageConfig } from '../../../oci/image-config.ts'
import { parseManifest, type RawManifest } from '../../../oci/manifest.ts'
import { isIndexType, isManifestType } from '../../../oci/media-types.ts'
import type { CallOptions, ContentSource } from '../../../oci/store.ts'
import { PromoteError } from '../../../support/errors.ts'
import { isObject } from '../../../support/json-object.ts'
import { readConfig } from '../../images/config.ts'

/**
 * The config of an image; of an index, its first child's that is an image.
 * An artifact without an image config has no labels and no platform.
 */
export async function readImageConfig(
  source: ContentSource,
  manifest: RawManifest,
  options: CallOptions,
): Promise<ImageConfig> {
  return configOf(source, manifest, options, new ImageLimit(manifest.descriptor), 0)
}

async function configOf(
  source: ContentSource,
  manifest: RawManifest,
  options: CallOptions,
  limit: ImageLimit,
  level: number,
): Promise<ImageConfig> {
  const parsed = parseManifest(manifest)
  if (parsed.kind === 'image') return configFrom(await readConfig(source, parsed.config, options))
  const first = parsed.manifests.find(isImageChild)
  if (first === undefined) return { labels: {} }
  limit.count(first, level + 1)
  const child = await source.manifest(first.digest, options)
  if (child === undefined) {
    throw new PromoteError(
      'not-found',
      `The index lists ${first.digest}, which ${source.name} does not have.`,
    )
  }
  return configOf(source, child, options, limit, level + 1)
}

/** The platforms an image or index has content for; attestations are none. */
export async function readPlatforms(
  source: ContentSource,
  manifest: RawManifest,
  options: CallOptions,
): Promise<readonly Platform[]> {
  const limit = new ImageLimit(manifest.descriptor)
  const seen = new Set<Digest>()
  const visit = async (found: RawManifest, level: number): Promise<readonly Platform[]> => {
    const parsed = parseManifest(found)
    if (parsed.kind === 'image') {
      const { platform } = await readImageConfig(source, found, options)
      return platform === undefined ? [] : [platform]
    }
    const children = parsed.manifests.filter(isImageChild)
    for (const child of children) limit.count(child, level + 1)
    const platforms = await Promise.all(
      children.map(async (child) => {
        if (child.platform !== undefined) return [child.platform]
        if (seen.has(child.digest)) return []
        seen.add(child.digest)
        const raw = await source.manifest(child.digest, options)
        return raw === undefined ? [] : visit(raw, level + 1)
      }),
    )
    return platforms.flat()
  }
  return visit(manifest, 0)
}

function isImageChild(child: Descriptor): boolean {
  const isManifest = isManifestType(child.mediaType) || isIndexType(child.mediaType)
  return isManifest && child.platform?.os !== 'unknown'
}

function configFrom(document: unknown): ImageConfig {
  if (!isObject(document)) return { labels: {} }
  const { os, architecture, variant, config, created } = document
  const labels = isObject(config) && isObject(config.Labels) ? config.Labels : {}
  const strings = Object.entries(labels).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string',
  )
  const known = {
    labels: Object.fromEntries(strings),
    ...(typeof created === 'string' ? { created } : {}),
  }
  if (typeof os !== 'string' || typeof architecture !== 'string') return known
  const platform = { os, architecture, ...(typeof variant === 'string' && variant !== '' ? { variant } : {}) }
  return { ...known, platform }
}
