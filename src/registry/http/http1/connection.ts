import type { Socket } from 'node:net'
import { type HeaderFields, SilenceTimeout } from '../transport.ts'
import { type AnswerEvents, AnswerParser } from './answer-parser.ts'
import type { Outgoing } from './outgoing.ts'

/** What becomes of a request that a connection carries. Exactly one of the last two is called, once. */
export interface Exchanged {
  onHead(status: number, headers: HeaderFields): void
  onBody(chunk: Buffer): void
  onEnd(): void
  onError(error: unknown): void
}

/** The other end went away before an answer was whole, or before anything was asked. */
export class ClosedEarly extends Error {
  override readonly name = 'ClosedEarly'
  readonly code = 'ECONNRESET'
}

/** Milliseconds that a connection is kept unused at most. */
const KEPT_MS = 30_000
/** A server that says how long it keeps a connection is believed, but for this many milliseconds. */
const MARGIN_MS = 2000

/** One connection, which carries one request at a time. */
export class Connection implements AnswerEvents {
  readonly #socket: Socket
  readonly #onFree: (connection: Connection) => void
  readonly #onGone: (connection: Connection) => void
  #request: Exchanged | undefined
  #parser: AnswerParser | undefined
  #begun = 0
  #timeoutMs = 0
  #keptMs = KEPT_MS
  #staleAt = Number.POSITIVE_INFINITY

  constructor(socket: Socket, onFree: (one: Connection) => void, onGone: (one: Connection) => void) {
    this.#socket = socket
    this.#onFree = onFree
    this.#onGone = onGone
    socket.on('data', (chunk: Buffer) => this.#receive(chunk))
    socket.on('timeout', () => this.#fail(new SilenceTimeout('no answer')))
    socket.on('error', (error) => this.#fail(error))
    socket.on('close', () => this.#closed())
  }

  /** Whether a request may be sent now. */
  get isUsable(): boolean {
    return this.#request === undefined && this.#socket.writable && performance.now() < this.#staleAt
  }

  /** Sends a request; only while {@link isUsable}. */
  send(outgoing: Outgoing, timeoutMs: number, request: Exchanged): void {
    this.#request = request
    this.#parser = new AnswerParser(outgoing.method, this)
    this.#begun = performance.now()
    if (timeoutMs !== this.#timeoutMs) {
      this.#timeoutMs = timeoutMs
      this.#socket.setTimeout(timeoutMs)
    }
    const { head, body } = outgoing
    if (body === undefined || body.byteLength === 0) {
      this.#socket.write(head, 'latin1')
      return
    }
    this.#socket.cork()
    this.#socket.write(head, 'latin1')
    this.#socket.write(body)
    this.#socket.uncork()
  }

  /** Ends the connection, and the request that it carries with this error. */
  destroy(error: unknown): void {
    this.#fail(error)
  }

  onHead(status: number, headers: HeaderFields): void {
    // Whoever says that it is at work is waited for as long again; how often, the request decides.
    if (status < 200) this.#begun = performance.now()
    const kept = /\btimeout=(\d{1,6})/i.exec(String(headers['keep-alive'] ?? ''))?.[1]
    if (kept !== undefined) this.#keptMs = Math.min(KEPT_MS, Number(kept) * 1000 - MARGIN_MS)
    this.#request?.onHead(status, headers)
  }

  onBody(chunk: Buffer): void {
    this.#request?.onBody(chunk)
  }

  onEnd(): void {
    const request = this.#request
    this.#request = undefined
    request?.onEnd()
  }

  #receive(chunk: Buffer): void {
    const parser = this.#parser
    if (parser === undefined) {
      // Bytes that nobody asked for: what comes after them could be taken for another answer.
      this.#fail(undefined)
      return
    }
    try {
      parser.push(chunk)
      // Silence is measured by the socket; a head that trickles is none.
      if (!parser.isAnswering && performance.now() - this.#begun > this.#timeoutMs) {
        throw new SilenceTimeout('the answer does not begin')
      }
    } catch (error) {
      this.#fail(error)
      return
    }
    if (parser.isDone) this.#free(parser.keepsAlive)
  }

  #free(keepsAlive: boolean): void {
    this.#parser = undefined
    // A server may answer before it has all of the body.
    const isOver = this.#socket.destroyed || this.#socket.writableLength > 0
    if (!keepsAlive || isOver) {
      this.#fail(undefined)
      return
    }
    this.#staleAt = performance.now() + this.#keptMs
    this.#onFree(this)
  }

  #fail(error: unknown): void {
    const request = this.#request
    this.#request = undefined
    this.#parser = undefined
    this.#socket.destroy()
    request?.onError(error)
  }

  #closed(): void {
    // Some bodies end with the connection.
    const isWhole = this.#parser?.close() ?? true
    if (!isWhole) this.#fail(new ClosedEarly('the connection was closed before the answer was whole'))
    this.#onGone(this)
  }
}
