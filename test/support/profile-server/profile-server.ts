/*
 * Registries played by what is known of them: `plays/` has a file each, every answer with its fact and source beside it.
 *
 *   const server = await playForTest([dockerHub(), alibaba()])      // closed when the test ends
 *   server.registry('docker-hub').seed('acme/api', image, ['1.0'])  // content, with no request
 *   const client = testClient({ env: server.env, registries: server.registries })
 *   await runPromote(['search', 'nginx'], { cwd, env: server.env })  // the real binary, over TLS, names as people write them
 *   server.lines                                                     // `GET https://index.docker.io/v1/search?q=nginx 200`
 *
 * `env` leads all names through a proxy here (HTTPS_PROXY, HTTP_PROXY) and trusts the certificate (NODE_EXTRA_CA_CERTS);
 * a host that no play has answers 502. The first play also answers at `server.host` (127.0.0.1:PORT), plain, for servers
 * that have no name of their own (Harbor, Nexus, zot). `server.inject(rule)` makes requests go wrong, as in fault-registry.
 */
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Duplex } from 'node:stream'
import { onTestFinished } from 'vitest'
import { ConnectionLost, Exchange } from '../fault-registry/exchange.ts'
import { recordOf } from '../fault-registry/registry.ts'
import { type FaultRule, FaultRules, type InjectedFault } from '../fault-registry/rules.ts'
import { makeServerCertificate } from '../tls.ts'
import type { Play, PlayedRequest } from './play.ts'
import { PlayedRegistry } from './played-registry.ts'

/** Registries that are played in this process. */
export interface ProfileServer {
  /** `127.0.0.1:PORT`: the first play, over plain HTTP. */
  readonly host: string
  /** Leads all names here. */
  readonly env: Readonly<Record<string, string>>
  /** For `registries` of a client or a promotion file: the certificate's authority for each host. */
  readonly registries: Readonly<Record<string, { readonly caFile: string }>>
  readonly caFile: string
  /** Every request, in the order they came. */
  readonly requests: readonly PlayedRequest[]
  /** `METHOD URL STATUS` of each. */
  readonly lines: readonly string[]
  /** The registry of a kind. */
  registry(kind: string): PlayedRegistry
  inject(rule: FaultRule): InjectedFault
  clearRequests(): void
  close(): Promise<void>
}

/** Starts the plays; closed when the running test ends. */
export async function playForTest(plays: readonly Play[]): Promise<ProfileServer> {
  const server = await startProfileServer(plays)
  onTestFinished(() => server.close())
  return server
}

/** Starts the plays on a free port of the loopback address; whoever starts them closes them. */
export async function startProfileServer(plays: readonly Play[]): Promise<ProfileServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'promote-plays-'))
  const registries = plays.map((play) => new PlayedRegistry(play))
  const names = plays.flatMap(({ hosts }) => hosts)
  const { caFile, certFile, keyFile } = await makeServerCertificate(folder, names)
  const [cert, key] = await Promise.all([readFile(certFile), readFile(keyFile)])
  const rules = new FaultRules('plays')
  const requests: (PlayedRequest & { readonly url: string })[] = []
  const closing = new AbortController()

  const answer = (scheme: string, request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(request.url ?? '/', `${scheme}://${request.headers.host ?? 'nowhere'}`)
    const record = { ...recordOf(request, 'registry', requests.length + 1), host: url.host, url: url.href }
    requests.push(record)
    request.on('error', () => {})
    response.on('error', () => {})
    const fault = rules.strike(record)
    const exchange = new Exchange({ request, response, record, fault, closing: closing.signal })
    const asked = registries.find(({ play }) => play.hosts.includes(url.hostname))
    const played = asked ?? (isLoopback(url.hostname) ? registries[0] : undefined)
    void respond(exchange, record, url.origin, played).catch((error: unknown) => {
      if (!(error instanceof ConnectionLost)) throw error
    })
  }

  const plain = createServer((request, response) => answer('http', request, response))
  const secure = createTlsServer({ cert, key }, (request, response) => answer('https', request, response))
  // One in the middle of a handshake belongs to no request, and would keep the server open.
  const tunnels = new Set<Duplex>()
  plain.on('connect', (_request, socket) => {
    tunnels.add(socket)
    socket.on('close', () => tunnels.delete(socket))
    socket.on('error', () => {})
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    secure.emit('connection', socket)
  })
  plain.listen(0, '127.0.0.1')
  await once(plain, 'listening')
  const host = `127.0.0.1:${(plain.address() as AddressInfo).port}`
  const proxy = `http://${host}`

  return {
    host,
    env: { HTTPS_PROXY: proxy, HTTP_PROXY: proxy, NODE_EXTRA_CA_CERTS: caFile },
    registries: Object.fromEntries([...names, ...names.map(withoutApi)].map((name) => [name, { caFile }])),
    caFile,
    requests,
    get lines() {
      return requests.map(({ method, url, status }) => `${method} ${url} ${status}`)
    },
    registry(kind) {
      const found = registries.find(({ play }) => play.kind === kind)
      if (found === undefined) throw new Error(`No ${kind} is played here.`)
      return found
    },
    inject: (rule) => rules.inject(rule),
    clearRequests: () => {
      requests.length = 0
    },
    async close() {
      closing.abort()
      secure.closeAllConnections()
      const closed = once(plain, 'close')
      plain.close()
      plain.closeAllConnections()
      for (const tunnel of tunnels) tunnel.destroy()
      await closed
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Docker Hub's API host is not what people write. */
function withoutApi(host: string): string {
  return host === 'registry-1.docker.io' ? 'docker.io' : host
}

function isLoopback(hostname: string): boolean {
  return hostname === '127.0.0.1' || hostname === 'localhost'
}

async function respond(
  exchange: Exchange,
  record: PlayedRequest,
  base: string,
  played: PlayedRegistry | undefined,
): Promise<void> {
  const { fault } = exchange
  if (fault?.do === 'reset' && fault.after === undefined) throw exchange.reset()
  if (fault?.do === 'hang' && fault.at === 'headers') return exchange.hang()
  if (fault?.do === 'answer') {
    const { status, headers, body } = fault
    const text = new TextEncoder().encode(body ?? '')
    return exchange.send({ status, body: text, ...(headers === undefined ? {} : { headers }) })
  }
  const given = played === undefined ? { status: 502 } : await played.answer(exchange, record, base)
  if (fault?.do === 'lose-answer') throw exchange.reset()
  return exchange.send(given)
}
