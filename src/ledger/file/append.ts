import { rm } from 'node:fs/promises'
import type { EntryBody } from '../../model/ledger/entry.ts'
import type { Appended, OpenIntent } from '../../model/ledger/ledger.ts'
import type { Clock } from '../../support/clock.ts'
import { PromoteError, toPromoteError } from '../../support/errors.ts'
import { withFileLock } from '../../support/file-lock.ts'
import { canonical, seal } from '../chain/line.ts'
import { readCheckpoint, saveCheckpoint } from './checkpoint.ts'
import { keepOutcome, keptOutcomes } from './kept.ts'
import { openToAppend } from './open-file.ts'
import { type LedgerPlace, locate } from './place.ts'
import { NO_ENTRIES, refuseNewer, type Snapshot, takeSnapshot } from './snapshot.ts'
import { setAside } from './torn.ts'
import { LedgerWriter } from './writer.ts'

/** One append. */
export interface AppendRequest {
  readonly file: string
  readonly clock: Clock
  readonly body: EntryBody
  /** Called under the lock; may throw to refuse. */
  readonly judge?: ((open: readonly OpenIntent[]) => void) | undefined
  /** What this process knows of the ledger. */
  readonly known: Snapshot | undefined
  readonly signal?: AbortSignal | undefined
}

/** What an append leaves. */
interface AppendedHere extends Appended {
  readonly snapshot: Snapshot | undefined
}

/**
 * Appends an entry under the ledger's lock. Outcomes kept by runs that could not write go in before it, and an
 * outcome that cannot be written is kept.
 * @throws PromoteError `locked`, `disk`, `ledger`, and what `judge` throws
 */
export async function append(request: AppendRequest): Promise<AppendedHere> {
  const { body, signal } = request
  // A body of the wrong shape must not be kept: it could not be taken in either.
  seal(body, undefined, new Date(0))
  const place = await locate(request.file)
  try {
    const options = signal === undefined ? {} : { signal }
    return await withFileLock(place.lock, () => appendLocked(place, request), options)
  } catch (error) {
    if (body.kind !== 'outcome') throw error
    throw withKept(toPromoteError(error), await keepOutcome(place, body))
  }
}

function withKept(failure: PromoteError, kept: string | undefined): PromoteError {
  const what =
    kept === undefined
      ? 'The outcome could not be kept beside the ledger either; run the same promotion again to record it.'
      : `The outcome is kept in ${kept}; the next run takes it into the ledger.`
  const { details, code, message } = failure
  const hint = details.hint === undefined ? what : `${details.hint} ${what}`
  return new PromoteError(code, message, { ...details, hint, cause: failure })
}

async function appendLocked(place: LedgerPlace, request: AppendRequest): Promise<AppendedHere> {
  const { file, known, signal, clock } = request
  const handle = await openToAppend(place.file)
  let writer: LedgerWriter | undefined
  try {
    const state =
      handle === undefined
        ? NO_ENTRIES
        : await takeSnapshot(handle, file, [known, await readCheckpoint(place.checkpoint)], signal)
    refuseNewer(file, state)
    writer = new LedgerWriter(place, clock, handle, state)
    await takeInKept(place, writer)
    request.judge?.(writer.open)
    const entry = await writer.write(request.body)
    const snapshot = await writer.snapshot()
    if (snapshot !== undefined) await saveCheckpoint(place.checkpoint, snapshot)
    return { entry, warnings: [], snapshot }
  } finally {
    await (writer ?? handle)?.close()
  }
}

/**
 * Records the outcomes of runs that could not. One whose intent is open no longer is set aside instead: another
 * run has finished that promotion, or the outcome was taken in before a crash kept its file from being removed.
 */
async function takeInKept(place: LedgerPlace, writer: LedgerWriter): Promise<void> {
  for (const { file, body } of await keptOutcomes(place)) {
    const wanted = body.kind === 'outcome' && writer.open.some(({ entry }) => body.intents.includes(entry.id))
    if (wanted) await writer.write(body)
    else await setAside(place, [Buffer.from(canonical(body))])
    await rm(file)
  }
}
