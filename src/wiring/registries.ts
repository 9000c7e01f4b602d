import { homedir } from 'node:os'
import type { PromotionConfig, RegistryOptions } from '../model/config.ts'
import type { Proof } from '../model/profile.ts'
import type {
  Credential,
  CredentialKeeper,
  CredentialSource,
} from '../registry/auth/credentials/credential.ts'
import type { RegistryClient, RegistryClientOptions } from '../registry/client.ts'
import type { RequestEvent } from '../registry/http/wire.ts'
import type { TriedLogin } from '../registry/login.ts'
import type { Repositories } from '../registry/repository/repositories.ts'
import { DEFAULT_RETRIES, DEFAULT_TIMEOUT_MS } from '../support/limits.ts'
import type { Surroundings } from './surroundings.ts'

/** How registries are reached. */
export type RegistrySettings = Pick<PromotionConfig, 'registries'> & {
  readonly defaults: Pick<PromotionConfig['defaults'], 'retries' | 'timeoutMs'>
  /** For every registry that is asked, before what `registries` says of it. */
  readonly everywhere?: RegistryOptions
  /** The hosts that a command line names, for which `everywhere` is meant. */
  readonly named?: readonly string[]
}

/** Registries over HTTP, with the credentials of docker and podman; dispose of them in the end. */
export interface Registries extends AsyncDisposable {
  readonly api: RegistryClient['api']
  readonly open: Repositories['open']
  readonly credentials: CredentialSource & CredentialKeeper
  /**
   * Tries a login, as docker does, before it is kept: nothing of it is.
   * @throws PromoteError `unauthorized` when it is refused, after one request that showed the password
   */
  tryLogin(host: string, proof: Proof, signal: AbortSignal): Promise<TriedLogin>
  /** Whether a registry asks for a credential, and takes it. @throws PromoteError as {@link tryLogin} */
  checkLogin(host: string, credential: Credential, signal: AbortSignal): Promise<boolean>
}

/** How registries are reached where no promotion file says more. */
export const PLAIN_SETTINGS: RegistrySettings = {
  registries: {},
  defaults: { retries: DEFAULT_RETRIES, timeoutMs: DEFAULT_TIMEOUT_MS },
}

/**
 * Makes what is needed to ask registries; no promotion file is needed for it. Connects to nothing yet.
 * @throws PromoteError `usage` for a proxy variable that is no URL
 */
export async function openRegistries(
  { env, version, onRequest }: Surroundings,
  { registries, defaults, everywhere = {}, named = [] }: RegistrySettings = PLAIN_SETTINGS,
): Promise<Registries> {
  const [{ createRegistryClient }, { repositoriesOf }, { createDockerCredentials }, { certificateFolders }] =
    await Promise.all([
      import('../registry/client.ts'),
      import('../registry/repository/repositories.ts'),
      import('../registry/auth/credentials/docker.ts'),
      import('../registry/http/trust/certs-d.ts'),
    ])
  const home = env.HOME ?? homedir()
  const credentials = createDockerCredentials({ env, home })
  const options = {
    registries,
    everywhere,
    named,
    retries: defaults.retries,
    timeoutMs: defaults.timeoutMs,
    userAgent: `promote/${version}`,
    certificateFolders: certificateFolders({ env, home, platform: process.platform }),
    ...(onRequest === undefined
      ? {}
      : {
          onRequest: ({ method, url, status, milliseconds }: RequestEvent) =>
            onRequest(`${method} ${url} ${status ?? 'failed'} ${Math.round(milliseconds)} ms`),
          onNote: onRequest,
        }),
  } satisfies Omit<RegistryClientOptions, 'credentials'>
  const client = createRegistryClient({ ...options, credentials })
  return {
    api: client.api,
    open: repositoriesOf(client).open,
    credentials,
    async tryLogin(host, proof, signal) {
      const { tryLogin } = await import('../registry/login.ts')
      return tryLogin(options, host, proof, signal)
    },
    async checkLogin(host, credential, signal) {
      const { checkLogin } = await import('../registry/login.ts')
      return checkLogin(options, host, credential, signal)
    },
    [Symbol.asyncDispose]: client.close,
  }
}
