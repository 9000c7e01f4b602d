import { rm } from 'node:fs/promises'
import type { EntryBody, LedgerEntry } from '../../model/ledger/entry.ts'
import type { Appended, LedgerHead, OpenIntent, TakenIn } from '../../model/ledger/ledger.ts'
import type { Standing } from '../../model/ledger/standing/standing.ts'
import type { Clock } from '../../support/clock.ts'
import { type FileLockOptions, withFileLock } from '../../support/disk/file-lock.ts'
import { PromoteError, toPromoteError } from '../../support/errors.ts'
import { seal } from '../chain/line.ts'
import { readCheckpoint, saveCheckpoint } from './checkpoint.ts'
import { type KeptOutcome, keepOutcome, keptFiles, readKept, setAsideKept } from './kept.ts'
import { openToAppend } from './open-file.ts'
import { type LedgerPlace, locate } from './place.ts'
import { refuseCut } from './seen.ts'
import { NO_ENTRIES, refuseNewer, type Snapshot, takeSnapshot } from './snapshot.ts'
import { LedgerWriter } from './writer.ts'

/** One write. */
export interface WriteRequest {
  readonly file: string
  readonly clock: Clock
  /** What this process knows of the ledger. */
  readonly known: Snapshot | undefined
  readonly signal?: AbortSignal | undefined
  /** Told once when another holds the ledger's lock: what is waited for, as a sentence. */
  readonly onWait?: ((what: string) => void) | undefined
}

/** One append. */
export interface AppendRequest extends WriteRequest {
  readonly body: EntryBody
  /** The last entry that the caller rests on. */
  readonly seen?: LedgerHead | undefined
  /** Called under the lock; may throw to refuse. */
  readonly judge?: ((open: readonly OpenIntent[], standing: Standing) => void) | undefined
}

/** What a write leaves. */
interface Left {
  readonly snapshot: Snapshot | undefined
}

/**
 * Appends an entry under the ledger's lock. Outcomes kept by runs that could not write go in before it, and an
 * outcome that cannot be written is kept.
 * @throws PromoteError `locked`, `disk`, `ledger`, and what `judge` throws
 */
export async function append(request: AppendRequest): Promise<Appended & Left> {
  const { body } = request
  // A body of the wrong shape must not be kept: it could not be taken in either.
  seal(body, undefined, new Date(0))
  const place = await locate(request.file)
  let refusal: unknown
  const judge = (open: readonly OpenIntent[], standing: Standing): void => {
    try {
      request.judge?.(open, standing)
    } catch (error) {
      refusal = error
      throw error
    }
  }
  try {
    return await withFileLock(
      place.lock,
      () =>
        withWriter(place, request, async (writer) => {
          // How a run ended is recorded in what is there: tags have moved.
          if (body.kind !== 'outcome') refuseCut(request.file, request.seen, writer.head)
          const { warnings } = await takeIn(place, writer)
          judge(writer.open, writer.standing)
          return { entry: await writer.write(body), warnings }
        }),
      lockOptions(request),
    )
  } catch (error) {
    // What its caller refuses is not wanted, and so not kept.
    if (body.kind !== 'outcome' || error === refusal) throw error
    throw withKept(toPromoteError(error), await keepOutcome(place, body))
  }
}

/**
 * Takes in what {@link append} would, and appends nothing.
 * @throws PromoteError `locked`, `disk`, `ledger`
 */
export async function takeInKept(request: WriteRequest): Promise<TakenIn & Left> {
  const { known } = request
  const place = await locate(request.file)
  if ((await keptFiles(place)).length === 0) return { entries: [], warnings: [], snapshot: known }
  return withFileLock(
    place.lock,
    () => withWriter(place, request, (writer) => takeIn(place, writer)),
    lockOptions(request),
  )
}

function lockOptions({ signal, onWait }: WriteRequest): FileLockOptions {
  return { ...(signal === undefined ? {} : { signal }), ...(onWait === undefined ? {} : { onWait }) }
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

/** Opens and verifies the ledger, lets `write` write, and notes where it ends for the next one. Under the lock only. */
async function withWriter<T>(
  place: LedgerPlace,
  { file, known, signal, clock }: WriteRequest,
  write: (writer: LedgerWriter) => Promise<T>,
): Promise<T & Left> {
  const handle = await openToAppend(place.file)
  let writer: LedgerWriter | undefined
  try {
    const state =
      handle === undefined
        ? NO_ENTRIES
        : await takeSnapshot(handle, file, [known, await readCheckpoint(place.checkpoint)], signal)
    refuseNewer(file, state)
    writer = new LedgerWriter(place, clock, handle, state)
    const written = await write(writer)
    const snapshot = await writer.snapshot()
    if (snapshot !== undefined) await saveCheckpoint(place.checkpoint, snapshot)
    return { ...written, snapshot }
  } finally {
    await (writer ?? handle)?.close()
  }
}

/**
 * Records the outcomes of runs that could not, each where its intent is open still. Anything else of that name is set
 * aside: another run has finished that promotion, a crash kept the file from being removed after it was taken in, or
 * somebody laid it there. None of it stops the append.
 */
async function takeIn(place: LedgerPlace, writer: LedgerWriter): Promise<TakenIn> {
  const entries: LedgerEntry[] = []
  const warnings: string[] = []
  for (const file of await keptFiles(place)) {
    const kept = await readKept(file, writer.open)
    if ('why' in kept) {
      warnings.push(await setAsideKept(file, kept.why))
      continue
    }
    entries.push(await writer.write({ ...kept.body, kept: true }))
    await rm(file)
  }
  return { entries, warnings }
}
