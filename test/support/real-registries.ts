import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe } from 'vitest'
import { type ChildServer, startChildServer } from './child-server.ts'
import { distributionConfig } from './distribution-config.ts'
import { startOneHost } from './one-host.ts'
import { builtPath, distribution3OnPath, toolPath } from './programs.ts'
import { makeServerCertificate } from './tls.ts'
import { startTokenServer, type TokenServer, type TokenServerOptions } from './token-server.ts'

/**
 * The registries that tests run against:
 * - `distribution3`, `distribution2`: the CNCF distribution registry on a folder; no referrers API
 * - `ociserver`: cuelabs' in-memory registry, strict, with the referrers API
 * - `ggcr`: go-containerregistry's in-memory registry with the referrers API; never mounts, takes broken images
 */
export type RegistryKind = 'distribution3' | 'distribution2' | 'ociserver' | 'ggcr'

/** All kinds, whether they can be started here or not. */
export const registryKinds: readonly RegistryKind[] = ['distribution3', 'distribution2', 'ociserver', 'ggcr']

/** How a registry is started. */
export interface RegistryOptions {
  /** Serve HTTPS with a certificate of an authority made for this registry. */
  readonly tls?: boolean
  /** distribution only: the folder to keep content in; a temporary one unless told, removed at the end. */
  readonly storage?: string
  /** distribution only: whether manifests and blobs can be deleted; false unless told. */
  readonly canDelete?: boolean
  /** distribution only: who may do what; everybody everything unless told. */
  readonly auth?:
    | {
        readonly kind: 'token'
        readonly server?: TokenServerOptions
        /** Registry and token server answer at one address, over plain HTTP. */
        readonly oneHost?: boolean
      }
    | { readonly kind: 'htpasswd'; readonly user: string; readonly password: string }
}

/** A registry that answers. */
export interface RunningRegistry {
  readonly kind: RegistryKind
  /** `127.0.0.1:PORT` */
  readonly host: string
  /** `http://HOST` or `https://HOST` */
  readonly url: string
  /** PEM file of the authority, with `tls`. */
  readonly caFile: string | undefined
  /** The token server, with token access. */
  readonly tokens: TokenServer | undefined
  /** Stops all that was started and removes temporary files. */
  close(): Promise<void>
}

/** Why a kind cannot be started here; undefined when it can. */
export function missingReason(kind: RegistryKind): string | undefined {
  if (kind === 'distribution2') {
    return toolPath('docker-registry') ? undefined : 'docker-registry is not on PATH (Debian has it)'
  }
  if (kind === 'distribution3' && (builtPath('distribution') ?? distribution3OnPath())) return undefined
  const program = kind === 'distribution3' ? 'distribution' : kind
  return builtPath(program) ? undefined : `${program} is not built (npm test builds it where Go is installed)`
}

/** The kinds that can be started here. */
export function availableRegistries(): RegistryKind[] {
  return registryKinds.filter((kind) => missingReason(kind) === undefined)
}

/** A vitest suite that needs a kind of registry; where it is missing the suite is skipped and its title says why. */
export function describeWith(kind: RegistryKind, title: string, body: () => void): void {
  const reason = missingReason(kind)
  if (reason === undefined) describe(title, body)
  else describe.skip(`${title} [skipped: ${reason}]`, body)
}

/**
 * Starts a registry on a free loopback port; it answers when this returns.
 *
 * @throws Error when the kind is missing here, or does not know an option
 */
export async function startRegistry(
  kind: RegistryKind,
  options: RegistryOptions = {},
): Promise<RunningRegistry> {
  const reason = missingReason(kind)
  if (reason !== undefined) throw new Error(reason)
  const isDistribution = kind === 'distribution2' || kind === 'distribution3'
  if (!isDistribution && (options.auth ?? options.storage ?? options.canDelete) !== undefined) {
    throw new Error(`${kind} knows neither auth nor storage nor canDelete`)
  }
  const stack = new AsyncDisposableStack()
  try {
    const folder = await mkdtemp(path.join(tmpdir(), 'promote-registry-'))
    stack.defer(() => rm(folder, { recursive: true, force: true }))
    const certificate = options.tls ? await makeServerCertificate(folder) : undefined
    const front = options.auth?.kind === 'token' && options.auth.oneHost ? await startOneHost() : undefined
    if (front) stack.defer(() => front.close())
    const tokens =
      options.auth?.kind === 'token'
        ? await startTokenServer({ ...options.auth.server, ...(front && { realmHost: front.host }) })
        : undefined
    if (tokens) stack.defer(() => tokens.close())
    let server: ChildServer
    if (isDistribution) {
      const htpasswdFile = options.auth?.kind === 'htpasswd' ? path.join(folder, 'htpasswd') : undefined
      if (htpasswdFile && options.auth?.kind === 'htpasswd') await writeHtpasswd(htpasswdFile, options.auth)
      const configFile = path.join(folder, 'config.yml')
      const storage = options.storage ?? path.join(folder, 'storage')
      const canDelete = options.canDelete ?? false
      await writeFile(
        configFile,
        distributionConfig({ storage, canDelete, certificate, tokens, htpasswdFile }),
      )
      server = await startDistribution(kind, configFile)
    } else {
      const args = certificate ? ['-cert', certificate.certFile, '-key', certificate.keyFile] : []
      server = await startChildServer(builtPath(kind) ?? kind, args)
    }
    stack.defer(() => server.close())
    const url = `${certificate ? 'https' : 'http'}://${server.host}`
    await askOnce(`${url}/v2/`, certificate?.caFile)
    if (front && tokens) front.lead({ registry: server.host, tokens: tokens.host })
    const owned = stack.move()
    return {
      kind,
      host: front?.host ?? server.host,
      url: front ? `http://${front.host}` : url,
      caFile: certificate?.caFile,
      tokens,
      close: () => owned.disposeAsync(),
    }
  } finally {
    await stack.disposeAsync()
  }
}

function startDistribution(
  kind: 'distribution2' | 'distribution3',
  configFile: string,
): Promise<ChildServer> {
  const built = kind === 'distribution3' ? builtPath('distribution') : undefined
  if (built) return startChildServer(built, [configFile])
  const program = kind === 'distribution3' ? distribution3OnPath() : toolPath('docker-registry')
  return startChildServer(program ?? 'registry', ['serve', configFile], { isTethered: false })
}

async function writeHtpasswd(
  file: string,
  who: { readonly user: string; readonly password: string },
): Promise<void> {
  const program = builtPath('htpasswd')
  if (program === undefined)
    throw new Error('htpasswd is not built (npm test builds it where Go is installed)')
  const answer = spawnSync(program, [who.user], { input: who.password, encoding: 'utf8' })
  if (answer.status !== 0) throw new Error(`htpasswd failed: ${answer.stderr}`)
  await writeFile(file, answer.stdout)
}

/** Returns when the address answers, whatever the status. */
async function askOnce(url: string, caFile: string | undefined): Promise<void> {
  const ca = caFile === undefined ? undefined : await readFile(caFile)
  await new Promise<void>((resolve, reject) => {
    const ask = ca ? httpsRequest(url, { ca, agent: false }) : httpRequest(url, { agent: false })
    ask.on('response', (response) => response.resume().on('end', resolve))
    ask.on('error', reject)
    ask.end()
  })
}
