import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { ServerCertificate } from '../test/support/tls.ts'
import { startTokenServer } from '../test/support/token-server.ts'
import type { Image } from './content.ts'
import { checkImages, pushImages } from './push.ts'
import { startRegistry } from './registry.ts'
import { startRoundTrip } from './round-trip.ts'

/** How a registry lets tools in: anybody over plain HTTP, anybody over TLS, or a user with scope-checked tokens. */
export type Access = 'plain' | 'tls' | 'token'

/** What all depots of one run of the bench share. */
export interface Ground {
  /** Folder for everything; removed at the end. */
  readonly folder: string
  /** The distribution registry's program. */
  readonly registry: string
  readonly certificate: ServerCertificate
}

/** What went to a registry so far. */
export interface Traffic {
  /** Requests by the registry's own log, and to its token server by that one's. */
  readonly requests: number
  /** Counted by the proxy, headers and TLS included; undefined where there is none. */
  readonly bytesUp: number | undefined
  readonly connections: number | undefined
}

/** A registry as tools see it. */
export interface Front {
  /** `127.0.0.1:PORT`, or `localhost:PORT` with tokens; that of the proxy where a round trip is added. */
  readonly host: string
  readonly access: Access
  /** What a docker config file says of this registry; undefined for anonymous access. */
  readonly login: { readonly user: string; readonly password: string } | undefined
  /** PEM file of its authority, with TLS. */
  readonly caFile: string | undefined
  traffic(): Promise<Traffic>
  close(): Promise<void>
}

/** A storage folder, and a plain registry on it that fills and checks it beside what is measured. */
export interface Depot {
  fill(prefix: string, images: readonly Image[]): Promise<void>
  /** @throws Error when a tag below the prefix does not give its image */
  check(prefix: string, images: readonly Image[]): Promise<void>
  /** Starts another registry on the same content, for tools. */
  open(access: Access, roundTripMs: number): Promise<Front>
  /** Stops all and removes the content. */
  close(): Promise<void>
}

const login = { user: 'robot', password: 'bench-password' }

/** Opens an empty depot in a folder of its own. */
export async function openDepot(ground: Ground, name: string): Promise<Depot> {
  const folder = path.join(ground.folder, name)
  const storage = path.join(folder, 'storage')
  await mkdir(storage, { recursive: true })
  const program = ground.registry
  await using stack = new AsyncDisposableStack()
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const inside = await startRegistry({ program, storage, folder: path.join(folder, 'inside') })
  stack.defer(() => inside.close())
  const filled = new Set<string>()
  let fronts = 0
  const owned = stack.move()
  return {
    async fill(prefix, images) {
      if (filled.has(prefix)) return
      await pushImages(inside.host, prefix, images)
      filled.add(prefix)
    },
    check: (prefix, images) => checkImages(inside.host, prefix, images),
    open(access, roundTripMs) {
      fronts += 1
      return openFront(ground, { storage, folder: path.join(folder, `front-${fronts}`), access, roundTripMs })
    },
    close: () => owned.disposeAsync(),
  }
}

interface FrontSettings {
  readonly storage: string
  readonly folder: string
  readonly access: Access
  readonly roundTripMs: number
}

async function openFront(ground: Ground, settings: FrontSettings): Promise<Front> {
  const { storage, folder, access, roundTripMs } = settings
  await using stack = new AsyncDisposableStack()
  const behindProxy = async (host: string) => {
    const proxy = await startRoundTrip(host, roundTripMs)
    stack.defer(() => proxy.close())
    return proxy
  }
  const tokens =
    access === 'token' ? await startTokenServer({ users: { [login.user]: login.password } }) : undefined
  if (tokens) stack.defer(() => tokens.close())
  const realm = tokens && new URL(tokens.realm)
  // The token server is as far away as the registry.
  if (realm && roundTripMs > 0) realm.host = (await behindProxy(realm.host)).host
  // crane takes no loopback address for a realm, only a name; oras takes that name only from a registry of the same.
  if (realm) realm.hostname = 'localhost'
  const registry = await startRegistry({
    program: ground.registry,
    storage,
    folder,
    certificate: access === 'tls' ? ground.certificate : undefined,
    tokens: tokens && realm && { ...tokens, realm: realm.href },
  })
  stack.defer(() => registry.close())
  const proxy = roundTripMs > 0 ? await behindProxy(registry.host) : undefined
  const owned = stack.move()
  const host = proxy?.host ?? registry.host
  return {
    host: tokens ? host.replace('127.0.0.1', 'localhost') : host,
    access,
    login: tokens && login,
    caFile: access === 'tls' ? ground.certificate.caFile : undefined,
    async traffic() {
      const [requests, counts] = await Promise.all([registry.requests(), proxy?.counts()])
      return {
        requests: requests + (tokens?.requests.length ?? 0),
        bytesUp: counts?.bytesUp,
        connections: counts?.connections,
      }
    },
    close: () => owned.disposeAsync(),
  }
}

/** Writes a docker config folder with the logins of these registries, as `docker login` would. */
export async function writeLogins(folder: string, fronts: readonly Front[]): Promise<void> {
  const auths = fronts.flatMap(({ host, login: who }) =>
    who === undefined
      ? []
      : [[host, { auth: Buffer.from(`${who.user}:${who.password}`).toString('base64') }]],
  )
  await mkdir(folder, { recursive: true })
  await writeFile(path.join(folder, 'config.json'), JSON.stringify({ auths: Object.fromEntries(auths) }))
}
