import { randomBytes } from 'node:crypto'
import { lstat, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { OutcomeBody } from '../../model/ledger/entry.ts'
import type { OpenIntent } from '../../model/ledger/ledger.ts'
import { readPlainFile } from '../../support/disk/plain-file.ts'
import { syncFolder } from '../../support/disk/sync-folder.ts'
import { PromoteError } from '../../support/errors.ts'
import { errnoOf, reasonOf } from '../../support/system-error.ts'
import { canonical, MAX_LINE_BYTES, seal } from '../chain/line.ts'
import { misfit } from './kept-fit.ts'
import type { LedgerPlace } from './place.ts'

const ASIDE = '.set-aside'

/** An outcome that could not be written, kept in a file of its own beside the ledger. */
export interface KeptOutcome {
  readonly file: string
  /** Whether a later append takes it in; one of no intent is only set aside. */
  readonly waits: boolean
}

/** Keeps an outcome that could not be written; undefined when that fails too. */
export async function keepOutcome(place: LedgerPlace, body: OutcomeBody): Promise<KeptOutcome | undefined> {
  const waits = body.intents.length > 0
  const name = `${place.keptPrefix}${randomBytes(8).toString('hex')}${waits ? '' : ASIDE}`
  const file = join(place.folder, name)
  const unfinished = join(place.folder, `.${name}`)
  try {
    const handle = await open(unfinished, 'wx')
    try {
      await handle.writeFile(`${canonical(body)}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(unfinished, file)
    await syncFolder(place.folder)
    return { file, waits }
  } catch (error) {
    const code = errnoOf(error)
    if (code === undefined) throw error
    await rm(unfinished, { force: true })
    return undefined
  }
}

/** Files that may hold outcomes which wait to be taken in; what they are is not looked at yet. */
export async function keptFiles({ folder, keptPrefix }: LedgerPlace): Promise<readonly string[]> {
  const names = await readdir(folder)
  return names
    .filter((name) => name.startsWith(keptPrefix) && !name.includes(ASIDE))
    .toSorted()
    .map((name) => join(folder, name))
}

/**
 * The outcome in a file, if it is one of an intent that is open; else the reason why not, as a phrase. Anybody who can
 * write in the folder can lay files there: nothing but a plain file is opened, and no more is read than an entry can have.
 */
export async function readKept(
  file: string,
  intents: readonly OpenIntent[],
): Promise<{ readonly body: OutcomeBody } | { readonly why: string }> {
  const text = await readPlainFile(file, MAX_LINE_BYTES)
  if (text === undefined) return { why: 'it is no plain file that can be read, or is too long for an entry' }
  const body = parseOutcome(text)
  if (body === undefined) return { why: 'it holds no outcome' }
  const why = misfit(body, intents)
  return why === undefined ? { body } : { why }
}

/** Renames a file so that no later append looks at it; nothing is lost. The answer is a sentence for people. */
export async function setAsideKept(file: string, why: string): Promise<string> {
  const said = `${file} beside the ledger was not taken in, for ${why}`
  const aside = (await exists(`${file}${ASIDE}`))
    ? `${file}${ASIDE}-${randomBytes(4).toString('hex')}`
    : `${file}${ASIDE}`
  try {
    await rename(file, aside)
    return `${said}; it was set aside as ${aside}.`
  } catch (error) {
    const code = errnoOf(error)
    if (code === undefined) throw error
    return `${said}; it could not be renamed either (${reasonOf(code)}), so look at it and move it away.`
  }
}

function parseOutcome(text: string): OutcomeBody | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    // Sealing checks the shape of whatever stands there.
    const entry = seal(parsed as OutcomeBody, undefined, new Date(0))
    return entry.kind === 'outcome' ? (parsed as OutcomeBody) : undefined
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof PromoteError) return undefined
    throw error
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await lstat(file)
    return true
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false
    throw error
  }
}
