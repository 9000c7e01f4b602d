import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { PromoteError } from '../support/errors.ts'
import { errnoOf, reasonOf } from '../support/system-error.ts'

/**
 * Refuses a file that could not be written in place of what is there, before a run does anything. Makes and changes no
 * file: the file is to be written beside its place, and then given its name.
 * @throws PromoteError `usage`
 */
export async function checkOutputFile(file: string): Promise<void> {
  const code = await refusalOf(file)
  if (code === undefined) return
  throw new PromoteError('usage', `${file} cannot be written: ${reasonOf(code)}.`, {
    reference: file,
    hint: 'Nothing was done. Name a file that can be written.',
  })
}

/** The code of the error that writing would end with, as far as rights and folders tell. */
async function refusalOf(file: string): Promise<string | undefined> {
  try {
    await access(dirname(file), constants.W_OK | constants.X_OK)
    return (await stat(file)).isDirectory() ? 'EISDIR' : undefined
  } catch (error) {
    const code = errnoOf(error)
    if (code !== 'ENOENT') return code
    // Whether it is the file that is not there, or its folder.
    return (await stat(dirname(file)).catch(() => undefined)) === undefined ? code : undefined
  }
}
