import { randomBytes } from 'node:crypto'
import { open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { EntryBody } from '../../model/ledger/entry.ts'
import { PromoteError } from '../../support/errors.ts'
import { syncFolder } from '../../support/sync-folder.ts'
import { errnoOf } from '../../support/system-error.ts'
import { canonical, seal } from '../chain/line.ts'
import type { LedgerPlace } from './place.ts'

/** An outcome that waits beside the ledger to be taken in. */
export interface KeptOutcome {
  readonly file: string
  readonly body: EntryBody
}

/** Keeps an outcome that could not be written in a file of its own beside the ledger; undefined when that fails too. */
export async function keepOutcome(place: LedgerPlace, body: EntryBody): Promise<string | undefined> {
  const name = `${place.keptPrefix}${randomBytes(8).toString('hex')}`
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
    return file
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    await rm(unfinished, { force: true })
    return undefined
  }
}

/** The outcomes that wait beside the ledger. @throws PromoteError `ledger` when one cannot be read */
export async function keptOutcomes(place: LedgerPlace): Promise<readonly KeptOutcome[]> {
  const names = (await readdir(place.folder)).filter((name) => name.startsWith(place.keptPrefix)).sort()
  return Promise.all(names.map((name) => readKept(join(place.folder, name))))
}

async function readKept(file: string): Promise<KeptOutcome> {
  try {
    const body: EntryBody = JSON.parse(await readFile(file, 'utf8'))
    // Sealing checks the shape of whatever stands there.
    seal(body, undefined, new Date(0))
    return { file, body }
  } catch (cause) {
    throw new PromoteError('ledger', `The outcome kept in ${file} cannot be read.`, {
      reference: file,
      hint: 'It is the result of a run that could not write the ledger. Move the file away to go on without it.',
      cause,
    })
  }
}
