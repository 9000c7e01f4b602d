import type { Agent, Dispatcher } from 'undici'
import { onAbort } from '../../support/aborting.ts'
import type { Dialer } from './dialer.ts'
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

const KEEP_ALIVE_MS = 30_000

/** What the transport of own APIs needs. */
export interface UndiciTransportOptions {
  readonly dialer: Dialer
  readonly route: Router
  /** Connections for one origin at most. */
  readonly connections: number
}

/**
 * The own APIs of registries over undici: servers of many kinds, which a promotion asks little or nothing of. undici is
 * loaded at the first request, and of it only the agent. docs/decisions/registry-transports.md
 */
export function createUndiciTransport(options: UndiciTransportOptions): Transport {
  let agent: Promise<Agent> | undefined
  let closed = false
  return {
    async send(request) {
      if (closed) throw new Error('the registry client is closed')
      agent ??= loadAgent(options)
      const loaded = await agent
      request.signal?.throwIfAborted()
      return exchange(loaded, options.route, request)
    },
    async close() {
      closed = true
      const loaded = await agent
      await loaded?.destroy(new Error('the registry client is closed'))
    },
  }
}

async function loadAgent({ dialer, connections }: UndiciTransportOptions): Promise<Agent> {
  const { default: AgentClass } = await import('undici/lib/dispatcher/agent.js')
  return new AgentClass({
    allowH2: false,
    connections,
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connect: ({ protocol, hostname, port }, done) => {
      const host = hostname.includes(':') ? `[${hostname}]` : hostname
      dialer.dial(new URL(`${protocol}//${host}${port ? `:${port}` : ''}`)).then(
        (socket) => done(null, socket),
        (error: Error) => done(error, null),
      )
    },
  })
}

function exchange(agent: Agent, route: Router, request: WireRequest): Promise<WireAnswer> {
  const { method, url, signal, body } = request
  if (body !== undefined && !(body instanceof Uint8Array))
    throw new TypeError('bodies for own APIs are bytes')
  return new Promise((resolve, reject) => {
    const target = targetOf(route, url)
    const answer = new Answer(request, resolve, reject)
    agent.dispatch(
      {
        origin: target.origin,
        path: target.path,
        method,
        headers: { ...request.headers, ...target.headers },
        body: body ?? null,
        // Without this undici closes the connection after each HEAD.
        reset: false,
        headersTimeout: request.timeoutMs,
        bodyTimeout: request.timeoutMs,
      },
      answer,
    )
    answer.watch(signal)
  })
}

function targetOf(
  route: Router,
  url: URL,
): { readonly origin: string; readonly path: string; readonly headers: Readonly<Record<string, string>> } {
  const way = route(url)
  if (way.kind !== 'forward') return { origin: url.origin, path: `${url.pathname}${url.search}`, headers: {} }
  return {
    origin: way.proxy.origin,
    path: url.href,
    headers: { host: url.host, ...proxyAuthorization(way.proxy) },
  }
}

/** Collects one answer; settles its promise once. */
class Answer implements Dispatcher.DispatchHandler {
  readonly #request: WireRequest
  readonly #resolve: (answer: WireAnswer) => void
  readonly #reject: (error: unknown) => void
  #controller: Dispatcher.DispatchController | undefined
  #collector: BodyCollector | undefined
  #status = 0
  #interim = 0
  #headers: HeaderFields = {}
  #failed: { readonly error: unknown } | undefined
  #unwatch: (() => void) | undefined

  constructor(request: WireRequest, resolve: (answer: WireAnswer) => void, reject: (error: unknown) => void) {
    this.#request = request
    this.#resolve = resolve
    this.#reject = reject
  }

  watch(signal: AbortSignal | undefined): void {
    this.#unwatch = onAbort(signal, () => this.#fail(signal?.reason))
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    // Aborted while it waited for a connection.
    if (this.#failed !== undefined) controller.abort(asError(this.#failed.error))
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: HeaderFields): void {
    if (status < 200) {
      // Each one lets undici wait as long again for the answer itself.
      if (++this.#interim > MOST_INTERIM_ANSWERS) this.#fail(new EndlessAnswer('interim answers without end'))
      return
    }
    this.#status = status
    this.#headers = headers
    this.#collector = new BodyCollector(this.#request, status < 300)
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    try {
      if (this.#collector?.add(chunk) !== false) return
      this.onResponseEnd()
      this.#controller?.abort(new Error('the rest of the answer is not wanted'))
    } catch (error) {
      this.#fail(error)
    }
  }

  onResponseEnd(): void {
    this.#unwatch?.()
    this.#resolve({
      status: this.#status,
      headers: this.#headers,
      body: this.#collector?.bytes() ?? new Uint8Array(),
    })
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#unwatch?.()
    this.#reject(error)
  }

  #fail(error: unknown): void {
    this.#failed ??= { error }
    this.#unwatch?.()
    this.#reject(error)
    this.#controller?.abort(asError(error))
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason))
}
