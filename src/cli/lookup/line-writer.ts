import { printableText } from '../../support/printable.ts'
import { writeText } from '../output.ts'

/** Milliseconds that lines wait for others. */
const GATHER_MS = 50

/** Characters that are written at once. */
const ENOUGH = 16 * 1024

/** Writes lines as they come, several at once where they come fast. */
export interface LineWriter {
  readonly write: (line: string) => void
  /** Writes what is left. */
  readonly end: () => void
}

/** A writer of lines to a stream; the first one goes out at once. */
export function lineWriter(stream: NodeJS.WritableStream): LineWriter {
  let held = ''
  let written = Number.NEGATIVE_INFINITY
  const flush = (): void => {
    if (held === '') return
    writeText(stream, held)
    held = ''
    written = performance.now()
  }
  return {
    write(line) {
      held += `${printableText(line)}\n`
      if (held.length >= ENOUGH || performance.now() - written >= GATHER_MS) flush()
    },
    end: flush,
  }
}
