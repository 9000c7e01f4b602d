import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { addAbortSignal, pipeline, type Readable, Transform } from 'node:stream'
import type { Descriptor } from '../oci/descriptor.ts'
import { algorithmOf, type Digest, hexOf } from '../oci/digest.ts'
import type { BlobBody, CallOptions, PutBlobOptions } from '../oci/store.ts'
import { ContentVerifier } from '../oci/verify.ts'
import { PromoteError } from '../support/errors.ts'
import { MAX_MANIFEST_BYTES } from '../support/limits.ts'
import { CheckedBytes } from './checked-bytes.ts'
import { openFile, unlessAbsent, writeDurably } from './disk.ts'
import type { LayoutFolder } from './layout-folder.ts'
import { PARTIAL_FOLDER, writeGoingOn } from './partial-blobs.ts'
import { WriteBehind } from './write-behind.ts'

const READ_AHEAD_BYTES = 256 * 1024

/** Where a layout keeps a blob. OCI image spec 1.1, "Image Layout", blobs. */
export function blobPath(folder: string, digest: Digest): string {
  return join(folder, 'blobs', algorithmOf(digest), hexOf(digest))
}

/** The bytes a blob's file has; undefined when there is none. @throws PromoteError `disk` */
export async function blobSize(folder: string, digest: Digest): Promise<number | undefined> {
  const path = blobPath(folder, digest)
  const found = await unlessAbsent(path, () => stat(path))
  return found?.isFile() === true ? found.size : undefined
}

/** A manifest's bytes, unverified; undefined when there is no file, or one too large to be a manifest. */
export async function readSmallBlob(folder: string, digest: Digest): Promise<Buffer | undefined> {
  const path = blobPath(folder, digest)
  const file = await unlessAbsent(path, () => openFile(path))
  if (file === undefined) return undefined
  try {
    const { size } = await file.stat()
    return size > MAX_MANIFEST_BYTES ? undefined : await file.readFile()
  } finally {
    await file.close()
  }
}

/** A blob's bytes from an offset. @throws PromoteError as `BlobSource.open` has it, with `name` in the message */
export async function openBlob(
  folder: string,
  name: string,
  descriptor: Descriptor,
  options: CallOptions & { readonly offset?: number },
): Promise<Readable> {
  const path = blobPath(folder, descriptor.digest)
  const file = await unlessAbsent(path, () => openFile(path))
  if (file === undefined) {
    throw new PromoteError('not-found', `${name} has no blob ${descriptor.digest}.`, { reference: name })
  }
  try {
    const { size } = await file.stat()
    if (size !== descriptor.size) {
      throw new PromoteError(
        'content',
        `The blob ${descriptor.digest} in ${name} has ${size} bytes instead of ${descriptor.size}.`,
        { reference: descriptor.digest },
      )
    }
    const offset = options.offset ?? 0
    const bytes = file.createReadStream({ start: offset, highWaterMark: READ_AHEAD_BYTES })
    const checked =
      offset === 0 ? new ContentVerifier(descriptor).stream() : expectBytes(descriptor, name, offset)
    // The outcome is that of `checked`: it fails as the file's stream does, and ends it when its reader goes away.
    pipeline(bytes, checked, () => {})
    return options.signal === undefined ? checked : addAbortSignal(options.signal, checked)
  } catch (error) {
    await file.close()
    throw error
  }
}

/** Writes a blob beside its place, checked on the way, and then gives it its name. @throws PromoteError `content`, `disk` */
export async function writeBlob(
  layout: LayoutFolder,
  descriptor: Descriptor,
  body: BlobBody,
  options: PutBlobOptions,
): Promise<void> {
  await layout.blobFolder(algorithmOf(descriptor.digest), options)
  if (layout.goesOn) {
    const path = blobPath(layout.path, descriptor.digest)
    return writeGoingOn(path, await layout.folder(PARTIAL_FOLDER), descriptor, body, options)
  }
  await writeDurably(blobPath(layout.path, descriptor.digest), await layout.temporary(), async (file) => {
    options.signal?.throwIfAborted()
    const bytes = await body(0)
    if (options.signal !== undefined) addAbortSignal(options.signal, bytes)
    const checked = new CheckedBytes(bytes, descriptor)
    const writer = new WriteBehind(file, 0)
    try {
      for await (const chunk of bytes as AsyncIterable<Buffer>) {
        checked.take(chunk)
        await writer.add(chunk)
        if (options.meter !== undefined) options.meter.bytes = checked.count
      }
      await writer.flush()
      checked.finish()
    } catch (error) {
      options.signal?.throwIfAborted()
      throw error
    } finally {
      bytes.destroy()
    }
  })
}

function expectBytes(descriptor: Descriptor, name: string, offset: number): Transform {
  let position = offset
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      position += chunk.byteLength
      done(null, chunk)
    },
    flush(done) {
      if (position === descriptor.size) return done()
      const message = `The blob ${descriptor.digest} in ${name} changed while it was read.`
      done(new PromoteError('content', message, { reference: descriptor.digest }))
    },
  })
}
