import { constants } from 'node:fs'
import { chmod, copyFile, type FileHandle, link, lstat, rm, stat } from 'node:fs/promises'
import type { Descriptor } from '../oci/descriptor.ts'
import { algorithmOf } from '../oci/digest.ts'
import type { CallOptions } from '../oci/store.ts'
import { ContentVerifier } from '../oci/verify.ts'
import { PromoteError } from '../support/errors.ts'
import { errnoOf } from '../support/system-error.ts'
import { blobPath } from './blob-files.ts'
import { diskError, openFile, placeDurably, unlessAbsent } from './disk.ts'
import type { LayoutFolder } from './layout-folder.ts'

const READ_BYTES = 256 * 1024

/** What link(2) and a reflink say when this disk, or this pair of disks, does not do it. */
const NOT_POSSIBLE = new Set([
  'EXDEV',
  'EPERM',
  'EACCES',
  'EMLINK',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EINVAL',
])

/** Write permission for the group and for others. */
const OTHERS_WRITE = 0o022

/**
 * Takes over a blob of another layout without copying its bytes: hashes the file, then clones it (a reflink, of which each
 * side has its own) or, where the disk does not, hard-links it. A hard link is one file for both: it is made only of a
 * file of this user's own that nobody else may write. `refused` when the source does not have the content, or neither can
 * be done: then it is to be copied.
 * @throws PromoteError `disk`
 */
export async function linkBlob(
  layout: LayoutFolder,
  descriptor: Descriptor,
  sourceFolder: string,
  options: CallOptions,
): Promise<'mounted' | 'refused'> {
  const source = blobPath(sourceFolder, descriptor.digest)
  const file = await unlessAbsent(source, () => openFile(source))
  if (file === undefined) return 'refused'
  try {
    if (!(await holds(file, descriptor, options))) return 'refused'
    await layout.blobFolder(algorithmOf(descriptor.digest), options)
    const temporary = await layout.temporary()
    const path = blobPath(layout.path, descriptor.digest)
    try {
      const isTaken =
        (await clones(source, temporary, descriptor, options)) || (await links(source, temporary, file))
      if (!isTaken) return 'refused'
      await placeDurably(path, temporary)
      return 'mounted'
    } catch (error) {
      throw diskError(error, path, 'be written')
    } finally {
      // Also after success: renaming one hard link onto another of the same file leaves both (rename(2)).
      await rm(temporary, { force: true })
    }
  } finally {
    await file.close()
  }
}

async function holds(file: FileHandle, descriptor: Descriptor, options: CallOptions): Promise<boolean> {
  const found = await file.stat()
  if (!found.isFile() || found.size !== descriptor.size) return false
  const verifier = new ContentVerifier(descriptor)
  try {
    const buffer = Buffer.allocUnsafe(READ_BYTES)
    for (;;) {
      options.signal?.throwIfAborted()
      const { bytesRead } = await file.read(buffer, 0, buffer.byteLength, verifier.hashed)
      if (bytesRead === 0) break
      verifier.update(buffer.subarray(0, bytesRead), verifier.hashed)
    }
    verifier.finish()
    return true
  } catch (error) {
    // The engine streams what is refused, and then says on which side the content is wrong.
    if (error instanceof PromoteError && error.code === 'content') return false
    throw error
  }
}

/** A clone is made by name: what had that name by then is hashed once more. */
async function clones(
  source: string,
  temporary: string,
  descriptor: Descriptor,
  options: CallOptions,
): Promise<boolean> {
  if (!(await succeeds(() => copyFile(source, temporary, constants.COPYFILE_FICLONE_FORCE)))) return false
  const { mode } = await stat(temporary)
  await chmod(temporary, mode & 0o777 & ~OTHERS_WRITE)
  const clone = await openFile(temporary)
  try {
    if (!(await holds(clone, descriptor, options))) return false
    await clone.sync()
    return true
  } finally {
    await clone.close()
  }
}

async function links(source: string, temporary: string, hashed: FileHandle): Promise<boolean> {
  const checked = await hashed.stat()
  // Who owns a file may let others write it at any time. Where there are no users nobody can tell.
  if (checked.uid !== process.geteuid?.() || (checked.mode & OTHERS_WRITE) !== 0) return false
  // Linking a symbolic link would link the link.
  if (!(await lstat(source)).isFile()) return false
  await rm(temporary, { force: true })
  if (!(await succeeds(() => link(source, temporary)))) return false
  // Linked content was perhaps never flushed by whoever wrote it.
  await hashed.sync()
  // Another file may have taken the name since it was opened for hashing.
  const linked = await lstat(temporary)
  return linked.ino === checked.ino && linked.dev === checked.dev
}

async function succeeds(work: () => Promise<void>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    if (NOT_POSSIBLE.has(errnoOf(error) ?? '')) return false
    throw error
  }
}
