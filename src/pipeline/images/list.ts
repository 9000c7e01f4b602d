import type { LocalName } from '../../model/images/local-images.ts'
import type { ImagesReport, ListedImage } from '../../model/images/reports.ts'
import type { Descriptor } from '../../oci/descriptor.ts'
import type { Digest } from '../../oci/digest.ts'
import { type ParsedManifest, parseManifest } from '../../oci/manifest.ts'
import { isIndexType, isManifestType } from '../../oci/media-types.ts'
import { isReferrerTag } from '../../oci/referrer-tags.ts'
import type { CallOptions, ContentSource } from '../../oci/store.ts'
import { PromoteError } from '../../support/errors.ts'
import { configDetails, readConfig } from './config.ts'
import type { ImagesContext } from './context.ts'

/**
 * The images of this machine, those made last first, as docker has it; lists of referrers are none.
 * @param filter.repository `HOST/PATH`: those of this repository alone
 * One whose manifest is gone or damaged is listed as such.
 */
export async function listImages(
  { local, signal }: Pick<ImagesContext, 'local' | 'signal'>,
  filter: { readonly repository?: string; readonly tag?: string } = {},
): Promise<ImagesReport> {
  const names = (await local.names({ signal })).filter(
    ({ repository, tag }) =>
      (filter.repository === undefined || repository === filter.repository) &&
      (filter.tag === undefined || tag === filter.tag) &&
      (tag === undefined || !isReferrerTag(tag)),
  )
  const images: ListedImage[] = []
  for (const name of names) {
    const store = local.repository(name.repository)
    images.push((await describe(store, name, { signal })) ?? damaged(name))
  }
  return { kind: 'images', path: local.path, images: images.sort(inOrder) }
}

async function describe(
  store: ContentSource,
  { repository, tag, descriptor }: LocalName,
  options: CallOptions,
): Promise<ListedImage | undefined> {
  const content = new Map<Digest, number>([[descriptor.digest, descriptor.size]])
  const configs: Descriptor[] = []
  const root = await readInto(store, descriptor, content, configs, options).catch(unlessDamaged)
  if (root === undefined) return undefined
  const details = await Promise.all(
    configs.map(async (config) =>
      configDetails(await readConfig(store, config, options).catch(unlessDamaged)),
    ),
  )
  const platforms = details.flatMap(({ platform }) =>
    platform === null || platform.startsWith('unknown/') ? [] : [platform],
  )
  return {
    repository,
    tag: tag ?? null,
    digest: descriptor.digest,
    id: root.kind === 'image' ? root.config.digest : descriptor.digest,
    created: details.map(({ created }) => created).find((created) => created !== null) ?? null,
    size: [...content.values()].reduce((sum, size) => sum + size, 0),
    platforms: [...new Set(platforms)],
    damaged: false,
  }
}

function damaged({ repository, tag, descriptor: { digest } }: LocalName): ListedImage {
  return {
    repository,
    tag: tag ?? null,
    digest,
    id: digest,
    created: null,
    size: 0,
    platforms: [],
    damaged: true,
  }
}

/** Of content that is gone or is not what it should be, undefined. */
function unlessDamaged(error: unknown): undefined {
  if (error instanceof PromoteError && DAMAGED.has(error.code)) return undefined
  throw error
}

const DAMAGED: ReadonlySet<string> = new Set(['content', 'not-found', 'protocol', 'unsupported'])

/** Counts all that is here of a manifest; of an image of several platforms some may not be. */
async function readInto(
  store: ContentSource,
  descriptor: Descriptor,
  content: Map<Digest, number>,
  configs: Descriptor[],
  options: CallOptions,
): Promise<ParsedManifest | undefined> {
  const manifest = await store.manifest(descriptor.digest, options)
  if (manifest === undefined) return undefined
  const parsed = parseManifest(manifest)
  content.set(descriptor.digest, descriptor.size)
  if (parsed.kind === 'image') {
    configs.push(parsed.config)
    for (const { digest, size } of [parsed.config, ...parsed.layers]) content.set(digest, size)
    return parsed
  }
  for (const child of parsed.manifests) {
    const isSeen = content.has(child.digest)
    const isManifest = isIndexType(child.mediaType) || isManifestType(child.mediaType)
    if (isManifest && !isSeen) await readInto(store, child, content, configs, options)
  }
  return parsed
}

function inOrder(a: ListedImage, b: ListedImage): number {
  return (
    (b.created ?? '').localeCompare(a.created ?? '') ||
    a.repository.localeCompare(b.repository) ||
    (a.tag ?? '').localeCompare(b.tag ?? '', undefined, { numeric: true })
  )
}
