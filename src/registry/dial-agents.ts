import { Agent, type ClientRequestArgs } from 'node:http'
import { Agent as TlsAgent } from 'node:https'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Dialer } from './dialer.ts'

/** Connections kept for one origin while nothing uses them. */
const FREE_SOCKETS = 64

const OPTIONS = { keepAlive: true, maxFreeSockets: FREE_SOCKETS, scheduling: 'lifo' } as const

type Dialled = (error: Error | null, socket: Duplex) => void

/** Keeps plain connections that a dialer opens; as many as are asked for. */
export class DialAgent extends Agent {
  readonly #dialer: Dialer

  constructor(dialer: Dialer) {
    super(OPTIONS)
    this.#dialer = dialer
  }

  override createConnection(target: ClientRequestArgs, done?: Dialled): undefined {
    dialFor(this.#dialer, 'http:', target, done)
  }
}

/** Keeps TLS connections that a dialer opens; as many as are asked for. */
export class DialTlsAgent extends TlsAgent {
  readonly #dialer: Dialer

  constructor(dialer: Dialer) {
    super(OPTIONS)
    this.#dialer = dialer
  }

  override createConnection(target: ClientRequestArgs, done?: Dialled): undefined {
    dialFor(this.#dialer, 'https:', target, done)
  }
}

function dialFor(
  dialer: Dialer,
  protocol: string,
  { host, port }: ClientRequestArgs,
  done: Dialled | undefined,
): void {
  const name = host?.includes(':') === true ? `[${host}]` : host
  dialer.dial(new URL(`${protocol}//${name}${port ? `:${port}` : ''}`)).then(
    (socket) => done?.(null, socket),
    // Node looks at the error alone then; its types want a socket all the same.
    (error: Error) => done?.(error, new Socket()),
  )
}
