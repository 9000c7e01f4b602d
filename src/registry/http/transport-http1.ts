import { onAbort } from '../../support/aborting.ts'
import { known } from '../../support/known.ts'
import { setV8Flag } from '../../support/process/v8-flags.ts'
import type { Dialer } from './dialer.ts'
import type { Connection, Exchanged } from './http1/connection.ts'
import { ConnectionPool, type Waiting } from './http1/connection-pool.ts'
import { type Outgoing, writeOutgoing } from './http1/outgoing.ts'
import { proxyAuthorization, type Router } from './proxy.ts'
import {
  BodyCollector,
  EndlessAnswer,
  type HeaderFields,
  MOST_INTERIM_ANSWERS,
  type Transport,
  type WireAnswer,
  type WireRequest,
} from './transport.ts'

/**
 * Calls after which V8 hands a function to its two optimizing compilers, four times as many as it waits for by itself.
 * Compiling took a tenth of the processor time of a release of 50 images, for code that then ran a few hundred
 * milliseconds more; what thousands of images or chunks call oftener is optimized all the same.
 */
const CALLS_BEFORE_MAGLEV = 1600
const CALLS_BEFORE_TURBOFAN = 12_000

/** What the metadata transport needs. */
export interface Http1TransportOptions {
  readonly dialer: Dialer
  readonly route: Router
  /** Connections for one origin at most. */
  readonly connections: number
}

/** Metadata over connections of our own, HTTP/1.1 and one request at a time on each. */
export function createHttp1Transport({ dialer, route, connections }: Http1TransportOptions): Transport {
  const origins = new Map<string, ConnectionPool>()
  let closed = false
  let isTuned = false
  return {
    async send(request) {
      if (closed) throw new Error('the registry client is closed')
      const { body, signal } = request
      if (body !== undefined && !(body instanceof Uint8Array))
        throw new TypeError('metadata bodies are bytes')
      signal?.throwIfAborted()
      const { url, method } = request
      const way = route(url)
      const origin = way.kind === 'forward' ? way.proxy : url
      const pool = known(
        origins,
        origin.origin,
        () => new ConnectionPool(dialer, new URL(origin.origin), connections),
      )
      const outgoing = writeOutgoing({
        method,
        target: way.kind === 'forward' ? url.href : `${url.pathname}${url.search}`,
        host: url.host,
        headers:
          way.kind === 'forward' ? { ...request.headers, ...proxyAuthorization(way.proxy) } : request.headers,
        body,
      })
      const answer = new Promise<WireAnswer>((resolve, reject) => {
        new Answer(request, outgoing, pool, resolve, reject).begin()
      })
      if (!isTuned) {
        isTuned = true
        answer.then(tune, tune)
      }
      return answer
    },
    async close() {
      closed = true
      for (const pool of origins.values()) pool.close(new Error('the registry client is closed'))
    },
  }
}

/** Once what connections need of Node is loaded, and before much is asked: all requests wait for a host's first answer. */
function tune(): void {
  setV8Flag('invocation-count-for-maglev', CALLS_BEFORE_MAGLEV)
  setV8Flag('invocation-count-for-turbofan', CALLS_BEFORE_TURBOFAN)
  // Every run that moves or compares much comes by here first: docs/decisions/memory.md.
  setV8Flag('semi-space-growth-factor', 1)
}

/** One request, from the wait for a connection to the end of its answer; settles its promise once. */
class Answer implements Waiting, Exchanged {
  readonly #request: WireRequest
  readonly #outgoing: Outgoing
  readonly #pool: ConnectionPool
  readonly #resolve: (answer: WireAnswer) => void
  readonly #reject: (error: unknown) => void
  #connection: Connection | undefined
  #collector: BodyCollector | undefined
  #status = 0
  #interim = 0
  #headers: HeaderFields = {}
  #unwatch: (() => void) | undefined

  constructor(
    request: WireRequest,
    outgoing: Outgoing,
    pool: ConnectionPool,
    resolve: (answer: WireAnswer) => void,
    reject: (error: unknown) => void,
  ) {
    this.#request = request
    this.#outgoing = outgoing
    this.#pool = pool
    this.#resolve = resolve
    this.#reject = reject
  }

  begin(): void {
    const { signal } = this.#request
    this.#unwatch = onAbort(signal, () => this.#give(signal?.reason))
    this.#pool.take(this)
  }

  onConnection(connection: Connection): void {
    this.#connection = connection
    connection.send(this.#outgoing, this.#request.timeoutMs, this)
  }

  onHead(status: number, headers: HeaderFields): void {
    if (status < 200) {
      if (++this.#interim > MOST_INTERIM_ANSWERS) this.#give(new EndlessAnswer('interim answers without end'))
      return
    }
    this.#status = status
    this.#headers = headers
    this.#collector = new BodyCollector(this.#request, status < 300)
  }

  onBody(chunk: Buffer): void {
    try {
      if (this.#collector?.add(chunk) !== false) return
      this.onEnd()
      // The rest of the answer is not wanted.
      this.#connection?.destroy(undefined)
    } catch (error) {
      this.#give(error)
    }
  }

  onEnd(): void {
    this.#unwatch?.()
    this.#resolve({
      status: this.#status,
      headers: this.#headers,
      body: this.#collector?.bytes() ?? new Uint8Array(),
    })
  }

  onError(error: unknown): void {
    this.#unwatch?.()
    this.#reject(error)
  }

  /** Ends the request wherever it is. */
  #give(error: unknown): void {
    this.onError(error)
    this.#pool.leave(this)
    this.#connection?.destroy(error)
  }
}
