import { appendFile, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { PromoteError } from '../../support/errors.ts'
import { errnoOf, writeReason } from '../../support/system-error.ts'
import { SCHEMA_FILE } from './first-file.ts'

/** Writes the schema that editors look for; one that is there already stays. @returns its path when it was written @throws PromoteError `disk` */
export async function writeSchema(folder: string, text: string): Promise<string | undefined> {
  const path = join(folder, SCHEMA_FILE)
  try {
    await writeFile(path, text, { flag: 'wx' })
    return path
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return undefined
    throw diskError(path, error)
  }
}

/**
 * Adds what a ledger keeps beside itself on this machine to the `.gitignore` of the folder, where git is used and the
 * ledger lies in that folder.
 * @returns the path of `.gitignore` when something was added
 * @throws PromoteError `disk`
 */
export async function ignoreLedgerFiles(folder: string, ledgerFile: string): Promise<string | undefined> {
  if (dirname(ledgerFile) !== folder || !(await isInGit(folder))) return undefined
  const path = join(folder, '.gitignore')
  try {
    const before = (await unlessAbsent(() => readFile(path, 'utf8'))) ?? ''
    const lines = new Set(before.split(/\r?\n/).map((line) => line.trim()))
    const name = basename(ledgerFile)
    const lacking = ['lock', 'open', 'run-*', 'kept-*']
      .map((end) => `${name}.${end}`)
      .filter((line) => !lines.has(line))
    if (lacking.length === 0) return undefined
    const start = before === '' || before.endsWith('\n') ? '' : '\n'
    await appendFile(
      path,
      `${start}# What promote keeps beside its ledger on one machine.\n${lacking.join('\n')}\n`,
    )
    return path
  } catch (error) {
    throw diskError(path, error)
  }
}

async function isInGit(start: string): Promise<boolean> {
  for (let folder = start; ; folder = dirname(folder)) {
    // In a worktree or a submodule .git is a file.
    if ((await unlessAbsent(() => stat(join(folder, '.git')))) !== undefined) return true
    if (folder === dirname(folder)) return false
  }
}

async function unlessAbsent<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return undefined
    throw error
  }
}

function diskError(path: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error
  return new PromoteError('disk', `${path} cannot be written: ${writeReason(error)}.`, {
    reference: path,
    cause: error,
  })
}
