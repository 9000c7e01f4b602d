import { PromoteError } from '../../support/errors.ts'
import { errnoOf, reasonOf } from '../../support/system-error.ts'

/** A file system error as `disk`, one that is none unchanged. `what` begins the sentence: "The ledger x cannot be written". */
export function toDiskError(error: unknown, what: string, file: string): unknown {
  const code = errnoOf(error)
  if (code === undefined) return error
  const { reason, hint } = explain(code)
  return new PromoteError('disk', `${what}: ${reason}.`, { reference: file, hint, cause: error })
}

/** A ledger on a full disk. */
export function diskFull(file: string, cause?: unknown): PromoteError {
  const { reason, hint } = explain('ENOSPC')
  return new PromoteError('disk', `The ledger ${file} cannot be written: ${reason}.`, {
    reference: file,
    hint,
    cause,
  })
}

function explain(code: string): { readonly reason: string; readonly hint: string } {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return {
        reason: 'there is no room left on its disk',
        hint: 'Free at least 1 MiB, or raise the quota, and run this again.',
      }
    case 'EROFS':
      return {
        reason: 'its disk is read-only',
        hint: 'Make the disk writable, or set ledger.file to another place.',
      }
    case 'EACCES':
    case 'EPERM':
      return {
        reason: 'this user has no right to do that',
        hint: 'Let this user read and write the ledger and its folder, or set ledger.file to another place.',
      }
    case 'ENOENT':
    case 'ENOTDIR':
      return {
        reason: 'its folder does not exist',
        hint: 'Make the folder, or set ledger.file to another place.',
      }
    default:
      return {
        reason: reasonOf(code),
        hint: 'Check the disk, or set ledger.file to another place.',
      }
  }
}
