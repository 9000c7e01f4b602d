import { Buffer } from 'node:buffer'

/** What is kept of a stream of text. */
export interface KeptOutput {
  /** Its beginning. */
  readonly text: string
  /** The last line that has something in it, without its line end; of one longer than 4 KiB the last words. */
  readonly lastLine: string
  /** Bytes of the whole. */
  readonly bytes: number
  /** Whether `text` is less than the whole. */
  readonly isCut: boolean
}

/** Bytes of the end that the last line is looked for in. */
const TAIL_BYTES = 4096

/** Takes any amount of output, and keeps the beginning and the last line of it in memory. */
export class OutputKeeper {
  readonly #most: number
  readonly #head: Buffer[] = []
  #tail = Buffer.alloc(0)
  #headBytes = 0
  #bytes = 0

  /** @param most bytes of the beginning that are kept */
  constructor(most: number) {
    this.#most = most
  }

  get bytes(): number {
    return this.#bytes
  }

  add(chunk: Buffer): void {
    this.#bytes += chunk.byteLength
    const head = chunk.subarray(0, this.#most - this.#headBytes)
    if (head.byteLength > 0) this.#head.push(head)
    this.#headBytes += head.byteLength
    // A copy, so that the end of a chunk does not keep all of it in memory.
    this.#tail = Buffer.concat([this.#tail, chunk.subarray(-TAIL_BYTES)]).subarray(-TAIL_BYTES)
  }

  /** What is kept so far. Bytes that are no UTF-8 become U+FFFD; a character that the cut goes through is left out. */
  kept(): KeptOutput {
    const isCut = this.#headBytes < this.#bytes
    const head = Buffer.concat(this.#head)
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(head, { stream: isCut })
    const lastLine = lastLineOf(this.#tail.toString('utf8'), this.#bytes > TAIL_BYTES)
    return { text, lastLine, bytes: this.#bytes, isCut }
  }
}

function lastLineOf(text: string, isTail: boolean): string {
  const lines = text.split(/[\r\n]+/)
  const last = lines.findLastIndex((line) => line.trim() !== '')
  const line = (lines[last] ?? '').trim()
  // Half a word is not known for the secret that it may be the end of.
  return isTail && last === 0 ? `… ${/\s(.*)/s.exec(line)?.[1] ?? ''}`.trimEnd() : line
}
