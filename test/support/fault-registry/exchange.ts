import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { Fault } from './rules.ts'

/** An answer before it is sent. */
export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: Uint8Array
}

/** A request as it was recorded, with what became of it. */
export interface RecordedRequest {
  /** 1 for the first request of this server pair. */
  readonly number: number
  readonly server: 'registry' | 'storage'
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  /** Lower-case names; of credentials only the scheme is kept. */
  readonly headers: Readonly<Record<string, string>>
  /** 0 until it is answered, and for one that never is. */
  status: number
  /** Bytes of the request's body that arrived. */
  bytesIn: number
  /** Bytes of the answer's body that were sent. */
  bytesOut: number
}

/** The connection ended, by the client or by a fault: there is nobody to answer. */
export class ConnectionLost extends Error {}

/** One request with its answer, and the fault that strikes it. */
export class Exchange {
  readonly record: RecordedRequest
  readonly fault: Fault | undefined
  readonly #request: IncomingMessage
  readonly #response: ServerResponse
  readonly #closing: AbortSignal
  #body: Buffer | undefined

  constructor(parts: {
    readonly request: IncomingMessage
    readonly response: ServerResponse
    readonly record: RecordedRequest
    readonly fault: Fault | undefined
    readonly closing: AbortSignal
  }) {
    this.#request = parts.request
    this.#response = parts.response
    this.record = parts.record
    this.fault = parts.fault
    this.#closing = parts.closing
  }

  header(name: string): string | undefined {
    const value = this.#request.headers[name]
    return Array.isArray(value) ? value.join(', ') : value
  }

  /** Hands over the body piece by piece. @throws ConnectionLost when it ends early; what came before was handed over */
  async receive(take: (chunk: Buffer) => void): Promise<void> {
    const stopAt = this.fault?.do === 'reset-upload' ? this.fault.after : Number.POSITIVE_INFINITY
    if (stopAt === 0) throw this.reset()
    try {
      for await (const chunk of this.#request as AsyncIterable<Buffer>) {
        const room = stopAt - this.record.bytesIn
        const taken = chunk.byteLength > room ? chunk.subarray(0, room) : chunk
        this.record.bytesIn += taken.byteLength
        take(taken)
        if (this.record.bytesIn >= stopAt) throw this.reset()
      }
    } catch (cause) {
      throw cause instanceof ConnectionLost
        ? cause
        : new ConnectionLost('The request ended early.', { cause })
    }
  }

  /** The whole body; it may be asked for again. */
  async body(): Promise<Buffer> {
    if (this.#body !== undefined) return this.#body
    const chunks: Buffer[] = []
    await this.receive((chunk) => chunks.push(chunk))
    this.#body = Buffer.concat(chunks)
    return this.#body
  }

  /** Ends the connection with a TCP reset. */
  reset(): ConnectionLost {
    this.#request.socket.resetAndDestroy()
    return new ConnectionLost('The connection was reset.')
  }

  /** Waits until the client gives up or the server closes. */
  async hang(): Promise<void> {
    if (this.#response.destroyed || this.#closing.aborted) return
    await Promise.race([once(this.#response, 'close'), once(this.#closing, 'abort')])
  }

  /** Waits, at most until the server closes. */
  async pause(milliseconds: number): Promise<void> {
    await delay(milliseconds, undefined, { signal: this.#closing }).catch(() => {})
  }

  /** Sends the answer as the fault has it. */
  async send(plain: Answer): Promise<void> {
    const answer = changed(plain, this.fault)
    const body = Buffer.from(answer.body ?? [])
    const response = this.#response
    this.record.status = answer.status
    response.statusCode = answer.status
    for (const [name, value] of Object.entries(answer.headers ?? {})) {
      response.setHeader(name, value as string | string[])
    }
    const unsized = this.fault?.do === 'headers' && this.fault.drop?.includes('content-length') === true
    const bodiless = answer.status === 204 || answer.status === 304
    if (!unsized && !bodiless && !response.hasHeader('content-length')) {
      response.setHeader('content-length', body.byteLength)
    }
    if (this.#request.method === 'HEAD') {
      response.end()
      return
    }
    const { fault } = this
    if (fault?.do === 'reset' && fault.after !== undefined) {
      await this.#write(body.subarray(0, fault.after))
      this.reset()
    } else if (fault?.do === 'truncate' && !fault.honest) {
      await this.#write(body.subarray(0, fault.to))
      this.#request.socket.destroy()
    } else if (fault?.do === 'hang' && fault.at === 'body') {
      await this.#write(body.subarray(0, fault.after ?? 0))
      await this.hang()
    } else if (fault?.do === 'slow' && fault.chunkBytes !== undefined) {
      for (let at = 0; at < body.byteLength && !response.destroyed; at += fault.chunkBytes) {
        await this.#write(body.subarray(at, at + fault.chunkBytes))
        await this.pause(fault.chunkMs ?? 0)
      }
      response.end()
    } else if (fault?.do === 'paced') {
      for (let at = 0; at < body.byteLength && !response.destroyed; at += fault.chunkBytes) {
        await fault.next(at, this.record)
        await this.#write(body.subarray(at, at + fault.chunkBytes))
      }
      response.end()
    } else {
      await this.#write(body)
      response.end()
    }
  }

  async #write(bytes: Buffer): Promise<void> {
    const response = this.#response
    if (bytes.byteLength === 0) {
      response.flushHeaders()
      return
    }
    // Without the callback's argument a broken connection would be an unhandled rejection.
    await new Promise<void>((resolve) => response.write(bytes, () => resolve()))
    this.record.bytesOut += bytes.byteLength
  }
}

/** The answer with what the fault changes in it. */
function changed(answer: Answer, fault: Fault | undefined): Answer {
  const body = answer.body ?? new Uint8Array()
  switch (fault?.do) {
    case 'corrupt': {
      const bytes = Uint8Array.from(body)
      const at = Math.min(fault.at ?? 0, bytes.byteLength - 1)
      if (at >= 0) bytes[at] = (bytes[at] ?? 0) ^ 0xff
      return { ...answer, body: bytes }
    }
    case 'truncate':
      return fault.honest === true ? { ...answer, body: body.subarray(0, fault.to) } : answer
    case 'gzip': {
      const bytes = gzipSync(body)
      const { 'content-length': _, ...headers } = { 'content-length': '', ...answer.headers }
      return { ...answer, headers: { ...headers, 'content-encoding': 'gzip' }, body: bytes }
    }
    case 'headers': {
      const kept = Object.entries(answer.headers ?? {}).filter(([name]) => !fault.drop?.includes(name))
      return { ...answer, headers: { ...Object.fromEntries(kept), ...fault.set } }
    }
    default:
      return answer
  }
}
