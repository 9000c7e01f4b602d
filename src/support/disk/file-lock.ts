import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { PromoteError } from '../errors.ts'
import { lockHolder } from './lock-holder.ts'
import { type HeldLock, tryLock } from './try-lock.ts'

/** How {@link withFileLock} waits. */
export interface FileLockOptions {
  /** Ends the waiting; once `work` runs, stopping is up to `work`. */
  readonly signal?: AbortSignal
  /** Milliseconds to wait for another holder; 30 000 unless told. */
  readonly waitMs?: number
  /** Called once when another still holds the lock after half a second: what is waited for, as a sentence. */
  readonly onWait?: (what: string) => void
}

const DEFAULT_WAIT_MS = 30_000
const TOLD_AFTER_MS = 500
const FIRST_PAUSE_MS = 2
const LONGEST_PAUSE_MS = 100

/** The last one in line for each lock file in this process; the promise resolves when it is done. */
const lines = new Map<string, Promise<void>>()

/**
 * Runs `work` while holding an exclusive lock on `lockFile`, and frees it in every case. At most one holder at
 * a time among all processes of the machine and within this one; not re-entrant. The kernel frees the lock
 * when the holder dies, however it dies, and never while it lives, not even suspended: so there is no age at
 * which a lock is taken for stale.
 *
 * The file stays, empty: removing it would let one process lock the removed file and another a new one of the
 * same name. Nothing but this function may open it, because POSIX drops a process's locks on a file as soon as
 * the process closes any descriptor of it (fcntl(2)).
 *
 * @throws PromoteError `locked` when another holder kept it for `waitMs`, `disk` when the file cannot be
 *   created or locked, and whatever `work` throws; the signal's reason when aborted while waiting
 */
export async function withFileLock<T>(
  lockFile: string,
  work: () => Promise<T>,
  options: FileLockOptions = {},
): Promise<T> {
  const file = resolve(lockFile)
  const waitMs = options.waitMs ?? DEFAULT_WAIT_MS
  const deadline = performance.now() + waitMs
  const waited = new AbortController()
  void tellWaiting(file, waitMs, options.onWait, waited.signal)
  let leave = (): void => {}
  try {
    leave = await standInLine(file, waitMs, options.signal)
    const held = await acquire(file, deadline, waitMs, options.signal)
    waited.abort()
    try {
      return await work()
    } finally {
      held.release()
    }
  } finally {
    waited.abort()
    leave()
  }
}

async function tellWaiting(
  file: string,
  waitMs: number,
  tell: FileLockOptions['onWait'],
  over: AbortSignal,
): Promise<void> {
  if (tell === undefined) return
  await delay(TOLD_AFTER_MS, undefined, { signal: over }).catch(() => undefined)
  if (over.aborted) return
  const holder = await lockHolder(file)
  if (over.aborted) return
  tell(
    `Waiting for ${holder ?? 'another process'}, which holds the lock ${file}; at most ${Math.ceil(waitMs / 1000)} s.`,
  )
}

/** Waits for the turn of this caller among those of this process; the answer ends the turn. */
async function standInLine(
  file: string,
  waitMs: number,
  signal: AbortSignal | undefined,
): Promise<() => void> {
  signal?.throwIfAborted()
  const before = lines.get(file)
  const mine = Promise.withResolvers<void>()
  const last = before === undefined ? mine.promise : before.then(() => mine.promise)
  lines.set(file, last)
  const leave = (): void => {
    mine.resolve()
    if (lines.get(file) === last) lines.delete(file)
  }
  if (before === undefined) return leave
  const turn = new AbortController()
  const both = signal === undefined ? turn.signal : AbortSignal.any([signal, turn.signal])
  try {
    const late = delay(waitMs, 'late', { signal: both, ref: true })
    if ((await Promise.race([before, late])) === 'late') throw lockedError(file, waitMs)
    return leave
  } catch (error) {
    // Those behind still wait for the one before; only this place is given up.
    void before.then(leave)
    signal?.throwIfAborted()
    throw error
  } finally {
    turn.abort()
  }
}

async function acquire(
  file: string,
  deadline: number,
  waitMs: number,
  signal: AbortSignal | undefined,
): Promise<HeldLock> {
  let pause = FIRST_PAUSE_MS
  for (;;) {
    signal?.throwIfAborted()
    const held = await tryLock(file)
    if (held !== undefined) return held
    if (performance.now() >= deadline) throw lockedError(file, waitMs)
    // Unequal pauses, so that two who wait do not keep meeting.
    await pauseFor(pause * (0.5 + Math.random() / 2), signal)
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
  }
}

async function pauseFor(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await delay(milliseconds, undefined, signal === undefined ? {} : { signal })
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}

function lockedError(file: string, waitMs: number): PromoteError {
  return new PromoteError(
    'locked',
    `Another run has held the lock ${file} for more than ${Math.ceil(waitMs / 1000)} s.`,
    { reference: file, hint: 'Wait for that run to end, or end it; the lock is free as soon as it is gone.' },
  )
}
