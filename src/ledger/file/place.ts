import { readlink, realpath } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { errnoOf } from '../../support/system-error.ts'

/** Where a ledger and the files beside it are. None of those beside is needed to read or verify it. */
export interface LedgerPlace {
  /** Absolute, links followed: every name of one ledger leads to one lock. */
  readonly file: string
  readonly folder: string
  /** Locked by writers; stays, empty. */
  readonly lock: string
  /** What crashes left of last lines. */
  readonly torn: string
  /** What the last writer knew of the chain; can be removed at any time. */
  readonly checkpoint: string
  /** Begin of the names of outcomes that could not be written. */
  readonly keptPrefix: string
  /** Begin of the names of what runs that are under way tell of themselves. */
  readonly runPrefix: string
}

/** Finds the place; the file, and its folder too, may not exist. */
export async function locate(ledgerFile: string): Promise<LedgerPlace> {
  const file = await followLinks(resolve(ledgerFile))
  return {
    file,
    folder: dirname(file),
    lock: `${file}.lock`,
    torn: `${file}.torn`,
    checkpoint: `${file}.open`,
    keptPrefix: `${basename(file)}.kept-`,
    runPrefix: `${basename(file)}.run-`,
  }
}

/** Links that are followed before they are taken for a circle. */
const MOST_LINKS = 40

/** A link may lead to a file that is not there yet: the first run makes it, and others may know it by its own name. */
async function followLinks(file: string): Promise<string> {
  let path = file
  for (let links = 0; links < MOST_LINKS; links++) {
    const real = await orNone(realpath(path))
    if (real !== undefined) return real
    path = join((await orNone(realpath(dirname(path)))) ?? dirname(path), basename(path))
    const target = await orNone(readlink(path))
    if (target === undefined) return path
    path = resolve(dirname(path), target)
  }
  return file
}

async function orNone(found: Promise<string>): Promise<string | undefined> {
  try {
    return await found
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    return undefined
  }
}
