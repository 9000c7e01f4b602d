import { realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { PromoteError } from '../support/errors.ts'

/** A file that a command works with and must not write over. */
export interface OwnFile {
  readonly path: string
  /** What it is, in a sentence: `the ledger`. */
  readonly what: string
  /** Whether files named after it, such as its lock, are meant as well. */
  readonly withBeside?: boolean
}

/**
 * Refuses to write a report or a plan over a file that the command works with, whatever name leads to it.
 * @param outputs paths that are going to be written, as they were given
 * @throws PromoteError `usage`
 */
export async function refuseOwnFiles(outputs: readonly string[], own: readonly OwnFile[]): Promise<void> {
  for (const output of outputs) {
    for (const file of own) {
      if (!(await isMeant(output, file))) continue
      throw new PromoteError('usage', `${output} is ${file.what}: nothing else is written there.`, {
        reference: output,
        hint: 'Name another file.',
      })
    }
  }
}

async function isMeant(output: string, { path, withBeside = false }: OwnFile): Promise<boolean> {
  const [written, own] = await Promise.all([withoutLinks(output), withoutLinks(path)])
  if (written === own || (withBeside && written.startsWith(`${own}.`))) return true
  const [there, ours] = await Promise.all([identity(written), identity(own)])
  return there !== undefined && there === ours
}

/** The path with symbolic links followed; of a file that is not there, those of its folder. */
async function withoutLinks(path: string): Promise<string> {
  const whole = resolve(path)
  try {
    return await realpath(whole)
  } catch {
    // It is not there yet.
  }
  try {
    return join(await realpath(dirname(whole)), basename(whole))
  } catch {
    // Nor is its folder: writing it will say so.
    return whole
  }
}

/** The same for all hard links of a file; undefined where there is none. */
async function identity(path: string): Promise<string | undefined> {
  try {
    const { dev, ino } = await stat(path, { bigint: true })
    return `${dev}:${ino}`
  } catch {
    return undefined
  }
}
