import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isSecretHeader } from '../../../src/support/redact.ts'
import type { TestImage } from '../images.ts'
import type { ImmutableWay } from './answers.ts'
import { type FaultAuth, FaultAuthority } from './auth.ts'
import { answerStorage, type BlobWays } from './blobs.ts'
import { type Answer, ConnectionLost, Exchange, type RecordedRequest } from './exchange.ts'
import type { ManifestWays } from './manifests.ts'
import { answerRegistry } from './routes.ts'
import { type FaultRule, FaultRules, type InjectedFault } from './rules.ts'
import { RegistryState, type RepositoryState } from './state.ts'

/** What kind of registry it is; nothing told makes one like distribution, without faults or authentication. */
export interface FaultRegistryOptions {
  readonly auth?: FaultAuth
  /** What mounts get: see {@link BlobWays}. `link` unless told. */
  readonly mounts?: BlobWays['mounts']
  /** Whether `POST ?digest=` stores the blob; false unless told. */
  readonly singlePost?: boolean
  /** How upload locations look; `query` unless told. */
  readonly locations?: BlobWays['locations']
  /** Host of upload locations, where it is another. */
  readonly uploadHost?: string
  /** Sends blob reads on to a second server. */
  readonly redirectBlobs?: boolean
  /** Whether manifests with absent parts are refused; true unless told. */
  readonly validate?: boolean
  readonly immutable?: { readonly tags: (tag: string) => boolean; readonly as: ImmutableWay }
  /** Whether DELETE of a tag removes it; true unless told. */
  readonly deletesTags?: boolean
  /** Whether there is a referrers API; false unless told, as distribution has none. */
  readonly referrers?: boolean
  /** Tags in one answer; 100 unless told. */
  readonly pageSize?: number
  /** What a repository without tags answers; 404 unless told. */
  readonly absentTags?: 404 | null
  /** For faults with a probability. */
  readonly seed?: string
  /** Called before the n-th request (from 1, both servers) is answered; the answer waits for it. */
  readonly onRequest?: (number: number, request: RecordedRequest) => void | Promise<void>
}

/** A registry that runs in this process. */
export interface FaultRegistry {
  /** `127.0.0.1:PORT`. */
  readonly host: string
  /** `http://127.0.0.1:PORT`. */
  readonly url: string
  /** `127.0.0.1:PORT` of the storage, where blob reads are redirected. */
  readonly storageHost: string | undefined
  /** Every request that arrived, in order, token requests too. */
  readonly requests: readonly RecordedRequest[]
  /** Connections that were made to either server. */
  readonly connections: number
  /** Tokens given out. */
  readonly tokens: number
  readonly repositories: ReadonlyMap<string, RepositoryState>
  /** Requests that could write: neither GET nor HEAD, token requests left out. */
  writes(): readonly RecordedRequest[]
  /** Makes requests go wrong from now on. */
  inject(rule: FaultRule): InjectedFault
  /** Puts an image in place with no request. */
  seed(repository: string, image: TestImage, tags?: readonly string[]): void
  /** Makes every token given out so far worthless. */
  expireTokens(): void
  /** Forgets the requests so far; their numbers go on. */
  clearRequests(): void
  /** Ends all connections, hanging ones too, and waits until the servers are down. */
  close(): Promise<void>
}

/** Starts a registry on a free port of the loopback address. Close it when the test ends. */
export async function startFaultRegistry(options: FaultRegistryOptions = {}): Promise<FaultRegistry> {
  const state = new RegistryState()
  const rules = new FaultRules(options.seed ?? 'seed')
  const authority = options.auth === undefined ? undefined : new FaultAuthority(options.auth)
  const requests: RecordedRequest[] = []
  const closing = new AbortController()
  let counted = 0
  let connections = 0
  let closed: Promise<void> | undefined

  const start = async (
    server: 'registry' | 'storage',
    route: (exchange: Exchange) => Promise<Answer>,
  ): Promise<{ readonly http: Server; readonly host: string }> => {
    const http = createServer((request, response) => {
      const record = recordOf(request, server, ++counted)
      requests.push(record)
      void serve({
        request,
        response,
        record,
        rules,
        route,
        closing: closing.signal,
        onRequest: options.onRequest,
      })
    })
    http.on('connection', () => connections++)
    http.listen(0, '127.0.0.1')
    await once(http, 'listening')
    return { http, host: `127.0.0.1:${(http.address() as AddressInfo).port}` }
  }

  const storage =
    options.redirectBlobs === true
      ? await start('storage', (exchange) => answerStorage(exchange, state))
      : undefined
  const blobWays: BlobWays = {
    mounts: options.mounts ?? 'link',
    singlePost: options.singlePost ?? false,
    locations: options.locations ?? 'query',
    uploadHost: options.uploadHost,
    storage: storage === undefined ? undefined : `http://${storage.host}`,
  }
  const manifestWays: ManifestWays = {
    validate: options.validate ?? true,
    immutable: options.immutable,
    deletesTags: options.deletesTags ?? true,
    referrers: options.referrers ?? false,
    pageSize: options.pageSize ?? 100,
    absentTags: options.absentTags === undefined ? 404 : options.absentTags,
  }
  const registry = await start('registry', (exchange) =>
    answerRegistry(exchange, {
      state,
      blobWays,
      manifestWays,
      authority,
      base: () => `http://${registry.host}`,
    }),
  )

  return {
    host: registry.host,
    url: `http://${registry.host}`,
    storageHost: storage?.host,
    requests,
    get connections() {
      return connections
    },
    get tokens() {
      return authority?.issued ?? 0
    },
    repositories: state.repositories,
    writes: () =>
      requests.filter(({ method, path }) => method !== 'GET' && method !== 'HEAD' && path !== '/token'),
    inject: (rule) => rules.inject(rule),
    seed: (repository, image, tags = []) => state.seed(repository, image, tags),
    expireTokens: () => authority?.expireTokens(),
    clearRequests: () => {
      requests.length = 0
    },
    close: () => {
      closed ??= stop([registry.http, ...(storage === undefined ? [] : [storage.http])], closing)
      return closed
    },
  }
}

async function stop(servers: readonly Server[], closing: AbortController): Promise<void> {
  closing.abort()
  await Promise.all(
    servers.map(async (http) => {
      const closed = once(http, 'close')
      http.close()
      http.closeAllConnections()
      await closed
    }),
  )
}

async function serve(parts: {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly record: RecordedRequest
  readonly rules: FaultRules
  readonly route: (exchange: Exchange) => Promise<Answer>
  readonly closing: AbortSignal
  readonly onRequest: FaultRegistryOptions['onRequest']
}): Promise<void> {
  const { request, response, record, rules, route, closing } = parts
  const fault = rules.strike(record)
  const exchange = new Exchange({ request, response, record, fault, closing })
  // A reset connection is what tests ask for: without a listener it would end the process.
  request.on('error', () => {})
  response.on('error', () => {})
  try {
    await parts.onRequest?.(record.number, record)
    if (fault?.do === 'reset' && fault.after === undefined) throw exchange.reset()
    if (fault?.do === 'hang' && fault.at === 'headers') return await exchange.hang()
    if (fault?.do === 'slow' && fault.headersMs !== undefined) await exchange.pause(fault.headersMs)
    if (fault?.do === 'answer') {
      const { status, headers, body } = fault
      const text = new TextEncoder().encode(body ?? '')
      return await exchange.send({ status, body: text, ...(headers === undefined ? {} : { headers }) })
    }
    const given = await route(exchange)
    if (fault?.do === 'lose-answer') throw exchange.reset()
    await exchange.send(given)
  } catch (error) {
    if (error instanceof ConnectionLost) return
    response.destroy()
    throw error
  }
}

/** A request as it is recorded: of credentials only the scheme is kept. */
export function recordOf(
  request: IncomingMessage,
  server: 'registry' | 'storage',
  number: number,
): RecordedRequest {
  const url = new URL(request.url ?? '/', 'http://registry')
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => {
    const text = Array.isArray(value) ? value.join(', ') : (value ?? '')
    return [name, isSecretHeader(name) ? `${text.split(' ', 1)[0]} [removed]` : text]
  })
  return {
    number,
    server,
    method: request.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(headers),
    status: 0,
    bytesIn: 0,
    bytesOut: 0,
  }
}
