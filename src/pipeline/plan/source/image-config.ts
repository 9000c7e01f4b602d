import { ImageLimit } from '../../../engine/image-limit.ts'
import type { ImageOfStep } from '../../../model/gates/gate.ts'
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
  return configOf(source, await listed(source, first.digest, options), options, limit, level + 1)
}

/** A manifest that an index lists. @throws PromoteError `not-found` */
async function listed(source: ContentSource, digest: Digest, options: CallOptions): Promise<RawManifest> {
  const child = await source.manifest(digest, options)
  if (child !== undefined) return child
  throw new PromoteError('not-found', `The index lists ${digest}, which ${source.name} does not have.`)
}

/**
 * The images of an image or index, with what their configs say, each once; attestations are none.
 * @throws PromoteError `not-found` for one that is listed and not there, `unsupported` for more than anybody can mean
 */
export async function readImages(
  source: ContentSource,
  manifest: RawManifest,
  options: CallOptions,
): Promise<readonly ImageOfStep[]> {
  const limit = new ImageLimit(manifest.descriptor)
  const seen = new Set<Digest>()
  const visit = async (found: RawManifest, level: number): Promise<readonly ImageOfStep[]> => {
    const parsed = parseManifest(found)
    if (parsed.kind === 'image') {
      const config = configFrom(await readConfig(source, parsed.config, options))
      return [{ ...config, digest: found.descriptor.digest, config: parsed.config.digest }]
    }
    const children = parsed.manifests.filter(isImageChild)
    for (const child of children) limit.count(child, level + 1)
    const fresh = new Set(children.map(({ digest }) => digest).filter((digest) => !seen.has(digest)))
    for (const digest of fresh) seen.add(digest)
    const images = await Promise.all(
      [...fresh].map(async (digest) => visit(await listed(source, digest, options), level + 1)),
    )
    return images.flat()
  }
  return visit(manifest, 0)
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
