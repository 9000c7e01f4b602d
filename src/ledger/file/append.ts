import { rm } from 'node:fs/promises'
import type { EntryBody } from '../../model/ledger/entry.ts'
import type { Appended, OpenIntent } from '../../model/ledger/ledger.ts'
import type { Clock } from '../../support/clock.ts'
import { withFileLock } from '../../support/disk/file-lock.ts'
import { PromoteError, toPromoteError } from '../../support/errors.ts'
import { seal } from '../chain/line.ts'
import { readCheckpoint, saveCheckpoint } from './checkpoint.ts'
import { type KeptOutcome, keepOutcome, keptFiles, readKept, setAsideKept } from './kept.ts'
import { openToAppend } from './open-file.ts'
import { type LedgerPlace, locate } from './place.ts'
import { NO_ENTRIES, refuseNewer, type Snapshot, takeSnapshot } from './snapshot.ts'
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

function withKept(failure: PromoteError, kept: KeptOutcome | undefined): PromoteError {
  const { details, code, message } = failure
  const hint = details.hint === undefined ? keptText(kept) : `${details.hint} ${keptText(kept)}`
  return new PromoteError(code, message, { ...details, hint, cause: failure })
}

function keptText(kept: KeptOutcome | undefined): string {
  if (kept === undefined) {
    return 'The outcome could not be kept beside the ledger either; run the same promotion again to record it.'
  }
  return kept.waits
    ? `The outcome is kept in ${kept.file}; the next run takes it into the ledger.`
    : `The outcome is set aside in ${kept.file}; no run takes it in, for no tag was held for it.`
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
    const warnings = await takeInKept(place, writer)
    request.judge?.(writer.open)
    const entry = await writer.write(request.body)
    const snapshot = await writer.snapshot()
    if (snapshot !== undefined) await saveCheckpoint(place.checkpoint, snapshot)
    return { entry, warnings, snapshot }
  } finally {
    await (writer ?? handle)?.close()
  }
}

/**
 * Records the outcomes of runs that could not, each where its intent is open still. Anything else of that name is set
 * aside: another run has finished that promotion, a crash kept the file from being removed after it was taken in, or
 * somebody laid it there. None of it stops the append.
 * @returns what was set aside, as sentences
 */
async function takeInKept(place: LedgerPlace, writer: LedgerWriter): Promise<readonly string[]> {
  const warnings: string[] = []
  for (const file of await keptFiles(place)) {
    const kept = await readKept(file, writer.open)
    if ('why' in kept) {
      warnings.push(await setAsideKept(file, kept.why))
      continue
    }
    await writer.write(kept.body)
    await rm(file)
  }
  return warnings
}
