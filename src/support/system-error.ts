/** The code of an error of the system, such as `ENOENT` or `ESRCH`; undefined for any other error, and for one that only has it as its cause. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

const WRITE_REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such folder'],
  ['ENOTDIR', 'there is no such folder'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the quota is used up'],
  ['EFBIG', 'it would be too large for this file system'],
  ['EISDIR', 'it is a folder'],
  ['ELOOP', 'its symbolic links go in a circle'],
  ['ENAMETOOLONG', 'its name is too long'],
  ['EIO', 'the disk reports an error'],
  ['EMFILE', 'too many files are open'],
  ['ENFILE', 'too many files are open'],
  ['ETXTBSY', 'another program is running it'],
  ['EBUSY', 'it is in use'],
])

/** Why a file could not be written, to end a sentence: `the disk is full`. */
export function writeReason(error: Error): string {
  const code = errnoOf(error)
  return code === undefined ? error.message : reasonOf(code)
}

/** A code of the system in words, to end a sentence about a file. */
export function reasonOf(code: string): string {
  return WRITE_REASONS.get(code) ?? `the system answered ${code}`
}
