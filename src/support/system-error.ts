/** The code of an error of the system, such as `ENOENT` or `ESRCH`; undefined for any other error, and for one that only has it as its cause. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
