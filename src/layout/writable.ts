import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { dirname } from 'node:path'
import { PromoteError } from '../support/errors.ts'
import { errnoOf } from '../support/system-error.ts'
import { diskError } from './disk.ts'

/** What writing in a folder is certain to be refused with: it, or the nearest folder above that is there, may not be written. */
export async function folderRefusal(path: string): Promise<PromoteError | undefined> {
  for (let folder = path; ; folder = dirname(folder)) {
    try {
      await access(folder, constants.W_OK | constants.X_OK)
      return undefined
    } catch (error) {
      if (errnoOf(error) === 'ENOENT' && dirname(folder) !== folder) continue
      const known = diskError(error, folder, 'be written')
      return known instanceof PromoteError ? known : undefined
    }
  }
}
