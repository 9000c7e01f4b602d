import { lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import type { RegistryOptions } from '../model/config.ts'
import { apiHost } from '../profiles/names.ts'
import { known } from '../support/known.ts'
import { METADATA_CONCURRENCY } from '../support/limits.ts'
import { Authorizer } from './auth/authorizer.ts'
import type { CredentialSource } from './auth/credentials/credential.ts'
import { createTokenEndpoint } from './auth/token-endpoint.ts'
import { TokenCache } from './auth/tokens.ts'
import { endpointOf, optionsOf } from './endpoint.ts'
import { Exchange } from './exchange.ts'
import { Governor } from './failures/governor.ts'
import { Pace } from './failures/pace.ts'
import { AddressGuard } from './http/addresses/address-guard.ts'
import { isLoopback } from './http/addresses/addresses.ts'
import { Dialer } from './http/dialer.ts'
import { routerFrom } from './http/proxy.ts'
import { createHttp1Transport } from './http/transport-http1.ts'
import { createNodeTransport } from './http/transport-node.ts'
import { createUndiciTransport } from './http/transport-undici.ts'
import { TrustStore } from './http/trust/trust-store.ts'
import { type RequestEvent, Wire } from './http/wire.ts'

/** What a registry client works with. */
export interface RegistryClientOptions {
  /** By host. */
  readonly registries: Readonly<Record<string, RegistryOptions>>
  /** For every host that is asked, before what `registries` says of it. */
  readonly everywhere?: RegistryOptions
  /**
   * The hosts that a command line names. Where one of them is no loopback host, `everywhere` is meant for that one: a
   * loopback host is then spoken to without TLS as ever.
   */
  readonly named?: readonly string[]
  readonly credentials: CredentialSource
  /** Tries after the first. */
  readonly retries: number
  /** Milliseconds of silence after which a request is given up. */
  readonly timeoutMs: number
  readonly userAgent: string
  /** Where given, passwords are asked for refresh tokens with, as a login does, and this is told of those that come. */
  readonly onRefreshToken?: (token: string) => void
  /** Told of every request, without secrets. */
  readonly onRequest?: (event: RequestEvent) => void
  /** Told, as a sentence, of what a run waits for or goes without. */
  readonly onNote?: (sentence: string) => void
  /** Where `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` are read; the process's own unless told. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** `certs.d` folders, those that count first before the others; none unless told. */
  readonly certificateFolders?: readonly string[]
  /** How names become addresses; as this machine does it unless told. */
  readonly resolve?: LookupFunction
}

/** Work that ends on its own. */
export type Farewell = (signal: AbortSignal) => Promise<void>

/** A place that may have what a registry has. */
export interface MirrorApi {
  readonly api: Exchange
  /** What stands before a repository's path there. */
  readonly prefix: string
}

/** Registries over HTTP, by host. */
export interface RegistryClient {
  /**
   * The API of a host, the same for every call: requests to any path of it, with its authorization, limits and retries.
   * Nothing is asked before a request is. @throws PromoteError `usage` when the host is none
   */
  api(host: string): Exchange
  /** The mirrors of a host, in the order in which they are asked; each request to them is tried once. */
  mirrors(host: string): readonly MirrorApi[]
  /** Tells whoever shows requests something about them, as a sentence. */
  note(sentence: string): void
  /** Starts work that nobody waits for before the client is closed; it is aborted when it then takes too long. */
  leave(work: Farewell): void
  /** Ends all connections; calls that are under way fail. */
  close(): Promise<void>
}

/** Milliseconds that uploads which were given up have to be taken back, when the client is closed. */
const FAREWELL_MS = 2000

/** Makes a client. It connects, and reads credentials and certificates, when first needed. @throws PromoteError `usage` for a proxy variable that is no URL */
export function createRegistryClient(options: RegistryClientOptions): RegistryClient {
  const {
    registries,
    everywhere = {},
    named = [],
    credentials,
    retries,
    timeoutMs,
    userAgent,
    onRequest,
    onRefreshToken,
    onNote = () => {},
  } = options
  const optionsFor = (host: string): RegistryOptions => ({ ...optionsOf(registries, host), ...everywhere })
  const isElsewhere = named.some((host) => !isLoopback(apiHost(host)))
  const { caFile: _ca, insecure: _insecure, ...withoutTls } = everywhere
  const reached = (host: string): RegistryOptions =>
    isElsewhere && isLoopback(host) ? { ...optionsOf(registries, host), ...withoutTls } : optionsFor(host)
  const route = routerFrom(options.env ?? process.env)
  const guard = new AddressGuard(options.resolve ?? lookup)
  const trust = new TrustStore(options.certificateFolders)
  const dialer = new Dialer({
    route,
    lookup: guard.lookup,
    onConnected: (hostname, address) => guard.connected(hostname, address),
    trust,
    tlsOf: (host) => ({
      ...(optionsOf(registries, host) ?? optionsOf(registries, withoutPort(host))),
      ...everywhere,
    }),
    timeoutMs: Math.min(timeoutMs, 30_000),
  })
  const connections = Math.max(
    METADATA_CONCURRENCY,
    ...Object.values(registries).map((one) => one.metadataConcurrency ?? 0),
  )
  const metadata = createHttp1Transport({ dialer, route, connections })
  const blobs = createNodeTransport({ dialer, route })
  const ownApis = createUndiciTransport({ dialer, route, connections })
  const wire = new Wire({ metadata, blobs, ownApis, guard, userAgent, onRequest })
  const governors = new Map<string, Governor>()
  const apis = new Map<string, Exchange>()
  const mirrorApis = new Map<string, Exchange>()
  const farewells = new Set<Promise<void>>()
  const ending = new AbortController()

  const governorOf = (host: string): Governor =>
    known(governors, host, () => governorFor(host, optionsFor(host), onNote))
  const openApi = (host: string, tries: number): Exchange => {
    const endpoint = endpointOf(host, reached(host), (name) => trust.knows(name))
    const { base } = endpoint
    guard.name(base.hostname)
    const tokens = new TokenCache(
      createTokenEndpoint({ host, base, wire, governorOf, retries: tries, timeoutMs, onRefreshToken }),
    )
    const governor = governorOf(base.host)
    // Those that wait for the first answer have their connections opened meanwhile.
    const onEarly = (): void => dialer.warm(base, governor.places)
    const authorizer = new Authorizer({ host, base, credentials, tokens, onEarly })
    return new Exchange({ endpoint, wire, authorizer, governor, retries: tries, timeoutMs })
  }

  return {
    api: (host) => known(apis, host, () => openApi(host, retries)),
    mirrors: (host) =>
      (optionsOf(registries, host)?.mirrors ?? []).map((mirror) => ({
        // The registry itself is there when a mirror is not: there is nothing to wait for.
        api: known(mirrorApis, mirror.host, () => openApi(mirror.host, 0)),
        prefix: mirror.prefix,
      })),
    note: onNote,
    leave(work) {
      const done = work(ending.signal).finally(() => farewells.delete(done))
      farewells.add(done)
    },
    async close() {
      const timer = setTimeout(() => ending.abort(new Error('the registry client is closed')), FAREWELL_MS)
      await Promise.all(farewells)
      clearTimeout(timer)
      ending.abort(new Error('the registry client is closed'))
      await Promise.all([metadata.close(), blobs.close(), ownApis.close()])
      dialer.close()
    },
  }
}

function governorFor(
  host: string,
  { metadataConcurrency, requestsPerSecond }: RegistryOptions,
  onNote: (sentence: string) => void,
): Governor {
  if (requestsPerSecond === undefined) return new Governor(metadataConcurrency)
  const rate = `${requestsPerSecond} ${requestsPerSecond === 1 ? 'request' : 'requests'} a second`
  const onWait = (milliseconds: number): void =>
    onNote(`waiting ${Math.ceil(milliseconds)} ms for ${host}: ${rate} (requestsPerSecond)`)
  return new Governor(metadataConcurrency, new Pace(requestsPerSecond, onWait))
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, '')
}
