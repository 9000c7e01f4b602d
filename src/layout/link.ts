import { constants } from 'node:fs'
import { copyFile, type FileHandle, link, open, realpath, rm, stat } from 'node:fs/promises'
import type { Descriptor } from '../oci/descriptor.ts'
import { algorithmOf } from '../oci/digest.ts'
import type { CallOptions } from '../oci/store.ts'
import { ContentVerifier } from '../oci/verify.ts'
import { PromoteError } from '../support/errors.ts'
import { errnoOf } from '../support/system-error.ts'
import { blobPath } from './blob-files.ts'
import { diskError, placeDurably, unlessAbsent } from './disk.ts'
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

/**
 * Links a blob of another layout: hashes the file, then hard-links it or, where that cannot be, clones it
 * without copying its bytes. `refused` when the source does not have the content, or the disks do neither.
 * @throws PromoteError `disk`
 */
export async function linkBlob(
  layout: LayoutFolder,
  descriptor: Descriptor,
  sourceFolder: string,
  options: CallOptions,
): Promise<'mounted' | 'refused'> {
  const named = blobPath(sourceFolder, descriptor.digest)
  // Linking a symbolic link would link the link.
  const source = await unlessAbsent(named, () => realpath(named))
  const file = source === undefined ? undefined : await unlessAbsent(source, () => open(source, 'r'))
  if (source === undefined || file === undefined) return 'refused'
  try {
    if (!(await holds(file, descriptor, options))) return 'refused'
    // Linked content was perhaps never flushed by whoever wrote it.
    await file.sync()
    await layout.blobFolder(algorithmOf(descriptor.digest), options)
    const temporary = await layout.temporary()
    const path = blobPath(layout.path, descriptor.digest)
    try {
      if (!(await linkOrClone(source, temporary, file))) return 'refused'
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

async function linkOrClone(source: string, temporary: string, hashed: FileHandle): Promise<boolean> {
  if (await succeeds(() => link(source, temporary))) {
    const [linked, checked] = [await stat(temporary), await hashed.stat()]
    // Another file may have taken the name since it was opened for hashing.
    return linked.ino === checked.ino && linked.dev === checked.dev
  }
  return succeeds(() => copyFile(source, temporary, constants.COPYFILE_FICLONE_FORCE))
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
