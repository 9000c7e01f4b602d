import type { Socket } from 'node:net'
import type { Dialer } from '../dialer.ts'
import { ClosedEarly, Connection } from './connection.ts'

/** Somebody who wants a connection. */
export interface Waiting {
  onConnection(connection: Connection): void
  onError(error: unknown): void
}

/** Kept connections to one origin; at most so many at once, and who comes first is served first. */
export class ConnectionPool {
  readonly #dialer: Dialer
  readonly #origin: URL
  readonly #most: number
  /** The one used last at the end. */
  readonly #idle: Connection[] = []
  readonly #all = new Set<Connection>()
  readonly #waiting = new Set<Waiting>()
  #dialling = 0

  constructor(dialer: Dialer, origin: URL, most: number) {
    this.#dialer = dialer
    this.#origin = origin
    this.#most = most
  }

  /** Hands over a connection as soon as there is one. */
  take(waiting: Waiting): void {
    const connection = this.#usable()
    if (connection === undefined) {
      this.#waiting.add(waiting)
      this.#dial()
    } else waiting.onConnection(connection)
  }

  /** Forgets somebody who waits. */
  leave(waiting: Waiting): void {
    this.#waiting.delete(waiting)
  }

  /** Ends all connections, and whoever waits or is served with this error. */
  close(error: Error): void {
    for (const waiting of this.#waiting) waiting.onError(error)
    this.#waiting.clear()
    for (const connection of this.#all) connection.destroy(error)
  }

  #usable(): Connection | undefined {
    for (let one = this.#idle.pop(); one !== undefined; one = this.#idle.pop()) {
      if (one.isUsable) return one
      one.destroy(undefined)
    }
    return undefined
  }

  #dial(): void {
    if (this.#dialling >= this.#waiting.size || this.#dialling + this.#all.size >= this.#most) return
    this.#dialling++
    this.#dialer
      .dial(this.#origin)
      .then(requireOpen)
      .then(
        (socket) => {
          this.#dialling--
          const connection = new Connection(
            socket,
            (one) => this.#freed(one),
            (one) => this.#gone(one),
          )
          this.#all.add(connection)
          this.#freed(connection)
        },
        (error: unknown) => {
          this.#dialling--
          const [first] = this.#waiting
          if (first !== undefined) this.#waiting.delete(first)
          first?.onError(error)
          this.#dial()
        },
      )
  }

  #freed(connection: Connection): void {
    const [first] = this.#waiting
    if (first === undefined) this.#idle.push(connection)
    else {
      this.#waiting.delete(first)
      first.onConnection(connection)
    }
  }

  #gone(connection: Connection): void {
    this.#all.delete(connection)
    const at = this.#idle.indexOf(connection)
    if (at >= 0) this.#idle.splice(at, 1)
    this.#dial()
  }
}

/** One that is closed by now would never say so again. */
function requireOpen(socket: Socket): Socket {
  if (socket.destroyed) throw new ClosedEarly('the connection was closed as soon as it was opened')
  return socket
}
