import { request } from 'node:http'
import { connect, type LookupFunction, type Socket } from 'node:net'
import type { SecureContext, TLSSocket } from 'node:tls'
import type { RegistryOptions } from '../../model/config.ts'
import { bareHostname } from './addresses/addresses.ts'
import { nodeHttps, nodeTls } from './node-tls.ts'
import { proxyAuthorization, type Router } from './proxy.ts'
import { isUnknownAuthority, socketCode } from './socket-error.ts'
import { SilenceTimeout } from './transport.ts'
import { CertificateWatch } from './trust/peer-certificate.ts'
import type { TrustStore } from './trust/trust-store.ts'

/** How many bytes a socket holds in each direction before it asks to wait; the types of Node leave the option out. */
const BUFFER = { highWaterMark: 64 * 1024 }

/** A proxy that would not open a tunnel. */
class ProxyRefusal extends Error {
  override readonly name = 'ProxyRefusal'
  readonly code = 'ERR_PROXY'
}

/** What a {@link Dialer} needs to know. */
export interface DialerOptions {
  readonly route: Router
  readonly trust: TrustStore
  /** How names become addresses. */
  readonly lookup: LookupFunction
  /** How a host (`name[:port]`) shows who it is. */
  readonly tlsOf: (host: string) => Pick<RegistryOptions, 'caFile' | 'clientCert' | 'clientKey' | 'insecure'>
  /** Told of the address that a connection to a host was opened to; not of those through a proxy, which finds its own. */
  readonly onConnected: (hostname: string, address: string) => void
  /** Milliseconds a connection may take to open. */
  readonly timeoutMs: number
}

/** Opens connections for both transports: directly or through a proxy's tunnel, with TLS where the URL says so. */
export class Dialer {
  readonly #options: DialerOptions
  readonly #sockets = new Set<Socket>()
  /** Connections begun before they were wanted, by origin. */
  readonly #warm = new Map<string, Promise<Socket>[]>()
  readonly #sessions = new Map<string, Buffer>()
  /** Hosts whose certificates only the machine's own store knows. */
  readonly #needsSystem = new Set<string>()
  readonly #certificates = new CertificateWatch()
  #closed = false

  constructor(options: DialerOptions) {
    this.#options = options
  }

  /**
   * Begins to open a connection that the next dial to this origin takes over, so that it is there by then; where it
   * cannot be opened, that dial fails with it. At most `most` wait to be taken.
   */
  warm(origin: URL, most: number): void {
    const waiting = this.#warm.get(origin.origin) ?? []
    if (waiting.length >= most) return
    const opening = this.#open(origin)
    // Until it is taken nobody else listens: one that breaks meanwhile is destroyed, and the dial opens another.
    opening.then(
      (socket) => socket.on('error', () => {}),
      () => {},
    )
    waiting.push(opening)
    this.#warm.set(origin.origin, waiting)
  }

  /** A socket to the origin, ready to speak HTTP/1.1. */
  async dial(origin: URL): Promise<Socket> {
    const warm = await this.#warm.get(origin.origin)?.shift()
    const socket = warm === undefined || warm.destroyed ? await this.#open(origin) : warm
    socket.setNoDelay(true)
    socket.setKeepAlive(true, 60_000)
    return socket
  }

  /** Ends every socket there is; later dials fail. */
  close(): void {
    this.#closed = true
    for (const socket of this.#sockets) socket.destroy()
  }

  async #open(origin: URL): Promise<Socket> {
    if (origin.protocol === 'http:') return this.#plain(origin)
    const host = origin.host
    const { caFile, clientCert, clientKey, insecure = false } = this.#options.tlsOf(host)
    const { trust } = this.#options
    const system = this.#needsSystem.has(host)
    const trusted = { host, caFile, clientCert, clientKey }
    try {
      return await this.#secure(origin, await trust.context({ ...trusted, system }), !insecure)
    } catch (error) {
      // The machine's own store is slow to read, so it is asked only when Node's does not know the authority.
      if (system || !isUnknownAuthority(socketCode(error))) throw error
      const withSystem = await trust.context({ ...trusted, system: true })
      const socket = await this.#secure(origin, withSystem, true).catch(() => undefined)
      if (socket === undefined) throw error
      this.#needsSystem.add(host)
      return socket
    }
  }

  async #plain(origin: URL): Promise<Socket> {
    const host = bareHostname(origin.hostname)
    const socket = connect({
      host,
      port: portOf(origin),
      lookup: this.#options.lookup,
      ...BUFFER,
    })
    return this.#connected(host, await this.#established(socket, 'connect'))
  }

  async #secure(origin: URL, secureContext: SecureContext, rejectUnauthorized: boolean): Promise<TLSSocket> {
    const route = this.#options.route(origin)
    const host = bareHostname(origin.hostname)
    const beneath = route.kind === 'tunnel' ? await this.#tunnel(origin, route.proxy) : undefined
    const session = this.#sessions.get(origin.host)
    const socket = nodeTls().connect({
      host,
      port: portOf(origin),
      lookup: this.#options.lookup,
      secureContext,
      rejectUnauthorized,
      ALPNProtocols: ['http/1.1'],
      ...BUFFER,
      ...(isAddress(host) ? {} : { servername: host }),
      ...(session === undefined ? {} : { session }),
      ...(beneath === undefined ? {} : { socket: beneath }),
    })
    if (rejectUnauthorized) this.#certificates.watch(origin.host, socket)
    // An alert ends the stream too: whoever reads it is to be told of the alert, not of the end.
    socket.once('error', () => socket.removeAllListeners('end'))
    socket.on('session', (ticket) => this.#sessions.set(origin.host, ticket))
    const opened = await this.#established(socket, 'secureConnect').catch((error: unknown) => {
      this.#certificates.explain(origin.host, error)
      throw error
    })
    return beneath === undefined ? this.#connected(host, opened) : opened
  }

  #connected<S extends Socket>(host: string, socket: S): S {
    if (socket.remoteAddress !== undefined) this.#options.onConnected(host, socket.remoteAddress)
    return socket
  }

  #tunnel(origin: URL, proxy: URL): Promise<Socket> {
    const target = `${origin.hostname}:${portOf(origin)}`
    return new Promise((resolve, reject) => {
      const open = proxy.protocol === 'https:' ? nodeHttps().request : request
      const asking = open({
        host: bareHostname(proxy.hostname),
        port: portOf(proxy),
        method: 'CONNECT',
        path: target,
        headers: { host: target, ...proxyAuthorization(proxy) },
        agent: false,
        timeout: this.#options.timeoutMs,
      })
      asking.once('socket', (socket) => this.#track(socket))
      asking.once('timeout', () => asking.destroy(new SilenceTimeout('the proxy did not answer')))
      asking.once('error', reject)
      asking.once('connect', (answer, socket) => {
        if (answer.statusCode === 200) {
          socket.setTimeout(0)
          return resolve(socket as Socket)
        }
        socket.destroy()
        reject(
          new ProxyRefusal(`the proxy ${proxy.host} answered ${answer.statusCode} to a tunnel to ${target}`),
        )
      })
      asking.once('response', (answer) => {
        asking.destroy()
        reject(
          new ProxyRefusal(`the proxy ${proxy.host} answered ${answer.statusCode} to a tunnel to ${target}`),
        )
      })
      asking.end()
    })
  }

  #established<S extends Socket>(socket: S, event: 'connect' | 'secureConnect'): Promise<S> {
    this.#track(socket)
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => socket.destroy(new SilenceTimeout('the connection was not opened in time')),
        this.#options.timeoutMs,
      )
      const fail = (error: Error): void => {
        clearTimeout(timer)
        reject(error)
      }
      const closed = (): void => fail(new Error('the connection was closed while it was opened'))
      socket.once('error', fail)
      socket.once('close', closed)
      socket.once(event, () => {
        clearTimeout(timer)
        socket.off('error', fail)
        socket.off('close', closed)
        resolve(socket)
      })
    })
  }

  #track(socket: Socket): void {
    if (this.#closed) socket.destroy()
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
  }
}

function portOf(url: URL): number {
  return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)
}

function isAddress(host: string): boolean {
  return host.includes(':') || /^[\d.]+$/.test(host)
}
