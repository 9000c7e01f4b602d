import { constants } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { syncFolder } from '../../support/disk/sync-folder.ts'
import { PromoteError } from '../../support/errors.ts'
import { errnoOf } from '../../support/system-error.ts'
import { toDiskError } from './disk-error.ts'
import type { LedgerPlace } from './place.ts'

/** Opens a ledger to read it; undefined when there is none. @throws PromoteError `disk` */
export function openToRead(file: string): Promise<FileHandle | undefined> {
  return openExisting(file, constants.O_RDONLY, `The ledger ${file} cannot be read`)
}

/**
 * Opens a ledger to read it and to append; undefined when there is none. Appending alone, so that a ledger works
 * whose file system lets it only grow (`chattr +a`).
 * @throws PromoteError `disk`
 */
export function openToAppend(file: string): Promise<FileHandle | undefined> {
  const flags = constants.O_RDWR | constants.O_APPEND
  return openExisting(file, flags, `The ledger ${file} cannot be written`)
}

/** Makes an empty ledger that a power cut does not take away. @throws PromoteError `disk` */
export async function createToAppend({ file, folder }: LedgerPlace): Promise<FileHandle> {
  let handle: FileHandle | undefined
  try {
    handle = await open(file, 'a+')
    await syncFolder(folder)
    return handle
  } catch (error) {
    await handle?.close()
    throw toDiskError(error, `The ledger ${file} cannot be made`, file)
  }
}

async function openExisting(file: string, flags: number, what: string): Promise<FileHandle | undefined> {
  try {
    // Looked at before it is opened: opening a pipe would wait for its other end.
    if (!(await stat(file)).isFile()) {
      throw new PromoteError('disk', `${what}: it is no regular file.`, {
        reference: file,
        hint: 'Set ledger.file to a file.',
      })
    }
    return await open(file, flags)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    throw toDiskError(error, what, file)
  }
}
