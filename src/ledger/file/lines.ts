import type { FileHandle } from 'node:fs/promises'
import { PromoteError } from '../../support/errors.ts'
import { MAX_LINE_BYTES } from '../chain/line.ts'

/** One line of the file as it stands there. */
export interface RawLine {
  /** From 1. */
  readonly number: number
  /** Where it begins in the file, in bytes. */
  readonly offset: number
  /** Without the newline. */
  readonly bytes: Buffer
  /** Whether a newline ends it; only the last one can lack it. */
  readonly terminated: boolean
}

const NEWLINE = 0x0a
const CHUNK_BYTES = 256 * 1024
const FIRST_TAIL_BYTES = 16 * 1024

/**
 * The lines in the first `size` bytes of the file, from the first on; holds one line and one chunk in memory.
 * @throws PromoteError `ledger` for a line over 64 MiB; the signal's reason
 */
export async function* readLines(
  handle: FileHandle,
  size: number,
  signal?: AbortSignal,
): AsyncGenerator<RawLine> {
  let number = 1
  let offset = 0
  let position = 0
  let begun: Buffer[] = []
  let begunBytes = 0
  while (position < size) {
    signal?.throwIfAborted()
    const chunk = await readAt(handle, position, Math.min(CHUNK_BYTES, size - position))
    if (chunk.length === 0) break
    position += chunk.length
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const bytes = Buffer.concat([...begun, chunk.subarray(start, end)])
      yield { number, offset, bytes, terminated: true }
      number++
      offset += bytes.length + 1
      start = end + 1
      begun = []
      begunBytes = 0
    }
    if (start < chunk.length) begun.push(chunk.subarray(start))
    begunBytes += chunk.length - start
    if (begunBytes > MAX_LINE_BYTES) throw tooLong(number)
  }
  if (begunBytes > 0) yield { number, offset, bytes: Buffer.concat(begun), terminated: false }
}

/**
 * The last line in the first `size` bytes, found by reading backwards from the end: reads a little more than
 * that line, whatever the file's length. Its number is not known. Undefined when there are no bytes.
 */
export async function readLastLine(
  handle: FileHandle,
  size: number,
): Promise<Omit<RawLine, 'number'> | undefined> {
  if (size === 0) return undefined
  for (let length = FIRST_TAIL_BYTES; ; length *= 4) {
    const begin = Math.max(0, size - length)
    const bytes = await readAt(handle, begin, size - begin)
    const terminated = bytes.at(-1) === NEWLINE
    const body = terminated ? bytes.subarray(0, -1) : bytes
    const before = body.lastIndexOf(NEWLINE)
    if (before >= 0 || begin === 0) {
      return { offset: begin + before + 1, bytes: body.subarray(before + 1), terminated }
    }
    if (length > MAX_LINE_BYTES) throw tooLong(undefined)
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}

function tooLong(number: number | undefined): PromoteError {
  const which = number === undefined ? 'The last line' : `Line ${number}`
  return new PromoteError('ledger', `${which} of the ledger is longer than ${MAX_LINE_BYTES} bytes.`, {
    hint: 'This is no ledger, or it was overwritten; put back the last good copy.',
  })
}
