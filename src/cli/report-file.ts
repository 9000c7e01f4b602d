import { constants } from 'node:fs'
import { access, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { PromoteError } from '../support/errors.ts'
import { errnoOf, reasonOf, writeReason } from '../support/system-error.ts'

/**
 * Refuses a report file that could not be written, before a run does anything. Makes and changes no file.
 * @throws PromoteError `usage`
 */
export async function checkReportFile(file: string): Promise<void> {
  const code = await refusalOf(file)
  if (code === undefined) return
  throw new PromoteError('usage', `The report ${file} cannot be written: ${reasonOf(code)}.`, {
    reference: file,
    hint: 'Nothing was done. Name a file that can be written with --report.',
  })
}

/** The code of the error that writing the file would end with, as far as rights and folders tell. */
async function refusalOf(file: string): Promise<string | undefined> {
  try {
    if ((await stat(file)).isDirectory()) return 'EISDIR'
    await access(file, constants.W_OK)
    return undefined
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') return errnoOf(error)
  }
  try {
    await access(dirname(file), constants.W_OK | constants.X_OK)
    return undefined
  } catch (error) {
    return errnoOf(error)
  }
}

/** Writes a report in place of what the file held. @throws PromoteError `disk` */
export async function writeReportFile(file: string, markdown: string): Promise<void> {
  try {
    await writeFile(file, markdown)
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause
    throw new PromoteError('disk', `The report ${file} could not be written: ${writeReason(cause)}.`, {
      hint: 'What the command did stands as it says above.',
      cause,
    })
  }
}
