import { Readable } from 'node:stream'
import type { ArchivedImage } from '../../model/images/archive.ts'
import type { Descriptor } from '../../oci/descriptor.ts'
import { type Digest, digestOf, isDigest } from '../../oci/digest.ts'
import { rawManifest } from '../../oci/manifest.ts'
import { MEDIA_TYPES } from '../../oci/media-types.ts'
import type { CallOptions, ContentStore } from '../../oci/store.ts'
import { PromoteError } from '../../support/errors.ts'
import { isObject, type JsonObject } from '../../support/json-object.ts'
import { writeBlob } from '../blob-files.ts'
import type { LayoutFolder } from '../layout-folder.ts'
import { jsonOf, type ReadArchive, tagIn } from './documents.ts'
import { invalid } from './entries.ts'

const LAYER_TYPES = {
  gzip: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
  zstd: 'application/vnd.oci.image.layer.v1.tar+zstd',
} as const

/**
 * The images that the manifest.json of `docker save` lists, each with a manifest made for it: the config as it is, so that
 * the image keeps its id, and its layers compressed.
 */
export async function putDockerImages(
  layout: LayoutFolder,
  store: ContentStore,
  archive: ReadArchive,
  listed: Buffer,
  options: CallOptions,
): Promise<readonly ArchivedImage[]> {
  const { path } = archive
  const document = jsonOf(path, 'manifest.json', listed)
  if (!Array.isArray(document) || !document.every(isObject) || document.length === 0)
    throw invalid(path, 'its manifest.json lists no images')
  const images: ArchivedImage[] = []
  for (const image of document) images.push(...(await putImage(layout, store, archive, image, options)))
  return images
}

async function putImage(
  layout: LayoutFolder,
  store: ContentStore,
  archive: ReadArchive,
  { Config: configName, Layers: layerNames, RepoTags: names }: JsonObject,
  options: CallOptions,
): Promise<readonly ArchivedImage[]> {
  const { path } = archive
  if (typeof configName !== 'string' || !Array.isArray(layerNames))
    throw invalid(path, 'its manifest.json names no config or no layers')
  const configBytes = archive.documents.get(configName)
  if (configBytes === undefined)
    throw invalid(path, `its manifest.json names ${configName}, which is not in it`)
  const diffIds = diffIdsOf(jsonOf(path, configName, configBytes))
  if (diffIds.length !== layerNames.length)
    throw invalid(
      path,
      `${configName} says ${diffIds.length} layers, and manifest.json names ${layerNames.length}`,
    )
  const config = await putBytes(layout, MEDIA_TYPES.dockerConfig, configBytes, options)
  const layers = layerNames.map((name: unknown, at) => layerOf(archive, name, diffIds[at]))
  const bytes = Buffer.from(
    JSON.stringify({ schemaVersion: 2, mediaType: MEDIA_TYPES.dockerManifest, config, layers }),
  )
  const manifest = rawManifest(bytes)
  await store.putManifest(manifest, options)
  const { digest } = manifest.descriptor
  const said = Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []
  return said.length === 0
    ? [{ name: null, tag: null, digest }]
    : said.map((name) => ({ name, tag: tagIn(name), digest }))
}

function layerOf(
  { path, layers }: ReadArchive,
  name: unknown,
  diffId: Digest | undefined,
): Pick<Descriptor, 'mediaType' | 'digest' | 'size'> {
  const added = typeof name === 'string' ? layers.get(name) : undefined
  if (added === undefined) throw invalid(path, `its manifest.json names ${String(name)}, which is not in it`)
  if (added.diffId !== undefined && added.diffId !== diffId) {
    throw new PromoteError(
      'content',
      `${String(name)} in ${path} has the hash ${added.diffId}, and its image says ${diffId}.`,
      {
        reference: path,
        hint: 'The file was damaged or changed: save the image again.',
      },
    )
  }
  return { mediaType: LAYER_TYPES[added.compression], ...added.descriptor }
}

function diffIdsOf(config: unknown): readonly Digest[] {
  const rootfs = isObject(config) && isObject(config.rootfs) ? config.rootfs.diff_ids : undefined
  return Array.isArray(rootfs)
    ? rootfs.filter((id): id is Digest => typeof id === 'string' && isDigest(id))
    : []
}

/** Bytes as a blob of their own digest. */
async function putBytes(
  layout: LayoutFolder,
  mediaType: string,
  bytes: Buffer,
  options: CallOptions,
): Promise<Descriptor> {
  const descriptor = { mediaType, digest: digestOf(bytes), size: bytes.byteLength }
  await writeBlob(layout, descriptor, async (offset) => Readable.from([bytes.subarray(offset)]), options)
  return descriptor
}
