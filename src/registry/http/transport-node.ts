import { type Agent, type ClientRequest, type IncomingMessage, request as startRequest } from 'node:http'
import type { Agent as TlsAgent } from 'node:https'
import { onAbort } from '../../support/aborting.ts'
import { bareHostname } from './addresses/addresses.ts'
import { dialAgent, dialTlsAgent } from './dial-agents.ts'
import type { Dialer } from './dialer.ts'
import { nodeHttps } from './node-tls.ts'
import { proxyAuthorization, type Router } from './proxy.ts'
import {
  BodyCollector,
  EndlessAnswer,
  MOST_INTERIM_ANSWERS,
  SilenceTimeout,
  type StreamBody,
  type Transport,
  type WireAnswer,
  type WireRequest,
} from './transport.ts'

/** Milliseconds a server may take for each byte it was sent, beyond the time limit, to hash and store an upload. */
const COMMIT_MS_PER_BYTE = 1 / (32 * 1024)

/** What the blob transport needs. */
export interface NodeTransportOptions {
  readonly dialer: Dialer
  readonly route: Router
}

/**
 * Blob bytes over `node:http`: its parser is native, and nothing is held beyond a socket's buffer.
 * How many run at once is the caller's to limit. The stream of a body is destroyed when its request is over.
 */
export function createNodeTransport({ dialer, route }: NodeTransportOptions): Transport {
  let plain: Agent | undefined
  let secure: TlsAgent | undefined
  const agentFor = (tls: boolean): Agent => {
    if (tls) {
      secure ??= dialTlsAgent(dialer)
      return secure
    }
    plain ??= dialAgent(dialer)
    return plain
  }
  return {
    async send(request) {
      const { url, body, signal } = request
      const stream = body === undefined || body instanceof Uint8Array ? undefined : body.stream
      try {
        signal?.throwIfAborted()
        const way = route(url)
        const target = way.kind === 'forward' ? way.proxy : url
        const tls = target.protocol === 'https:'
        const length =
          body === undefined ? undefined : body instanceof Uint8Array ? body.byteLength : body.length
        const outgoing = (tls ? nodeHttps().request : startRequest)({
          agent: agentFor(tls),
          host: bareHostname(target.hostname),
          port: target.port,
          path: way.kind === 'forward' ? url.href : `${url.pathname}${url.search}`,
          method: request.method,
          headers: {
            host: url.host,
            ...request.headers,
            ...(way.kind === 'forward' ? proxyAuthorization(way.proxy) : {}),
            ...(length === undefined ? {} : { 'content-length': String(length) }),
          },
        })
        return await new Roundtrip(request, outgoing).run()
      } finally {
        stream?.destroy()
      }
    },
    async close() {
      plain?.destroy()
      secure?.destroy()
    },
  }
}

/** One request and its answer. Whatever ends it first, wins; the rest is ended with it. */
class Roundtrip {
  readonly #request: WireRequest
  readonly #outgoing: ClientRequest
  readonly #result = Promise.withResolvers<WireAnswer>()
  #over = false
  #answering = false
  /** The time limit does not count while this end waits for the source of the body, which has its own. */
  #waitsForSource = false
  #silence: NodeJS.Timeout

  constructor(request: WireRequest, outgoing: ClientRequest) {
    this.#request = request
    this.#outgoing = outgoing
    this.#silence = this.#timer(request.timeoutMs)
  }

  async run(): Promise<WireAnswer> {
    const { body, signal } = this.#request
    const unwatch = onAbort(signal, () => this.#fail(signal?.reason))
    try {
      this.#outgoing.on('error', (error) => this.#fail(error))
      let interim = 0
      this.#outgoing.on('information', () => {
        if (++interim > MOST_INTERIM_ANSWERS) this.#fail(new EndlessAnswer('interim answers without end'))
      })
      this.#outgoing.once('response', (incoming) => this.#receive(incoming))
      if (body === undefined || body instanceof Uint8Array) this.#outgoing.end(body)
      else this.#pump(body)
      return await this.#result.promise
    } finally {
      this.#over = true
      clearTimeout(this.#silence)
      unwatch()
      // A server may answer before it has all of the body: that connection cannot be used again.
      if (!this.#outgoing.writableEnded) this.#outgoing.destroy()
    }
  }

  #fail(error: unknown): void {
    if (this.#over) return
    this.#over = true
    this.#outgoing.destroy()
    this.#result.reject(error)
  }

  #timer(milliseconds: number): NodeJS.Timeout {
    return setTimeout(() => {
      if (this.#waitsForSource) this.#silence = this.#timer(this.#request.timeoutMs)
      else this.#fail(new SilenceTimeout('no answer'))
    }, milliseconds)
  }

  #pump({ stream, length, inspect }: StreamBody): void {
    const outgoing = this.#outgoing
    this.#waitsForSource = true
    outgoing.on('drain', () => {
      this.#silence.refresh()
      this.#waitsForSource = !stream.readableEnded
      stream.resume()
    })
    stream.on('data', (chunk: Buffer) => {
      if (this.#over || this.#answering) return
      try {
        inspect?.(chunk)
      } catch (error) {
        return this.#fail(error)
      }
      this.#silence.refresh()
      if (outgoing.write(chunk, () => release(chunk))) return
      this.#waitsForSource = false
      stream.pause()
    })
    stream.once('error', (error) => this.#fail(error))
    stream.once('end', () => {
      this.#waitsForSource = false
      outgoing.end(() => {
        if (this.#over) return
        clearTimeout(this.#silence)
        this.#silence = this.#timer(this.#request.timeoutMs + length * COMMIT_MS_PER_BYTE)
      })
    })
    stream.once('close', () => {
      if (!stream.readableEnded && !this.#answering) this.#fail(new Error('the source was closed early'))
    })
  }

  #receive(incoming: IncomingMessage): void {
    this.#answering = true
    this.#waitsForSource = false
    const status = incoming.statusCode ?? 0
    const { headers } = incoming
    const good = status >= 200 && status < 300
    if (this.#request.want === 'stream' && good) {
      if (this.#over) incoming.destroy()
      this.#result.resolve({ status, headers, body: new Uint8Array(), stream: incoming })
      return
    }
    const collector = new BodyCollector(this.#request, good)
    const finish = (): void => this.#result.resolve({ status, headers, body: collector.bytes() })
    incoming.on('data', (chunk: Buffer) => {
      this.#silence.refresh()
      try {
        if (collector.add(chunk)) return
        finish()
        incoming.destroy()
      } catch (error) {
        this.#fail(error)
      }
    })
    incoming.once('error', (error) => this.#fail(error))
    incoming.once('end', finish)
  }
}

/**
 * Gives a chunk's memory back as soon as the socket has taken it. Left to the garbage collector, which sees only small
 * objects and is in no hurry, 64 KiB chunks pile up to a hundred megabytes.
 */
function release(chunk: Buffer): void {
  if (chunk.byteLength === chunk.buffer.byteLength && chunk.buffer instanceof ArrayBuffer)
    chunk.buffer.transfer(0)
}
