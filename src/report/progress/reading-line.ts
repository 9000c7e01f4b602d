import type { Reading } from '../../model/progress.ts'
import { printableText } from '../../support/printable.ts'
import { truncateEnd } from '../text/width.ts'
import { readingText } from './reading.ts'

/** Milliseconds after which it is shown: what is over sooner would only flicker. */
const FIRST_MS = 200

/** Milliseconds between two looks. */
const LOOK_MS = 100

/** Back to the first column, and everything behind it erased. */
const ERASE = '\r\u001b[K'

/** What is being read or waited for, on one line of a terminal that is written again and again, and gone at the end. */
export class ReadingLine {
  readonly #stream: NodeJS.WriteStream
  #text: (() => string) | undefined
  #timer: NodeJS.Timeout | undefined
  #shown = ''
  /** Columns left free: a line that fills the last one makes some terminals begin another. */
  #spare = 1

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream
  }

  /** Follows this reading from now on. */
  follow(reading: Reading): void {
    this.#spare = 1
    this.#text = () => readingText(reading)
    this.#timer ??= setTimeout(() => {
      this.#look()
      this.#timer = setInterval(() => this.#look(), LOOK_MS).unref()
    }, FIRST_MS).unref()
  }

  /** Shows what is waited for, at once: the next reading takes its place. */
  wait(text: string): void {
    this.clear()
    // Ctrl-C is what ends it, and a terminal writes that down as ^C.
    this.#spare = 3
    this.#text = () => printableText(text)
    this.#look()
  }

  /** Takes the line off the terminal, until the next reading. */
  clear(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#text = undefined
    if (this.#shown !== '') this.#stream.write(ERASE)
    this.#shown = ''
  }

  #look(): void {
    if (this.#text === undefined) return
    const text = truncateEnd(this.#text(), (this.#stream.columns || 80) - this.#spare)
    if (text === this.#shown) return
    this.#stream.write(`${ERASE}${text}`)
    this.#shown = text
  }
}
