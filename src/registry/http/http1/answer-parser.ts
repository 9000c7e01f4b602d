import type { HeaderFields, Method } from '../transport.ts'
import { MalformedAnswer, readHead } from './head.ts'

/** Bytes that the head of an answer may have, and what follows a chunked body. */
const MAX_HEAD_BYTES = 16 * 1024
/** Bytes that a line within a chunked body may have: a size with extensions, or a trailer. */
const MAX_LINE_BYTES = 4096

const CRLF = '\r\n'
const END_OF_HEAD = '\r\n\r\n'
const NOTHING: Buffer = Buffer.alloc(0)

/** Is told of an answer as it comes. */
export interface AnswerEvents {
  /** Also of interim answers (1xx), which have neither body nor end. */
  onHead(status: number, headers: HeaderFields): void
  onBody(chunk: Buffer): void
  onEnd(): void
}

/** What comes next: `done` is nothing at all. */
type State =
  | { readonly kind: 'head' | 'until-close' | 'chunk-size' | 'chunk-end' | 'trailer' | 'done' }
  | { readonly kind: 'fixed' | 'chunk'; left: number }

const HEAD: State = { kind: 'head' }
const DONE: State = { kind: 'done' }

/**
 * Reads one answer from the bytes of a connection: RFC 9112, strictly. Lines end in CRLF, no line is folded, a length is
 * told once and in one way, and nothing follows the answer: whatever two readers could take for different things is
 * refused.
 */
export class AnswerParser {
  readonly #method: Method
  readonly #events: AnswerEvents
  #state: State = HEAD
  /** Bytes that wait for the rest of a head or a line. */
  #rest: Buffer = NOTHING
  #keepsAlive = true
  #trailerBytes = 0

  constructor(method: Method, events: AnswerEvents) {
    this.#method = method
    this.#events = events
  }

  /** Whether the answer is whole. */
  get isDone(): boolean {
    return this.#state.kind === 'done'
  }

  /** Whether the head has come. */
  get isAnswering(): boolean {
    return this.#state.kind !== 'head'
  }

  /** Whether the connection may be used again after a whole answer. */
  get keepsAlive(): boolean {
    return this.#keepsAlive
  }

  /** Takes the next bytes. @throws MalformedAnswer */
  push(chunk: Buffer): void {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    this.#rest = NOTHING
    while (bytes.length > 0) {
      const used = this.#step(bytes)
      if (used === undefined) {
        this.#rest = bytes
        return
      }
      bytes = used === bytes.length ? NOTHING : bytes.subarray(used)
    }
  }

  /** The other end has closed; false where the answer is not whole by that. */
  close(): boolean {
    if (this.#state.kind === 'until-close') this.#finish()
    return this.isDone
  }

  /** Reads on; how many bytes were used, undefined where more have to come first. */
  #step(bytes: Buffer): number | undefined {
    const state = this.#state
    switch (state.kind) {
      case 'head':
        return this.#head(bytes)
      case 'fixed': {
        const used = this.#body(bytes, state)
        if (state.left === 0) this.#finish()
        return used
      }
      case 'chunk': {
        const used = this.#body(bytes, state)
        if (state.left === 0) this.#state = { kind: 'chunk-end' }
        return used
      }
      case 'until-close':
        this.#events.onBody(bytes)
        return bytes.length
      case 'chunk-size':
        return this.#line(bytes, (line) => {
          const size = /^([0-9a-f]{1,12})[ \t]*(?:;.*)?$/i.exec(line)?.[1]
          if (size === undefined) throw new MalformedAnswer('a chunk without a size')
          const left = Number.parseInt(size, 16)
          this.#state = left === 0 ? { kind: 'trailer' } : { kind: 'chunk', left }
        })
      case 'chunk-end':
        return this.#line(bytes, (line) => {
          if (line !== '') throw new MalformedAnswer('a chunk that is longer than it says')
          this.#state = { kind: 'chunk-size' }
        })
      case 'trailer':
        return this.#line(bytes, (line) => {
          this.#trailerBytes += line.length
          if (this.#trailerBytes > MAX_HEAD_BYTES) throw new MalformedAnswer('trailers without end')
          if (line === '') this.#finish()
        })
      case 'done':
        throw new MalformedAnswer('bytes after the answer')
      default:
        return state satisfies never
    }
  }

  #head(bytes: Buffer): number | undefined {
    const end = bytes.indexOf(END_OF_HEAD)
    if (end > MAX_HEAD_BYTES || (end < 0 && bytes.length > MAX_HEAD_BYTES)) {
      throw new MalformedAnswer('a head that is too long')
    }
    if (end < 0) {
      // Whoever speaks something else would be waited for in vain.
      const isOther = !'HTTP/1.'.startsWith(bytes.toString('latin1', 0, 7)) || bytes.includes('\n\n')
      if (isOther) throw new MalformedAnswer('no status line, or lines that end otherwise')
      return undefined
    }
    const { status, headers, length, keepsAlive } = readHead(bytes.toString('latin1', 0, end), this.#method)
    if (status === 101) throw new MalformedAnswer('another protocol that nobody asked for')
    this.#events.onHead(status, headers)
    if (status >= 200) {
      this.#keepsAlive = keepsAlive
      if (length === 0) this.#finish()
      else if (typeof length === 'number') this.#state = { kind: 'fixed', left: length }
      else this.#state = { kind: length === 'chunked' ? 'chunk-size' : 'until-close' }
    }
    return end + END_OF_HEAD.length
  }

  #body(bytes: Buffer, state: { left: number }): number {
    const used = Math.min(bytes.length, state.left)
    state.left -= used
    this.#events.onBody(used === bytes.length ? bytes : bytes.subarray(0, used))
    return used
  }

  #line(bytes: Buffer, take: (line: string) => void): number | undefined {
    const end = bytes.indexOf(CRLF)
    if (end > MAX_LINE_BYTES || (end < 0 && bytes.length > MAX_LINE_BYTES)) {
      throw new MalformedAnswer('a line of a chunked body that is too long')
    }
    if (end < 0) return undefined
    take(bytes.toString('latin1', 0, end))
    return end + CRLF.length
  }

  #finish(): void {
    this.#state = DONE
    this.#events.onEnd()
  }
}
