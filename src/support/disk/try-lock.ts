import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { PromoteError } from '../errors.ts'
import { errnoOf } from '../system-error.ts'

/** A lock that is held until it is released, or the process is gone. */
export interface HeldLock {
  release(): void
}

// Primary result codes, https://www.sqlite.org/rescode.html
const SQLITE_BUSY = 5
const SQLITE_LOCKED = 6

/**
 * Locks a file, which is made where it is not there; undefined when another holds it, in this process or in any. The lock is
 * an open SQLite transaction (https://www.sqlite.org/lockingv3.html): the kernel frees it with the process. Nothing is ever
 * committed, so the file stays empty.
 * @throws PromoteError `disk` when the file cannot be made or locked
 */
export async function tryLock(file: string): Promise<HeldLock | undefined> {
  let database: DatabaseSync | undefined
  try {
    database = new (loadSqlite().DatabaseSync)(file, { timeout: 0 })
    // SQLite falls back to reading where it may not write, and locks nothing then.
    await access(file, constants.R_OK | constants.W_OK)
    // In memory, for a journal on disk would be left behind by a holder that is killed.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    const locked = database
    return { release: () => locked.close() }
  } catch (error) {
    database?.close()
    const code = sqliteCode(error)
    if (code === SQLITE_BUSY || code === SQLITE_LOCKED) return undefined
    throw await diskError(file, error)
  }
}

/**
 * Whether another process holds a lock that this user may only read: {@link tryLock} for who may not write the file. Undefined
 * where it may not be read either, or is not there.
 */
export function isHeld(file: string): boolean | undefined {
  let database: DatabaseSync | undefined
  try {
    database = new (loadSqlite().DatabaseSync)(file, { readOnly: true, timeout: 0 })
    database.prepare('SELECT count(*) FROM sqlite_schema').get()
    return false
  } catch (error) {
    const code = sqliteCode(error)
    if (code === undefined) throw error
    return code === SQLITE_BUSY || code === SQLITE_LOCKED ? true : undefined
  } finally {
    database?.close()
  }
}

/** Loads `node:sqlite` where it is used, without the warning that Node prints for it and for nothing else. */
function loadSqlite(): typeof import('node:sqlite') {
  const emit = process.emitWarning
  const filtered = (...args: Parameters<typeof emit>): void => {
    const [warning, kind] = args
    if (kind === ('ExperimentalWarning' as unknown) && String(warning).startsWith('SQLite ')) return
    emit.apply(process, args)
  }
  // No other code runs between the two assignments: loading a built-in module is synchronous.
  process.emitWarning = filtered as typeof emit
  try {
    return process.getBuiltinModule('node:sqlite')
  } finally {
    process.emitWarning = emit
  }
}

async function diskError(file: string, cause: unknown): Promise<PromoteError> {
  const why = (await reasonOf(file)) ?? (cause instanceof Error ? cause.message : String(cause))
  return new PromoteError('disk', `The lock file ${file} cannot be locked: ${why}.`, {
    reference: file,
    hint: 'The folder must exist, be writable, and lie on a disk with free space that supports file locks.',
    cause,
  })
}

/** SQLite says only "unable to open": asks the file system itself what is wrong. */
async function reasonOf(file: string): Promise<string | undefined> {
  for (const path of [dirname(file), file]) {
    try {
      await access(path, constants.W_OK)
    } catch (error) {
      const code = errnoOf(error)
      if (code === 'ENOENT') return path === file ? undefined : `the folder ${path} does not exist`
      if (code === 'ENOTDIR') return `${path} is not in a folder`
      if (code === 'EROFS') return `${path} is on a read-only disk`
      if (code === 'EACCES' || code === 'EPERM') return `${path} may not be written by this user`
    }
  }
  return undefined
}

function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number')
    return undefined
  // The low byte is the primary code.
  return error.errcode & 0xff
}
