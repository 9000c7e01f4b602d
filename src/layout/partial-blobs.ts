import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { addAbortSignal } from 'node:stream'
import type { Descriptor } from '../oci/descriptor.ts'
import { type Digest, hexOf } from '../oci/digest.ts'
import type { BlobBody, PutBlobOptions } from '../oci/store.ts'
import { ContentVerifier } from '../oci/verify.ts'
import { PromoteError } from '../support/errors.ts'
import { errnoOf } from '../support/system-error.ts'
import { CheckedBytes } from './checked-bytes.ts'
import { diskError, placeDurably } from './disk.ts'
import { mayBeAtWork, temporaryPath } from './temporary-files.ts'
import { WriteBehind } from './write-behind.ts'

/** Where a layout keeps blobs of which it has a part. */
export const PARTIAL_FOLDER = join('.promote', 'partial')

/** How the name of a part begins that nobody writes any more. */
const LEFT = 'left.'

const READ_BYTES = 256 * 1024

/**
 * Writes a blob beside its place, checked on the way, and then gives it its name. A blob that breaks off, however the
 * process ends, leaves its part: whoever wants it next asks for the rest alone. A part that turns out to be wrong is
 * removed. Two processes never write one file: a part belongs to who could rename it.
 * @param folder where parts are kept, on the same disk as `path`
 * @throws PromoteError `content`, `disk`
 */
export async function writeGoingOn(
  path: string,
  folder: string,
  descriptor: Descriptor,
  body: BlobBody,
  options: PutBlobOptions,
): Promise<void> {
  options.signal?.throwIfAborted()
  const part = await takePart(folder, descriptor.digest)
  let isWrong = false
  try {
    // Nobody else may write it, whatever the umask: only then may another layout link it.
    const file = await open(part, constants.O_RDWR | constants.O_CREAT, 0o644)
    try {
      await fill(file, descriptor, body, options)
      await file.sync()
    } finally {
      await file.close()
    }
    await placeDurably(path, part)
  } catch (error) {
    isWrong = error instanceof PromoteError && error.code === 'content'
    throw diskError(error, path, 'be written')
  } finally {
    if (isWrong) await rm(part, { force: true })
    else await leavePart(folder, part, descriptor.digest)
  }
}

/** Removes the parts that nobody writes. @returns the bytes that frees */
export async function removeParts(folder: string): Promise<number> {
  let freed = 0
  for (const name of await namesIn(folder)) {
    if (!name.startsWith(LEFT) && (await mayBeAtWork(folder, name))) continue
    const path = join(folder, name)
    freed += await stat(path).then(
      ({ size }) => size,
      () => 0,
    )
    await rm(path, { force: true })
  }
  return freed
}

async function fill(
  file: FileHandle,
  descriptor: Descriptor,
  body: BlobBody,
  options: PutBlobOptions,
): Promise<void> {
  const verifier = new ContentVerifier(descriptor)
  await hashPart(file, verifier, options)
  const { meter, signal } = options
  if (meter !== undefined) meter.bytes = verifier.hashed
  if (verifier.hashed < descriptor.size || descriptor.size === 0) {
    const bytes = await body(verifier.hashed)
    if (signal !== undefined) addAbortSignal(signal, bytes)
    const checked = new CheckedBytes(bytes, descriptor, verifier)
    const writer = new WriteBehind(file, verifier.hashed)
    try {
      for await (const chunk of bytes as AsyncIterable<Buffer>) {
        checked.take(chunk)
        await writer.add(chunk)
        if (meter !== undefined) meter.bytes = checked.count
      }
      await writer.flush()
      return checked.finish()
    } catch (error) {
      // What broke off is gone on with from here.
      await writer.flush().catch(() => undefined)
      signal?.throwIfAborted()
      throw error
    } finally {
      bytes.destroy()
    }
  }
  verifier.finish()
}

/** @throws PromoteError `content` for a part that is larger than the whole */
async function hashPart(
  file: FileHandle,
  verifier: ContentVerifier,
  { signal }: PutBlobOptions,
): Promise<void> {
  const buffer = Buffer.allocUnsafe(READ_BYTES)
  for (;;) {
    signal?.throwIfAborted()
    const { bytesRead } = await file.read(buffer, 0, buffer.byteLength, verifier.hashed)
    if (bytesRead === 0) return
    verifier.update(buffer.subarray(0, bytesRead), verifier.hashed)
  }
}

/** The path to write to: of a part that is there and that nobody writes, or of a new one. */
async function takePart(folder: string, digest: Digest): Promise<string> {
  const own = `${await temporaryPath(folder)}.${hexOf(digest)}`
  for (const name of await namesIn(folder)) {
    if (!name.endsWith(`.${hexOf(digest)}`)) continue
    if (!name.startsWith(LEFT) && (await mayBeAtWork(folder, name))) continue
    try {
      await rename(join(folder, name), own)
      return own
    } catch (error) {
      // Another process was quicker.
      if (errnoOf(error) !== 'ENOENT') throw diskError(error, folder, 'be written')
    }
  }
  return own
}

/** A part that got its place has its name by now; where the disk refuses, the end of its writer says as much as the new name would. */
async function leavePart(folder: string, part: string, digest: Digest): Promise<void> {
  await rename(part, join(folder, `${LEFT}${randomUUID()}.${hexOf(digest)}`)).catch(() => undefined)
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return []
    throw diskError(error, folder, 'be read')
  }
}
