import type { ReadStream } from 'node:tty'
import { PromoteError } from '../../support/errors.ts'
import { writeText } from '../output.ts'

/** Where questions are asked. */
export interface Prompting {
  readonly input: ReadStream
  readonly output: NodeJS.WritableStream
  readonly signal: AbortSignal
}

const [INTERRUPT, END, BACKSPACE, DELETE, CLEAR, ESCAPE] = ['\x03', '\x04', '\b', '\x7f', '\x15', '\x1b']

/**
 * Asks for a line at a terminal, as docker does for user name and password. The terminal echoes nothing by itself
 * meanwhile, so that what is typed ahead of its question shows only if that question's answer may.
 */
export class Prompts implements Disposable {
  readonly #asking: Prompting
  /** Typed, and not asked for yet. */
  #typed = ''
  #isOver = false
  #wake = (): void => {}

  constructor(asking: Prompting) {
    this.#asking = asking
    const { input } = asking
    input.setRawMode(true)
    input.setEncoding('utf8')
    input.on('data', this.#onData)
    input.on('end', this.#onEnd)
  }

  [Symbol.dispose](): void {
    const { input } = this.#asking
    input.off('data', this.#onData)
    input.off('end', this.#onEnd)
    input.setRawMode(false)
    input.pause()
  }

  /** The line that is typed after the question. @throws PromoteError `failed` when the input ends before it, and the signal's reason */
  async ask(question: string, { hidden = false }: { readonly hidden?: boolean } = {}): Promise<string> {
    const { output } = this.#asking
    const line = new Line(hidden ? undefined : (text) => void output.write(text))
    writeText(output, question)
    try {
      for (;;) {
        while (this.#typed !== '') {
          const [key = ''] = this.#typed
          this.#typed = this.#typed.slice(key.length)
          if (key === '\r' || key === '\n') return line.text
          if (key === INTERRUPT) process.kill(process.pid, 'SIGINT')
          else if (key === END && line.text === '') this.#isOver = true
          else if (key === ESCAPE) this.#typed = this.#typed.replace(/^(?:\[[0-?]*[ -/]*[@-~]|O.)/, '')
          else line.press(key)
        }
        if (this.#isOver) throw new PromoteError('failed', 'The input ended before the answer.')
        await this.#more()
      }
    } finally {
      output.write('\n')
    }
  }

  #onData = (chunk: string): void => {
    this.#typed += chunk
    this.#wake()
  }

  #onEnd = (): void => {
    this.#isOver = true
    this.#wake()
  }

  async #more(): Promise<void> {
    const { signal } = this.#asking
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const onAbort = (): void => reject(signal.reason)
    this.#wake = resolve
    signal.throwIfAborted()
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      await promise
    } finally {
      signal.removeEventListener('abort', onAbort)
    }
  }
}

/** A line that is being typed. */
class Line {
  readonly #echo: ((text: string) => void) | undefined
  #keys: string[] = []

  constructor(echo: ((text: string) => void) | undefined) {
    this.#echo = echo
  }

  get text(): string {
    return this.#keys.join('')
  }

  press(key: string): void {
    if (key === BACKSPACE || key === DELETE) this.#takeBack(1)
    else if (key === CLEAR) this.#takeBack(this.#keys.length)
    else if (key >= ' ' && (key <= '~' || key >= '\xa0')) {
      this.#keys.push(key)
      this.#echo?.(key)
    }
  }

  #takeBack(count: number): void {
    const taken = this.#keys.splice(Math.max(0, this.#keys.length - count), count)
    this.#echo?.('\b \b'.repeat(taken.length))
  }
}
