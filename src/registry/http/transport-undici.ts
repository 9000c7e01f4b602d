import type { Agent, Dispatcher } from 'undici'
import { CollectedAnswer } from './collected-answer.ts'
import type { Dialer } from './dialer.ts'
import { proxyAuthorization, type Router } from './proxy.ts'
import type { HeaderFields, Transport, WireAnswer, WireRequest } from './transport.ts'

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
  const { method, url, body } = request
  if (body !== undefined && !(body instanceof Uint8Array))
    throw new TypeError('bodies for own APIs are bytes')
  return new Promise((resolve, reject) => {
    const target = targetOf(route, url)
    const sent = {
      origin: target.origin,
      path: target.path,
      method,
      headers: { ...request.headers, ...target.headers },
      body: body ?? null,
      // Without this undici closes the connection after each HEAD.
      reset: false,
      headersTimeout: request.timeoutMs,
      bodyTimeout: request.timeoutMs,
    }
    new Answer(request, { resolve, reject }).begin((answer) => agent.dispatch(sent, answer))
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

class Answer extends CollectedAnswer implements Dispatcher.DispatchHandler {
  #controller: Dispatcher.DispatchController | undefined
  #failed: { readonly error: unknown } | undefined

  begin(dispatch: (answer: Dispatcher.DispatchHandler) => void): void {
    dispatch(this)
    this.watch()
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    // Aborted while it waited for a connection.
    if (this.#failed !== undefined) controller.abort(asError(this.#failed.error))
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: HeaderFields): void {
    this.onHead(status, headers)
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.onBody(chunk)
  }

  onResponseEnd(): void {
    this.onEnd()
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.onError(error)
  }

  protected override abandon(error: unknown): void {
    if (error === undefined) this.#controller?.abort(new Error('the rest of the answer is not wanted'))
    else {
      this.#failed ??= { error }
      this.#controller?.abort(asError(error))
    }
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason))
}
