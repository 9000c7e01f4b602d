import { Readable } from 'node:stream'
import type { ArchivedImage } from '../../model/images/archive.ts'
import type { Descriptor } from '../../oci/descriptor.ts'
import { type Digest, digestOf, isDigest } from '../../oci/digest.ts'
import { rawManifest } from '../../oci/manifest.ts'
import { MEDIA_TYPES } from '../../oci/media-types.ts'
import type { CallOptions, ContentStore } from '../../oci/store.ts'
import { PromoteError } from '../../support/errors.ts'
import { isObject, type JsonObject } from '../../support/json-object.ts'
import { blobPath, readSmallBlob, writeBlob } from '../blob-files.ts'
import type { LayoutFolder } from '../layout-folder.ts'
import type { AddedLayer } from './add-layer.ts'
import { compressionOfFile, unpackedDigest } from './compression.ts'
import { jsonOf, type ReadArchive, tagIn } from './documents.ts'
import { invalid } from './entries.ts'

const LAYER_TYPES = {
  gzip: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
  zstd: 'application/vnd.oci.image.layer.v1.tar+zstd',
  none: 'application/vnd.docker.image.rootfs.diff.tar',
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
  const configBytes = await documentOf(layout, archive, configName)
  if (configBytes === undefined)
    throw invalid(path, `its manifest.json names ${configName}, which is not in it`)
  const diffIds = diffIdsOf(jsonOf(path, configName, configBytes))
  if (diffIds.length !== layerNames.length)
    throw invalid(
      path,
      `${configName} says ${diffIds.length} layers, and manifest.json names ${layerNames.length}`,
    )
  const config = await putBytes(layout, MEDIA_TYPES.dockerConfig, configBytes, options)
  const layers: Pick<Descriptor, 'mediaType' | 'digest' | 'size'>[] = []
  for (const [at, name] of layerNames.entries())
    layers.push(await layerOf(layout, archive, name, diffIds[at], options))
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

/** A small file by its name, whether that is its own or its digest's. */
async function documentOf(
  layout: LayoutFolder,
  { documents, blobs }: ReadArchive,
  name: string,
): Promise<Buffer | undefined> {
  const blob = blobs.get(name)
  return blob === undefined ? documents.get(name) : readSmallBlob(layout.path, blob.digest)
}

/** A layer whose content is what the config says. @throws PromoteError `invalid-file`, `content` */
async function layerOf(
  layout: LayoutFolder,
  archive: ReadArchive,
  name: unknown,
  diffId: Digest | undefined,
  options: CallOptions,
): Promise<Pick<Descriptor, 'mediaType' | 'digest' | 'size'>> {
  const { path } = archive
  const added = typeof name === 'string' ? await addedLayer(layout, archive, name) : undefined
  if (added === undefined) throw invalid(path, `its manifest.json names ${String(name)}, which is not in it`)
  const { compression, descriptor } = added
  const file = blobPath(layout.path, descriptor.digest)
  const found =
    added.diffId ??
    (await unpackedDigest(file, compression, options).catch((error: unknown) => {
      options.signal?.throwIfAborted()
      throw isZlib(error) ? invalid(path, `${String(name)} in it is not packed whole`, error) : error
    }))
  if (found !== diffId) {
    throw new PromoteError(
      'content',
      `${String(name)} in ${path} has the hash ${found}, and its image says ${diffId}.`,
      {
        reference: path,
        hint: 'The file was damaged or changed: save the image again.',
      },
    )
  }
  return { mediaType: LAYER_TYPES[compression], ...descriptor }
}

async function addedLayer(
  layout: LayoutFolder,
  { layers, blobs }: ReadArchive,
  name: string,
): Promise<AddedLayer | undefined> {
  const blob = blobs.get(name)
  if (blob === undefined) return layers.get(name)
  const compression = await compressionOfFile(blobPath(layout.path, blob.digest))
  return { compression, descriptor: blob, diffId: undefined }
}

/** Whether node:zlib found the content itself wrong. */
function isZlib(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(Z_|ZSTD_)/.test(String(error.code))
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
