import { constants } from 'node:fs'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder } from '../support/disk/sync-folder.ts'
import { PromoteError } from '../support/errors.ts'
import { errnoOf } from '../support/system-error.ts'

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not',
  EPERM: 'this user may not',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the disk does not take files of that size',
  EIO: 'the disk reports an error',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'it is a folder, not a file',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'the path is too long',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
}

/**
 * What the file system refuses, as a PromoteError `disk` that says why; every other error as it is.
 * @param doing  what was attempted, as in "be written"
 */
export function diskError(error: unknown, path: string, doing: string): unknown {
  const reason = REASONS[errnoOf(error) ?? '']
  if (reason === undefined) return error
  return new PromoteError('disk', `${path} cannot ${doing}: ${reason}.`, {
    reference: path,
    hint: 'Check the path, its permissions and the free space.',
    cause: error,
  })
}

/** Runs `work`; undefined when the file or folder it is about does not exist. @throws PromoteError `disk` */
export async function unlessAbsent<T>(path: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    throw diskError(error, path, 'be read')
  }
}

/**
 * Opens a file for reading, through symbolic links. A pipe, a device or a folder is refused, and never waited for: opening
 * a pipe that nobody writes to would not end. @throws PromoteError `disk`, and what opening throws
 */
export async function openFile(path: string): Promise<FileHandle> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    if ((await file.stat()).isFile()) return file
    throw new PromoteError('disk', `${path} cannot be read: it is no file.`, {
      reference: path,
      hint: 'Something else stands in its place: remove it.',
    })
  } catch (error) {
    await file.close()
    throw error
  }
}

/**
 * Fills a new file at `temporary`, flushes it, gives it the name `path` and flushes the folder: after that
 * the file survives a power cut, before that nothing of it shows under `path`. A symbolic link at `path` is
 * replaced, not followed. Nothing is left at `temporary` when this fails.
 * @throws PromoteError `disk`, and whatever `fill` throws
 */
export async function writeDurably(
  path: string,
  temporary: string,
  fill: (file: FileHandle) => Promise<void>,
): Promise<void> {
  try {
    // Nobody else may write it, whatever the umask: only then may another layout link it.
    const file = await open(temporary, 'wx', 0o644)
    try {
      await fill(file)
      await file.sync()
    } finally {
      await file.close()
    }
    await placeDurably(path, temporary)
  } catch (error) {
    throw diskError(error, path, 'be written')
  } finally {
    await rm(temporary, { force: true })
  }
}

/** Gives a flushed file its final name and flushes the folder. */
export async function placeDurably(path: string, temporary: string): Promise<void> {
  await rename(temporary, path)
  await syncFolder(dirname(path))
}
