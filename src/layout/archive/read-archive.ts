import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { ArchivedImage } from '../../model/images/archive.ts'
import type { Descriptor } from '../../oci/descriptor.ts'
import { type Digest, isDigest } from '../../oci/digest.ts'
import { isContentOf, rawManifest } from '../../oci/manifest.ts'
import { isIndexType, isManifestType } from '../../oci/media-types.ts'
import type { CallOptions, ContentStore } from '../../oci/store.ts'
import { PromoteError } from '../../support/errors.ts'
import { isObject, type JsonObject } from '../../support/json-object.ts'
import { MAX_MANIFEST_BYTES } from '../../support/limits.ts'
import { readSmallBlob, writeBlob } from '../blob-files.ts'
import type { LayoutFolder } from '../layout-folder.ts'
import { type AddedLayer, addLayer } from './add-layer.ts'
import { putDockerImages } from './docker-images.ts'
import { jsonOf, type ReadArchive, tagIn } from './documents.ts'
import { archiveEntries, invalid } from './entries.ts'

/** Bytes of JSON files that are kept in memory until the archive was read. */
const MAX_DOCUMENT_BYTES = 64 * 1024 * 1024

/** Takes an archive into a layout. @throws PromoteError as `LocalImages.importArchive` */
export async function readArchive(
  layout: LayoutFolder,
  store: ContentStore,
  path: string,
  options: CallOptions,
): Promise<readonly ArchivedImage[]> {
  const archive = await takeIn(layout, path, options)
  const index = archive.documents.get('index.json')
  if (index !== undefined && archive.documents.has('oci-layout'))
    return putListed(layout, store, archive, index, options)
  const listed = archive.documents.get('manifest.json')
  if (listed !== undefined) return putDockerImages(layout, store, archive, listed, options)
  throw invalid(path, 'it has neither an index.json nor a manifest.json')
}

async function takeIn(layout: LayoutFolder, path: string, options: CallOptions): Promise<ReadArchive> {
  const documents = new Map<string, Buffer>()
  const layers = new Map<string, AddedLayer>()
  const blobs = new Map<string, Pick<Descriptor, 'digest' | 'size'>>()
  const links = new Map<string, string>()
  let kept = 0
  for await (const entry of archiveEntries(path, options)) {
    if (entry.kind === 'link') {
      links.set(entry.name, entry.target)
      continue
    }
    const { name, size, content } = entry
    const digest = digestIn(name)
    if (digest !== undefined) {
      await takeBlob(layout, path, { digest, size }, content, options)
      blobs.set(name, { digest, size })
    } else if (isLayer(name)) layers.set(name, await addLayer(layout, content, options))
    else if (size <= MAX_MANIFEST_BYTES) {
      kept += size
      if (kept > MAX_DOCUMENT_BYTES) throw invalid(path, 'its documents are larger than any image has them')
      documents.set(name, await buffer(content))
    } else throw invalid(path, `"${name}" in it is too large for what it is called`)
  }
  for (const name of links.keys()) {
    const layer = layers.get(endOf(links, name))
    if (layer !== undefined) layers.set(name, layer)
  }
  return { path, documents, blobs, layers }
}

/** Where links lead from a name; some name of theirs where they lead in a circle. */
function endOf(links: ReadonlyMap<string, string>, name: string): string {
  const seen = new Set<string>()
  let end = name
  for (let next: string | undefined = end; next !== undefined && !seen.has(next); next = links.get(next)) {
    seen.add(next)
    end = next
  }
  return end
}

/** `blobs/sha256/HEX` of an image layout. */
function digestIn(name: string): Digest | undefined {
  const [, algorithm, hex] = /^blobs\/(sha256|sha512)\/([0-9a-f]+)$/.exec(name) ?? []
  const digest = `${algorithm}:${hex}`
  return isDigest(digest) ? digest : undefined
}

/** Layers of docker's own form: `ID/layer.tar`, or `HEX.tar` as podman and skopeo write them. */
function isLayer(name: string): boolean {
  return name.endsWith('.tar') || name.endsWith('.tar.gz')
}

async function takeBlob(
  layout: LayoutFolder,
  path: string,
  { digest, size }: { readonly digest: Digest; readonly size: number },
  content: Readable,
  options: CallOptions,
): Promise<void> {
  const descriptor: Descriptor = { mediaType: 'application/octet-stream', digest, size }
  try {
    await writeBlob(
      layout,
      descriptor,
      async (offset) => (offset === 0 ? content : skip(content, offset)),
      options,
    )
  } catch (error) {
    if (error instanceof PromoteError && error.code === 'content') throw error.with({ reference: path })
    throw error
  }
}

/** What a broken import has got of a blob is read over: a file has no other way to go on. */
function skip(content: Readable, bytes: number): Readable {
  return Readable.from(
    (async function* () {
      let left = bytes
      for await (const chunk of content as AsyncIterable<Buffer>) {
        if (chunk.byteLength <= left) left -= chunk.byteLength
        else {
          yield chunk.subarray(left)
          left = 0
        }
      }
    })(),
    { objectMode: false },
  )
}

/** The images that an index.json lists; what they list is put before them. */
async function putListed(
  layout: LayoutFolder,
  store: ContentStore,
  { path }: ReadArchive,
  index: Buffer,
  options: CallOptions,
): Promise<readonly ArchivedImage[]> {
  const images: ArchivedImage[] = []
  for (const entry of entriesOf(path, index)) {
    const { digest, mediaType } = entry
    if (typeof digest !== 'string' || !isDigest(digest))
      throw invalid(path, 'its index.json lists what has no digest')
    if (typeof mediaType !== 'string' || !(isIndexType(mediaType) || isManifestType(mediaType))) continue
    const bytes = await readSmallBlob(layout.path, digest)
    if (bytes === undefined) throw invalid(path, `its index.json lists ${digest}, which is not in it`)
    const manifest = rawManifest(bytes, mediaType)
    if (!isContentOf(manifest, digest))
      throw new PromoteError('content', `${digest} in ${layout.path} does not match its content.`, {
        reference: digest,
        hint: 'The file was damaged or changed. Pull the image again, or remove it: promote rmi.',
      })
    await store.putManifest(manifest, options)
    images.push({ ...namesOf(entry), digest })
  }
  if (images.length === 0) throw invalid(path, 'it has no image')
  return images
}

function entriesOf(path: string, index: Buffer): readonly JsonObject[] {
  const document = jsonOf(path, 'index.json', index)
  const listed = isObject(document) ? (document.manifests ?? []) : undefined
  if (!Array.isArray(listed) || !listed.every(isObject))
    throw invalid(path, 'its index.json lists no manifests')
  return listed
}

function namesOf({ annotations }: JsonObject): Pick<ArchivedImage, 'name' | 'tag'> {
  const said = isObject(annotations) ? annotations : {}
  const full = said['io.containerd.image.name']
  const short = said['org.opencontainers.image.ref.name']
  const name = typeof full === 'string' ? full : typeof short === 'string' ? short : null
  return { name, tag: name === null ? null : tagIn(name) }
}
