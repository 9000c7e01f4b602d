import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { Readable, type Writable } from 'node:stream'
import type { Pack } from 'tar-stream'
import type { ArchiveFormat } from '../../model/images/archive.ts'
import type { Descriptor } from '../../oci/descriptor.ts'
import { algorithmOf, type Digest, hexOf } from '../../oci/digest.ts'
import { familiarName } from '../../oci/familiar-name.ts'
import { isIndexType, isManifestType } from '../../oci/media-types.ts'
import type { CallOptions } from '../../oci/store.ts'
import { PromoteError } from '../../support/errors.ts'
import { blobPath, blobSize } from '../blob-files.ts'
import { writeDurably } from '../disk.ts'
import type { LayoutFolder } from '../layout-folder.ts'
import { readParsed } from '../manifests/manifest-file.ts'
import { temporaryPath } from '../temporary-files.ts'

/** One image to be written. */
export interface ImageToWrite {
  readonly name: string | null
  readonly root: Descriptor
}

/**
 * Writes images of a layout into a tar file: an OCI image layout and, as `docker`, beside it the manifest.json of
 * `docker save`. The same images give the same bytes. The file is there whole or not at all.
 * @throws PromoteError as `LocalImages.exportArchive`
 */
export async function writeArchive(
  layout: LayoutFolder,
  path: string,
  format: ArchiveFormat,
  images: readonly ImageToWrite[],
  options: CallOptions,
): Promise<void> {
  const blobs = new Map<Digest, number>()
  for (const { root } of images) await collect(layout, root, blobs)
  const documents: (readonly [string, unknown])[] = [
    ['oci-layout', { imageLayoutVersion: '1.0.0' }],
    ['index.json', indexOf(images)],
  ]
  if (format === 'docker') documents.push(['manifest.json', await dockerManifest(layout, images)])
  const temporary = `${await temporaryPath(dirname(path))}.${basename(path)}`
  await writeDurably(path, temporary, async (file) => {
    const { pack } = await import('tar-stream')
    const tar = pack()
    // One that fails ends the other: both are awaited before the file is closed.
    const ends = await Promise.allSettled([
      drain(tar, file, options),
      fill(tar, layout, blobs, documents).catch((error: unknown) => {
        tar.destroy(error instanceof Error ? error : new Error(String(error)))
        throw error
      }),
    ])
    for (const end of ends) if (end.status === 'rejected') throw end.reason
  })
}

/** Writes what the tar stream gives; the iterator ends the stream where this fails. */
async function drain(tar: Pack, file: FileHandle, { signal }: CallOptions): Promise<void> {
  for await (const chunk of tar as AsyncIterable<Buffer>) {
    signal?.throwIfAborted()
    await file.appendFile(chunk)
  }
}

async function fill(
  tar: Pack,
  layout: LayoutFolder,
  blobs: ReadonlyMap<Digest, number>,
  documents: readonly (readonly [string, unknown])[],
): Promise<void> {
  for (const [digest, size] of [...blobs].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const name = `blobs/${algorithmOf(digest)}/${hexOf(digest)}`
    await add(tar, name, size, createReadStream(blobPath(layout.path, digest)))
  }
  for (const [name, document] of documents) {
    const bytes = Buffer.from(JSON.stringify(document))
    await add(tar, name, bytes.byteLength, Readable.from([bytes]))
  }
  tar.finalize()
}

/** One file; {@link Pack.entry} calls back as soon as all of it was taken, or its stream was ended early. */
async function add(tar: Pack, name: string, size: number, content: Readable): Promise<void> {
  const taken = Promise.withResolvers<undefined>()
  const header = { name, size, mode: 0o644, mtime: new Date(0), type: 'file' as const }
  const entry: unknown = tar.entry(header, (error) =>
    error ? taken.reject(error) : taken.resolve(undefined),
  )
  const sink = entry as Writable
  // Awaited below, and by then it may have failed already.
  taken.promise.catch(() => undefined)
  for await (const chunk of content as AsyncIterable<Buffer>) {
    if (sink.write(chunk)) continue
    await Promise.race([once(sink, 'drain'), taken.promise])
  }
  sink.end()
  await taken.promise
}

/** All that a manifest needs. @throws PromoteError `content` where some of it is not here */
async function collect(
  layout: LayoutFolder,
  descriptor: Descriptor,
  blobs: Map<Digest, number>,
): Promise<void> {
  if (blobs.has(descriptor.digest)) return
  const size = await blobSize(layout.path, descriptor.digest)
  if (size !== descriptor.size) throw lacks(layout, descriptor)
  blobs.set(descriptor.digest, size)
  if (!isIndexType(descriptor.mediaType) && !isManifestType(descriptor.mediaType)) return
  const parsed = await readParsed(layout, descriptor)
  if (parsed === undefined) throw lacks(layout, descriptor)
  const parts = parsed.kind === 'index' ? parsed.manifests : [parsed.config, ...parsed.layers]
  for (const part of parts) await collect(layout, part, blobs)
}

/** Names as containerd and docker write them: in full, and the tag alone for who reads a layout of one image. */
function indexOf(images: readonly ImageToWrite[]): unknown {
  return {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: images.map(({ name, root: { mediaType, digest, size } }) => ({
      mediaType,
      digest,
      size,
      ...(name === null
        ? {}
        : {
            annotations: {
              'io.containerd.image.name': name,
              'org.opencontainers.image.ref.name': name.slice(name.lastIndexOf(':') + 1),
            },
          }),
    })),
  }
}

/** The manifest.json of `docker save`. */
async function dockerManifest(layout: LayoutFolder, images: readonly ImageToWrite[]): Promise<unknown> {
  const place = ({ digest }: Descriptor): string => `blobs/${algorithmOf(digest)}/${hexOf(digest)}`
  const listed: unknown[] = []
  for (const { name, root } of images) {
    const parsed = await readParsed(layout, root)
    if (parsed?.kind !== 'image') {
      throw new PromoteError(
        'usage',
        `${name ?? root.digest} has several platforms, and "docker load" takes one.`,
        { hint: 'Choose one with --platform, or write --format oci.' },
      )
    }
    listed.push({
      Config: place(parsed.config),
      RepoTags: name === null ? null : [familiarName(name)],
      Layers: parsed.layers.map(place),
    })
  }
  return listed
}

function lacks(layout: LayoutFolder, { digest }: Descriptor): PromoteError {
  return new PromoteError('content', `${layout.path} does not hold ${digest} whole.`, { reference: digest })
}
