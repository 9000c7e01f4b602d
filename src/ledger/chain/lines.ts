import { PromoteError } from '../../support/errors.ts'
import { MAX_LINE_BYTES } from './line.ts'

/** One line of a ledger as it stands there. */
export interface RawLine {
  /** From 1. */
  readonly number: number
  /** Where it begins, in bytes from the first one. */
  readonly offset: number
  /** Without the newline. */
  readonly bytes: Buffer
  /** Whether a newline ends it; only the last one can lack it. */
  readonly terminated: boolean
  /** Whether nothing follows it. */
  readonly last: boolean
}

/** The byte that ends a line. */
export const NEWLINE = 0x0a

/**
 * The lines of a stream of bytes, however it is cut into chunks; holds two lines and one chunk in memory.
 * @throws PromoteError `ledger` for a line over 64 MiB, and what reading the stream throws
 */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<RawLine> {
  // Whether a line is the last one is known only with the next.
  let held: RawLine | undefined
  let number = 1
  let offset = 0
  let begun: Uint8Array[] = []
  let begunBytes = 0
  for await (const chunk of chunks) {
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const bytes = Buffer.concat([...begun, chunk.subarray(start, end)])
      if (held !== undefined) yield held
      held = { number, offset, bytes, terminated: true, last: false }
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
  if (begunBytes > 0) {
    if (held !== undefined) yield held
    yield { number, offset, bytes: Buffer.concat(begun), terminated: false, last: true }
  } else if (held !== undefined) yield { ...held, last: true }
}

/** The error for a line that is too long to be one. */
export function tooLong(number: number | undefined): PromoteError {
  const which = number === undefined ? 'The last line' : `Line ${number}`
  return new PromoteError('ledger', `${which} of the ledger is longer than ${MAX_LINE_BYTES} bytes.`, {
    hint: 'This is no ledger, or it was overwritten; put back the last good copy.',
  })
}
