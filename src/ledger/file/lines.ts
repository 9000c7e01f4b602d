import type { FileHandle } from 'node:fs/promises'
import { MAX_LINE_BYTES } from '../chain/line.ts'
import { NEWLINE, type RawLine, splitLines, tooLong } from '../chain/lines.ts'

const CHUNK_BYTES = 256 * 1024
const FIRST_TAIL_BYTES = 16 * 1024

/**
 * The lines in the first `size` bytes of the file, from the first on.
 * @throws PromoteError `ledger` for a line over 64 MiB; the signal's reason
 */
export function readLines(handle: FileHandle, size: number, signal?: AbortSignal): AsyncGenerator<RawLine> {
  return splitLines(readChunks(handle, size, signal))
}

/**
 * The last line in the first `size` bytes, found by reading backwards from the end: reads a little more than
 * that line, whatever the file's length. Its number is not known. Undefined when there are no bytes.
 */
export async function readLastLine(
  handle: FileHandle,
  size: number,
): Promise<Pick<RawLine, 'offset' | 'bytes' | 'terminated'> | undefined> {
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

async function* readChunks(
  handle: FileHandle,
  size: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  for (let position = 0; position < size; ) {
    signal?.throwIfAborted()
    const chunk = await readAt(handle, position, Math.min(CHUNK_BYTES, size - position))
    if (chunk.length === 0) return
    position += chunk.length
    yield chunk
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
