import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

/** What went through a proxy so far. */
export interface Counts {
  /** Connections that clients opened. */
  readonly connections: number
  /** Bytes from clients to the server, headers and TLS with them. */
  readonly bytesUp: number
  /** Bytes from the server to clients. */
  readonly bytesDown: number
}

/** A TCP proxy in front of one server, in a process of its own. */
export interface RoundTrip {
  /** `127.0.0.1:PORT`, to use in place of the server's own. */
  readonly host: string
  counts(): Promise<Counts>
  close(): Promise<void>
}

/**
 * Puts a proxy in front of `target` (`HOST:PORT`) that adds a round trip: chunks wait half of it in each direction,
 * a new connection all of it.
 */
export async function startRoundTrip(target: string, milliseconds: number): Promise<RoundTrip> {
  const [host = '', port = ''] = target.split(':')
  const program = path.join(import.meta.dirname, 'round-trip-process.ts')
  const child = fork(program, [host, port, String(milliseconds / 2)], { stdio: 'inherit' })
  const { port: own } = await answer<{ port: number }>(child)
  return {
    host: `127.0.0.1:${own}`,
    counts: () => {
      child.send('counts')
      return answer<Counts>(child)
    },
    async close() {
      const gone = once(child, 'exit')
      child.disconnect()
      await gone
    },
  }
}

async function answer<T>(child: ChildProcess): Promise<T> {
  const [message] = await once(child, 'message')
  return message as T
}
