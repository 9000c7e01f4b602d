import { isUtf8 } from 'node:buffer'
import { lstat, mkdir, readlink } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { withFileLock } from '../../../support/disk/file-lock.ts'
import { readFileNow } from '../../../support/disk/read-now.ts'
import { PromoteError } from '../../../support/errors.ts'
import { editJson } from '../../../support/json-edit.ts'
import { isObject, type JsonObject } from '../../../support/json-object.ts'
import { errnoOf } from '../../../support/system-error.ts'
import { credentialFile, NO_FILE, parseObject } from './credential-file.ts'

/** Lies beside the file, empty. */
const LOCK = '.promote.lock'

/** Links that are followed before they are taken for a circle. */
const MOST_LINKS = 40

/**
 * Changes a credential file: what `change` does not touch stays as it is, in its order; links are followed, the mode is
 * kept, and a reader sees the old file or the new one. A file that is not there is made, for its owner alone; one that
 * cannot be read is never written over, nor is what is no file, such as `/dev/null`. Nothing is written where nothing changes. Two runs that change it take turns.
 * @returns whether it was written
 * @throws PromoteError `invalid-file`, without any of its content, `disk`, or `locked`
 */
export async function changeCredentialFile(
  path: string,
  change: (document: JsonObject) => JsonObject,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const file = await followed(path)
  if ((await changed(path, file, change)) === undefined) return false
  await checkReplaceable(path, file)
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw unusable('disk', path, 'written', cause)
  }
  return inTurn(file, signal, async () => {
    const written = await changed(path, file, change)
    if (written === undefined) return false
    try {
      // It loads worker threads, which a run that keeps no login has no use for.
      const { default: writeFileAtomic } = await import('write-file-atomic')
      await writeFileAtomic(file, written.text, written.isNew ? { mode: 0o600 } : {})
      return true
    } catch (cause) {
      throw unusable('disk', path, 'written', cause)
    }
  })
}

/** What the file is to hold after a change; undefined where that is what it holds. */
async function changed(
  path: string,
  file: string,
  change: (document: JsonObject) => JsonObject,
): Promise<{ readonly text: string; readonly isNew: boolean } | undefined> {
  const text = await textOf(path, file)
  const document = parseObject(path, text ?? '')
  credentialFile(path, document)
  const after = change(document)
  if (JSON.stringify(after) === JSON.stringify(document)) return undefined
  const old = text === undefined || text.trim() === '' ? '{}\n' : text.replace(/^\uFEFF/, '')
  const next = editJson(old, document, after, { indent: indentOf(old) })
  return next === old ? undefined : { text: next, isNew: text === undefined }
}

/** Runs `work` while no other run of this tool changes the file. Where the disk has no locks a login is still to be kept. */
async function inTurn<T>(file: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  let isMine = false
  const mine = (): Promise<T> => {
    isMine = true
    return work()
  }
  try {
    return await withFileLock(join(dirname(file), LOCK), mine, signal === undefined ? {} : { signal })
  } catch (error) {
    if (isMine || !(error instanceof PromoteError) || error.code !== 'disk') throw error
    return work()
  }
}

/** The document with one member of one of its objects replaced, or taken away where `value` is undefined. */
export function withMember(document: JsonObject, field: string, key: string, value: unknown): JsonObject {
  const held = document[field]
  const members = isObject(held) ? held : {}
  if (value === undefined) {
    if (!Object.hasOwn(members, key)) return document
    const left = Object.entries(members).filter(([name]) => name !== key)
    return { ...document, [field]: Object.fromEntries(left) }
  }
  return { ...document, [field]: { ...members, [key]: value } }
}

/** Where a path leads; a link may lead to a file that is not there yet. */
async function followed(path: string): Promise<string> {
  let file = resolve(path)
  for (let links = 0; links < MOST_LINKS; links++) {
    try {
      if (!(await lstat(file)).isSymbolicLink()) return file
      file = resolve(dirname(file), await readlink(file))
    } catch (cause) {
      if (errnoOf(cause) === 'ENOENT') return file
      throw unusable('invalid-file', path, 'read', cause)
    }
  }
  throw unusable('invalid-file', path, 'read', 'its links lead in a circle')
}

async function textOf(path: string, file: string): Promise<string | undefined> {
  let bytes: Buffer | undefined
  try {
    bytes = await readFileNow(file)
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return undefined
    throw unusable('invalid-file', path, 'read', cause)
  }
  if (bytes === undefined) throw unusable('invalid-file', path, 'read', NO_FILE)
  // What is read in part would be written back in part.
  if (!isUtf8(bytes)) throw unusable('invalid-file', path, 'read', 'its bytes are not UTF-8')
  return bytes.toString('utf8')
}

/** A file is written by putting a new one in its place, which would take a device away from everybody. */
async function checkReplaceable(path: string, file: string): Promise<void> {
  try {
    if ((await lstat(file)).isFile()) return
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return
    throw unusable('disk', path, 'written', cause)
  }
  throw unusable('disk', path, 'written', NO_FILE)
}

/** How the file is indented; docker does it with tabs. What is not ours in it keeps its text. */
function indentOf(text: string): string {
  return /^\{\r?\n([ \t]+)"/.exec(text)?.[1]?.slice(0, 10) ?? '\t'
}

function unusable(
  code: 'disk' | 'invalid-file',
  path: string,
  done: 'read' | 'written',
  cause: unknown,
): PromoteError {
  const why = typeof cause === 'string' ? cause : (errnoOf(cause) ?? 'for a reason the system does not name')
  return new PromoteError(code, `The credential file ${path} cannot be ${done} (${why}).`, {
    reference: path,
    cause,
  })
}
