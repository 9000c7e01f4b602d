import { stat } from 'node:fs/promises'
import { PromoteError } from '../support/errors.ts'

/**
 * Makes sure that the folder to work in is there: from one that is misspelt the search for a promotion file would go up
 * and promote what another file says. @throws PromoteError `usage`
 */
export async function requireWorkingFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined)
  if (found?.isDirectory() === true) return
  throw new PromoteError('usage', `The working-directory ${folder} is no folder.`, {
    reference: folder,
    hint: 'It starts from the workspace; is the repository checked out?',
  })
}
