import { join } from 'node:path'
import { credentialKey, registryName } from '../../../profiles/names.ts'
import { PromoteError } from '../../../support/errors.ts'
import { abortable } from '../../../support/in-flight.ts'
import { ANONYMOUS, type Credential, type CredentialKeeper, type CredentialSource } from './credential.ts'
import {
  type CredentialFile,
  credentialFile,
  hostOfKey,
  parseObject,
  readCredentialFile,
} from './credential-file.ts'
import { askHelper } from './credential-helper.ts'
import { eraseAllLogins, eraseLogin, storeLogin } from './docker-keeper.ts'
import { dockerConfigPath, meansHost } from './docker-places.ts'
import { inRegctlFile } from './regctl-file.ts'

/** Where docker's and podman's credentials are looked for. */
export interface DockerCredentialsOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The user's home folder. */
  readonly home: string
  /** This machine's unless told. */
  readonly platform?: NodeJS.Platform
  /** The user's number, where podman keeps its runtime files without XDG_RUNTIME_DIR; this process's unless told. */
  readonly uid?: number
  /** Told of settings that docker leaves out with a warning. */
  readonly onWarning?: (text: string) => void
}

/**
 * The credentials that docker and podman would use, in docker's order: `DOCKER_AUTH_CONFIG`; docker's config file, where a
 * helper that is named for a host has the last word there; then `REGISTRY_AUTH_FILE` or podman's own `auth.json`; then regctl's.
 * Files and helpers are asked when first needed, once for each host and repository, and again where a credential is to
 * be renewed: what helpers of clouds give lasts for hours. Logins are kept where docker would keep them.
 */
export function createDockerCredentials(
  options: DockerCredentialsOptions,
): CredentialSource & CredentialKeeper {
  const lookup = new Lookup(options)
  const places = { platform: process.platform, ...options }
  return {
    async store(host, login, call = {}) {
      const kept = await storeLogin(places, host, login, call)
      lookup.forget()
      return kept
    },
    async erase(host, call = {}) {
      const erased = await eraseLogin(places, host, call)
      lookup.forget()
      return erased
    },
    async eraseAll(call = {}) {
      const erased = await eraseAllLogins(places, call)
      lookup.forget()
      return erased
    },
    get: (host, repository, { signal, renew = false } = {}) => {
      if (renew) lookup.forget()
      return abortable(lookup.get(host, repository, signal), signal)
    },
  }
}

class Lookup {
  readonly #env: DockerCredentialsOptions['env']
  readonly #options: DockerCredentialsOptions
  readonly #platform: NodeJS.Platform
  readonly #results = new Map<string, Promise<Credential>>()
  readonly #helpers = new Map<string, Promise<Credential | undefined>>()
  readonly #files = new Map<string, Promise<CredentialFile | undefined>>()
  #variable: CredentialFile | undefined | null = null

  constructor(options: DockerCredentialsOptions) {
    this.#options = options
    this.#env = options.env
    this.#platform = options.platform ?? process.platform
  }

  /** Lets the next question read and ask anew. */
  forget(): void {
    this.#results.clear()
    this.#helpers.clear()
    this.#files.clear()
  }

  get(host: string, repository: string, signal: AbortSignal | undefined): Promise<Credential> {
    return this.#once(this.#results, `${host}/${repository}`, () => this.#find(host, repository, signal))
  }

  async #find(host: string, repository: string, signal: AbortSignal | undefined): Promise<Credential> {
    const key = credentialKey(host)
    const variable = this.#fromVariable()
    const first = variable === undefined ? undefined : inAuths(variable, host, key)
    if (first !== undefined) return first
    const docker = await this.#file(dockerConfigPath(this.#options))
    const second = docker === undefined ? undefined : await this.#inDocker(docker, host, key, signal)
    if (second !== undefined) return second
    for (const path of this.#podmanPaths()) {
      const file = await this.#file(path)
      const found = file === undefined ? undefined : await this.#inPodman(file, host, repository, signal)
      if (found !== undefined) return found
    }
    const last = await inRegctlFile(this.#options, host)
    return last ?? (docker === undefined ? ANONYMOUS : nobody(docker, host))
  }

  /** `DOCKER_AUTH_CONFIG`: docker takes `{"auths": {HOST: {"auth": …}}}` and leaves all of it out when there is more. */
  #fromVariable(): CredentialFile | undefined {
    if (this.#variable !== null) return this.#variable
    this.#variable = undefined
    const name = 'DOCKER_AUTH_CONFIG'
    const text = this.#env[name]
    if (text === undefined || text.trim() === '') return undefined
    const document = parseObject(`in ${name}`, text)
    const further = [
      ...Object.keys(document).filter((key) => key !== 'auths'),
      ...Object.values((document.auths ?? {}) as object).flatMap((entry: unknown) =>
        typeof entry === 'object' && entry !== null ? Object.keys(entry).filter((key) => key !== 'auth') : [],
      ),
    ]
    if (further.length > 0) {
      const names = [...new Set(further)].map((key) => `"${key}"`).join(', ')
      this.#options.onWarning?.(
        `${name} is left out, as docker does, because of what it does not know: ${names}.`,
      )
      return undefined
    }
    this.#variable = credentialFile(`in ${name}`, document)
    return this.#variable
  }

  async #inDocker(
    file: CredentialFile,
    host: string,
    key: string,
    signal: AbortSignal | undefined,
  ): Promise<Credential | undefined> {
    const suffix = file.credHelpers.get(key) ?? file.credsStore
    // A helper that does not know the host is not gone around: the file may hold what was meant to be out of it.
    return suffix === undefined ? inAuths(file, host, key) : this.#ask(suffix, key, file.name, signal)
  }

  async #inPodman(
    file: CredentialFile,
    host: string,
    repository: string,
    signal: AbortSignal | undefined,
  ): Promise<Credential | undefined> {
    const name = registryName(host)
    const suffix = file.credHelpers.get(name)
    if (suffix !== undefined) {
      const found = await this.#ask(suffix, name, file.name, signal)
      if (found !== undefined) return found
    }
    const parts = repository.split('/')
    for (let length = parts.length; length > 0; length--) {
      const found = file.auths.get(`${name}/${parts.slice(0, length).join('/')}`)
      if (found !== undefined) return found
    }
    return inAuths(file, name, credentialKey(host))
  }

  #podmanPaths(): readonly string[] {
    const { home } = this.#options
    const env = this.#env
    if (env.REGISTRY_AUTH_FILE) return [env.REGISTRY_AUTH_FILE]
    const configured = join(env.XDG_CONFIG_HOME || join(home, '.config'), 'containers', 'auth.json')
    if (this.#platform !== 'linux') return [configured]
    const uid = this.#options.uid ?? process.getuid?.() ?? 0
    const runtime = env.XDG_RUNTIME_DIR
      ? join(env.XDG_RUNTIME_DIR, 'containers', 'auth.json')
      : `/run/containers/${uid}/auth.json`
    return [runtime, configured]
  }

  #file(path: string): Promise<CredentialFile | undefined> {
    return this.#once(this.#files, path, () => readCredentialFile(path))
  }

  #ask(
    suffix: string,
    key: string,
    namedIn: string,
    signal: AbortSignal | undefined,
  ): Promise<Credential | undefined> {
    const options = { env: this.#env, platform: this.#platform, signal, namedIn }
    return this.#once(this.#helpers, `${suffix} ${key}`, () => askHelper(suffix, key, options))
  }

  /** The kept result, or a new one; what failed because a caller went away is tried again by the next. */
  #once<T>(results: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
    const kept = results.get(key)
    if (kept !== undefined) return kept
    const made = make()
    results.set(key, made)
    made.catch((error: unknown) => {
      if (!(error instanceof PromoteError) && results.get(key) === made) results.delete(key)
    })
    return made
  }
}

/** Nobody, with a word on entries of docker's file that have a path: podman reads such keys, docker does not. */
function nobody({ name, keys }: CredentialFile, host: string): Credential {
  const key = keys.find((one) => /^[^/]+\/./.test(one) && meansHost(hostOfKey(one), host))
  if (key === undefined) return ANONYMOUS
  const unread = `${name} has a login for ${key}, but docker reads no keys with a path, and so it is not read here: log in to ${hostOfKey(key)}, or keep it in podman's auth.json.`
  return { kind: 'anonymous', unread }
}

/** The entry with the key itself, else one whose key means the same host. */
function inAuths(file: CredentialFile, host: string, key: string): Credential | undefined {
  const exact = file.auths.get(key)
  if (exact !== undefined) return exact
  for (const [other, credential] of file.auths) if (meansHost(other, host)) return credential
  return undefined
}
