import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { syncFolder } from '../../support/disk/sync-folder.ts'
import { toDiskError } from './disk-error.ts'
import type { LedgerPlace } from './place.ts'

const CHUNK_BYTES = 256 * 1024

/** To add to a file, but through no link, and without waiting where a pipe stands in its place. */
const ADDING =
  constants.O_WRONLY |
  constants.O_CREAT |
  constants.O_APPEND |
  (constants.O_NOFOLLOW ?? 0) |
  (constants.O_NONBLOCK ?? 0)

/**
 * Moves what stands after byte `end` of the ledger to the end of its `.torn` file, as one line. The copy is on
 * disk before the ledger is cut; a crash between the two leaves it in both, and the next writer adds it once more.
 *
 * @throws PromoteError `disk`
 */
export async function setAsideTorn(ledger: FileHandle, place: LedgerPlace, end: number): Promise<void> {
  await setAside(place, chunksFrom(ledger, end))
  try {
    await ledger.truncate(end)
    await ledger.sync()
  } catch (error) {
    throw toDiskError(error, `The torn last line of ${place.file} cannot be cut off`, place.file)
  }
}

/** Adds bytes to the end of the ledger's `.torn` file as one line, flushed. */
async function setAside(place: LedgerPlace, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    const aside = await open(place.torn, ADDING)
    try {
      for await (const chunk of bytes) await aside.appendFile(chunk)
      await aside.appendFile('\n')
      await aside.sync()
    } finally {
      await aside.close()
    }
    await syncFolder(place.folder)
  } catch (error) {
    throw toDiskError(error, `What a crash left of an entry cannot be set aside in ${place.torn}`, place.torn)
  }
}

async function* chunksFrom(ledger: FileHandle, begin: number): AsyncGenerator<Uint8Array> {
  for (let position = begin; ; ) {
    const { bytesRead, buffer } = await ledger.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, position)
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
    position += bytesRead
  }
}
