import { known } from '../../support/known.ts'
import { setV8Flag } from '../../support/process/v8-flags.ts'
import { CollectedAnswer, type Settling } from './collected-answer.ts'
import type { Dialer } from './dialer.ts'
import type { Connection, Exchanged } from './http1/connection.ts'
import { ConnectionPool, type Waiting } from './http1/connection-pool.ts'
import { type Outgoing, writeOutgoing } from './http1/outgoing.ts'
import { proxyAuthorization, type Router } from './proxy.ts'
import type { Transport, WireAnswer, WireRequest } from './transport.ts'

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
        new Answer(request, { resolve, reject }, outgoing, pool).begin()
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

/** One request, from the wait for a connection to the end of its answer. */
class Answer extends CollectedAnswer implements Waiting, Exchanged {
  readonly #outgoing: Outgoing
  readonly #pool: ConnectionPool
  #connection: Connection | undefined

  constructor(request: WireRequest, settling: Settling, outgoing: Outgoing, pool: ConnectionPool) {
    super(request, settling)
    this.#outgoing = outgoing
    this.#pool = pool
  }

  begin(): void {
    this.watch()
    this.#pool.take(this)
  }

  onConnection(connection: Connection): void {
    this.#connection = connection
    connection.send(this.#outgoing, this.request.timeoutMs, this)
  }

  protected override abandon(error: unknown): void {
    if (error !== undefined) this.#pool.leave(this)
    this.#connection?.destroy(error)
  }
}
