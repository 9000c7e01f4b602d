import { Agent, type ClientRequestArgs } from 'node:http'
import type { Agent as TlsAgent } from 'node:https'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Dialer } from './dialer.ts'
import { nodeHttps } from './node-tls.ts'

/** Connections kept for one origin while nothing uses them. */
const FREE_SOCKETS = 64

const OPTIONS = { keepAlive: true, maxFreeSockets: FREE_SOCKETS, scheduling: 'lifo' } as const

type Dialled = (error: Error | null, socket: Duplex) => void

/** Keeps plain connections that a dialer opens; as many as are asked for. */
export function dialAgent(dialer: Dialer): Agent {
  return dialling(new Agent(OPTIONS), dialer, 'http:')
}

/** Keeps TLS connections that a dialer opens; as many as are asked for. */
export function dialTlsAgent(dialer: Dialer): TlsAgent {
  const { Agent: AgentClass } = nodeHttps()
  return dialling(new AgentClass(OPTIONS), dialer, 'https:')
}

function dialling<A extends Agent>(agent: A, dialer: Dialer, protocol: string): A {
  agent.createConnection = ({ host, port }: ClientRequestArgs, done?: Dialled): undefined => {
    const name = host?.includes(':') === true ? `[${host}]` : host
    dialer.dial(new URL(`${protocol}//${name}${port ? `:${port}` : ''}`)).then(
      (socket) => done?.(null, socket),
      // Node looks at the error alone then; its types want a socket all the same.
      (error: Error) => done?.(error, new Socket()),
    )
  }
  return agent
}
