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
])

/** Why a file could not be written, to end a sentence: `the disk is full`. */
export function writeReason(error: Error): string {
  const code = errnoOf(error)
  return code === undefined ? error.message : (WRITE_REASONS.get(code) ?? code)
}
