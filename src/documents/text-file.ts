import { constants } from 'node:fs'
import { type FileHandle, lstat, open } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { PromoteError } from '../support/errors.ts'
import { errnoOf, reasonOf } from '../support/system-error.ts'

/** How long a pipe that holds nothing yet is left alone, in milliseconds. */
const PIPE_PAUSE = 20

/** How much may be read, and by when. */
export interface ReadLimits {
  /** Bytes; a longer file is refused without reading on. */
  readonly limit: number
  /** What messages call the file; its path unless given. */
  readonly name?: string
  readonly signal?: AbortSignal
}

/**
 * The bytes of a file, read to at most `limit`; pipes and devices are read like files, and waited for until `signal` aborts.
 * @throws PromoteError `invalid-file` when it is absent, a folder, not readable or too long
 */
export async function readBytes(
  path: string,
  { limit, name = path, signal }: ReadLimits,
): Promise<Uint8Array> {
  let file: FileHandle | undefined
  try {
    // Neither opening nor reading may wait for the other end of a pipe: nothing ends such a call, not even the exit.
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    let mayBegin = (await lstat(path)).isFIFO()
    const chunks: Uint8Array[] = []
    let size = 0
    for (;;) {
      signal?.throwIfAborted()
      const bytes = await readNow(file)
      if (bytes === undefined || (bytes.length === 0 && mayBegin)) {
        // A pipe with a name looks ended while nobody has opened it to write.
        if (bytes === undefined) mayBegin = false
        await pause(PIPE_PAUSE, undefined, { signal })
        continue
      }
      if (bytes.length === 0) return Buffer.concat(chunks, size)
      mayBegin = false
      size += bytes.length
      if (size > limit) throw tooLong(name, limit)
      chunks.push(bytes)
    }
  } catch (error) {
    throw readFailure(name, error)
  } finally {
    await file?.close()
  }
}

/** The next bytes, none at the end; undefined where a pipe has none yet. */
async function readNow(file: FileHandle): Promise<Uint8Array | undefined> {
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, null)
    return buffer.subarray(0, bytesRead)
  } catch (error) {
    if (errnoOf(error) === 'EAGAIN') return undefined
    throw error
  }
}

/**
 * The text of a UTF-8 file, without a byte order mark.
 * @throws PromoteError `invalid-file` as {@link readBytes}, and for anything that is not text
 */
export async function readText(path: string, limits: ReadLimits): Promise<string> {
  const { name = path } = limits
  const bytes = await readBytes(path, limits)
  if (bytes.includes(0)) throw notText(name, 'it holds NUL bytes')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) throw notText(name, 'its bytes are not UTF-8')
    throw error
  }
}

function tooLong(path: string, limit: number): PromoteError {
  return new PromoteError('invalid-file', `${path} is longer than ${limit / (1024 * 1024)} MiB.`, {
    reference: path,
    hint: 'Is it the right file?',
  })
}

function notText(path: string, reason: string): PromoteError {
  return new PromoteError('invalid-file', `${path} is not a text file: ${reason}.`, {
    reference: path,
    hint: 'It must be UTF-8 text.',
  })
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['ENOTDIR', 'there is no such file'],
  ['EISDIR', 'it is a folder'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['ELOOP', 'its symbolic links go in a circle'],
])

function readFailure(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || error instanceof PromoteError) return error
  if (error.name === 'AbortError') return error
  const code = String(error.code)
  return new PromoteError('invalid-file', `${path} cannot be read: ${REASONS.get(code) ?? reasonOf(code)}.`, {
    reference: path,
    cause: error,
  })
}
