import { randomBytes } from 'node:crypto'
import { chmod, lstat, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import {
  type Begun,
  isAboutSame,
  type RunNotice,
  type RunUnderWay,
  toNotice,
} from '../../model/ledger/under-way.ts'
import { type FileLockOptions, withFileLock } from '../../support/disk/file-lock.ts'
import { readPlainFile } from '../../support/disk/plain-file.ts'
import { type HeldLock, isHeld, tryLock } from '../../support/disk/try-lock.ts'
import { PromoteError } from '../../support/errors.ts'
import { errnoOf } from '../../support/system-error.ts'
import type { LedgerPlace } from './place.ts'

// A run under way has two files beside the ledger: `run-ID`, which says who it is, and `run-ID.lock`, which it holds locked.
// The kernel frees the lock with the process, so a run is alive if, and only if, its lock is held. An ID is used once: what is
// left of a run that is over can be removed by anybody.

const LOCK = '.lock'

/** More than any notice takes. */
const MAX_NOTICE_BYTES = 16 * 1024 * 1024

/** Milliseconds between two looks at a lock that somebody else holds. */
const LOOK_MS = 100

/** What others beside the ledger see of a run. */
interface RunFiles {
  readonly notice: string
  readonly lock: string
}

/**
 * Tells others that a run is under way, unless one of its tags is another's by now. Whoever looks does so under the ledger's
 * lock, which is held for that alone: of two that begin at once one sees the other. Where nothing can be written beside the
 * ledger nothing is told, and the run goes on: what it cannot do is said where it is done.
 * @throws PromoteError `locked` when the ledger's lock is held for long; the signal's reason
 */
export async function beginRun(
  place: LedgerPlace,
  notice: RunNotice,
  options: FileLockOptions,
): Promise<Begun> {
  try {
    return await withFileLock(
      place.lock,
      async (): Promise<Begun> => {
        for (const files of await runsBeside(place, { all: true })) {
          if (await removeIfOver(files)) continue
          const other = await seen(files)
          if (isAboutSame(other.notice, notice.tags)) return { kind: 'busy', other }
        }
        return begun(place, filesOf(place, randomBytes(8).toString('hex')), notice)
      },
      options,
    )
  } catch (error) {
    if (error instanceof PromoteError ? error.code !== 'disk' : errnoOf(error) === undefined) throw error
    return { kind: 'begun', end: async () => {} }
  }
}

/** The runs that are under way. Changes nothing, and takes no lock that anybody waits for. */
export async function livingRuns(place: LedgerPlace): Promise<readonly RunUnderWay[]> {
  const living: RunUnderWay[] = []
  for (const files of await runsBeside(place, { all: false })) {
    const lock = await lockOf(files)
    if (lock === 'held') living.push(await seen(files))
    else lock?.release()
  }
  return living
}

async function seen(files: RunFiles): Promise<RunUnderWay> {
  return { notice: await readNotice(files), ended: ({ signal } = {}) => ended(files, signal) }
}

async function begun(place: LedgerPlace, files: RunFiles, notice: RunNotice): Promise<Begun> {
  let held: HeldLock | undefined
  try {
    held = await tryLock(files.lock)
    await writeFile(files.notice, `${JSON.stringify(notice)}\n`, { flag: 'wx' })
    await showAsLedger(place, files)
  } catch (error) {
    await end(files, held)
    throw error
  }
  return { kind: 'begun', end: () => end(files, held) }
}

/** Whoever may write the ledger is to see its runs, whatever the mask of files is here. Best effort. */
async function showAsLedger({ file }: LedgerPlace, { notice, lock }: RunFiles): Promise<void> {
  try {
    const mode = (await stat(file)).mode & 0o666
    for (const path of [notice, lock]) await chmod(path, mode)
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
  }
}

async function ended(files: RunFiles, signal: AbortSignal | undefined): Promise<void> {
  while (!(await removeIfOver(files))) {
    signal?.throwIfAborted()
    await delay(LOOK_MS, undefined, signal === undefined ? {} : { signal }).catch(() =>
      signal?.throwIfAborted(),
    )
  }
}

/** Whether a run is over: then what it left is gone. */
async function removeIfOver(files: RunFiles): Promise<boolean> {
  const lock = await lockOf(files)
  if (lock === 'held') return false
  await end(files, lock)
  return true
}

/**
 * The lock of a run that is over, now held here, or that its own run holds it. Undefined where there is none, where it is no
 * plain file, which this tool did not make, and where this user may not lock it: then it is over, or may not be read either.
 */
async function lockOf({ lock }: RunFiles): Promise<HeldLock | 'held' | undefined> {
  try {
    if (!(await lstat(lock)).isFile()) return undefined
    return (await tryLock(lock)) ?? 'held'
  } catch (error) {
    if (!(error instanceof PromoteError) && errnoOf(error) === undefined) throw error
    return isHeld(lock) ? 'held' : undefined
  }
}

/** Best effort: what stays is removed by the next run that looks. */
async function end({ notice, lock }: RunFiles, held: HeldLock | undefined): Promise<void> {
  await remove(notice)
  held?.release()
  await remove(lock)
}

async function remove(file: string): Promise<void> {
  try {
    await rm(file, { force: true })
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
  }
}

async function readNotice({ notice }: RunFiles): Promise<RunNotice | undefined> {
  try {
    const text = await readPlainFile(notice, MAX_NOTICE_BYTES)
    return text === undefined ? undefined : toNotice(JSON.parse(text))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** The files of runs; unless `all`, those alone that say who they are: these were locked before, so that looking cannot come first. */
async function runsBeside(
  place: LedgerPlace,
  { all }: { readonly all: boolean },
): Promise<readonly RunFiles[]> {
  const names = await namesIn(place.folder)
  const ids = names
    .filter((name) => name.startsWith(place.runPrefix) && (all || !name.endsWith(LOCK)))
    .map((name) => name.slice(place.runPrefix.length).replace(/\.lock$/, ''))
  return [...new Set(ids)].toSorted().map((id) => filesOf(place, id))
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return []
    throw error
  }
}

function filesOf({ folder, runPrefix }: LedgerPlace, id: string): RunFiles {
  const notice = join(folder, `${runPrefix}${id}`)
  return { notice, lock: `${notice}${LOCK}` }
}
