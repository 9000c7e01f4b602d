import { constants } from 'node:fs'
import { access, stat, statfs } from 'node:fs/promises'
import { PromoteError } from '../../support/errors.ts'
import { errnoOf } from '../../support/system-error.ts'
import { readCheckpoint } from './checkpoint.ts'
import { diskFull, toDiskError } from './disk-error.ts'
import { openToAppend } from './open-file.ts'
import { type LedgerPlace, locate } from './place.ts'
import { refuseNewer, type Snapshot, takeSnapshot } from './snapshot.ts'

/** Bytes that must be free: more than a run's entries take. */
const ROOM_BYTES = 1024 * 1024

/**
 * Fails if an append would, without changing or making anything: asks for the rights on the folder, on the
 * ledger and on its lock, for room on the disk, and verifies the chain. The answer is the verified state;
 * undefined where there is no ledger yet.
 *
 * @throws PromoteError `disk` or `ledger`
 */
export async function checkWritable(
  file: string,
  known: Snapshot | undefined,
  signal: AbortSignal | undefined,
): Promise<Snapshot | undefined> {
  const place = await locate(file)
  await checkRights(place)
  const handle = await openToAppend(place.file)
  try {
    await checkRoom(place, handle === undefined)
    if (handle === undefined) return undefined
    const snapshot = await takeSnapshot(handle, file, [known, await readCheckpoint(place.checkpoint)], signal)
    refuseNewer(file, snapshot)
    return snapshot
  } finally {
    await handle?.close()
  }
}

async function checkRights(place: LedgerPlace): Promise<void> {
  try {
    if (!(await stat(place.folder)).isDirectory()) throw notAFolder(place.folder)
    await access(place.folder, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw toDiskError(error, `The ledger ${place.file} cannot be written`, place.file)
  }
  for (const companion of [place.lock, place.torn]) {
    try {
      // Asked by name: opening and closing the lock file here would drop a lock that this process holds.
      await access(companion, constants.W_OK)
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT') {
        throw toDiskError(error, `The file ${companion} beside the ledger cannot be written`, companion)
      }
    }
  }
}

async function checkRoom(place: LedgerPlace, makesFile: boolean): Promise<void> {
  const disk = await statfs(place.folder)
  // Some network and overlay file systems do not say how large they are.
  if (disk.blocks > 0 && disk.bavail * disk.bsize < ROOM_BYTES) throw diskFull(place.file)
  if (makesFile && disk.files > 0 && disk.ffree === 0) throw diskFull(place.file)
}

function notAFolder(folder: string): PromoteError {
  return new PromoteError('disk', `${folder}, where the ledger is to be, is no folder.`, {
    reference: folder,
    hint: 'Set ledger.file to another place.',
  })
}
