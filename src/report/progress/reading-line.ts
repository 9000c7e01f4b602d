import type { Reading } from '../../model/progress.ts'
import { truncateEnd } from '../text/width.ts'
import { readingText } from './reading.ts'

/** Milliseconds after which it is shown: what is over sooner would only flicker. */
const FIRST_MS = 200

/** Milliseconds between two looks. */
const LOOK_MS = 100

/** Back to the first column, and everything behind it erased. */
const ERASE = '\r\u001b[K'

/** What is being read, on one line of a terminal that is written again and again, and gone at the end. */
export class ReadingLine {
  readonly #stream: NodeJS.WriteStream
  #reading: Reading | undefined
  #timer: NodeJS.Timeout | undefined
  #shown = ''

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream
  }

  /** Follows this reading from now on. */
  follow(reading: Reading): void {
    this.#reading = reading
    this.#timer ??= setTimeout(() => {
      this.#look()
      this.#timer = setInterval(() => this.#look(), LOOK_MS).unref()
    }, FIRST_MS).unref()
  }

  /** Takes the line off the terminal, until the next reading. */
  clear(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#reading = undefined
    if (this.#shown !== '') this.#stream.write(ERASE)
    this.#shown = ''
  }

  #look(): void {
    if (this.#reading === undefined) return
    // A line that fills the last column makes some terminals begin another.
    const text = truncateEnd(readingText(this.#reading), (this.#stream.columns || 80) - 1)
    if (text === this.#shown) return
    this.#stream.write(`${ERASE}${text}`)
    this.#shown = text
  }
}
