import type { Proof } from '../model/profile.ts'
import type { KeptIn, LoginReport, LogoutReport } from '../model/result.ts'
import { loginFromKeys, registryName } from '../profiles/names.ts'
import type { Kept } from '../registry/auth/credentials/credential.ts'
import { isLoopback } from '../registry/http/addresses/addresses.ts'
import { PromoteError } from '../support/errors.ts'
import { openRegistries, type Registries } from './registries.ts'
import type { Surroundings } from './surroundings.ts'

/** A login that is kept, and whether its password now stands in a file that anybody can decode. */
export interface NewLogin {
  readonly report: LoginReport
  /** The file, where docker would warn of it. */
  readonly readableIn: string | undefined
}

/** A login that was there already. */
export interface ExistingLogin {
  /** Undefined where only a token is known. */
  readonly username: string | undefined
  /** @param checked whether the registry took it */
  report(checked: boolean): LoginReport
  /** Whether the registry asks for it, and takes it. @throws PromoteError `unauthorized` when it does not take it */
  check(): Promise<boolean>
}

/**
 * Tries a login and keeps it where docker would.
 * @throws PromoteError `unauthorized` when it is refused, `invalid-file`, `disk` or `failed` when it cannot be kept
 */
export async function logIn(
  { tryLogin, credentials }: Registries,
  host: string,
  proof: Proof,
  signal: AbortSignal,
): Promise<NewLogin> {
  const { login, isChecked } = await tryLogin(host, proof, signal)
  const kept = await credentials.store(host, login, { signal })
  const isReadable = kept.kind === 'file' && kept.changed && login.kind === 'basic'
  return {
    report: {
      kind: 'login',
      registry: registryName(host),
      username: proof.username,
      existing: false,
      checked: isChecked,
      kept: keptIn(kept),
    },
    readableIn: isReadable ? kept.path : undefined,
  }
}

/** The login to a host that a request would be sent with; undefined when there is none. @throws PromoteError as the files and helpers that are looked into */
export async function existingLogin(
  { credentials, checkLogin }: Registries,
  host: string,
  signal: AbortSignal,
): Promise<ExistingLogin | undefined> {
  const credential = await credentials.get(host, '', { signal })
  if (credential.kind === 'anonymous') return undefined
  const username = credential.kind === 'bearer' ? undefined : credential.username
  return {
    username,
    report: (checked) => ({
      kind: 'login',
      registry: registryName(host),
      username: username ?? null,
      existing: true,
      checked,
      kept: null,
    }),
    check: () => checkLogin(host, credential, signal),
  }
}

/** Whether what is sent to a host can be read on the way: plain HTTP, and not within this machine. */
export function isReadOnTheWay({ api }: Registries, host: string): boolean {
  const { protocol, hostname } = api(host).endpoint.base
  return protocol === 'http:' && !isLoopback(hostname)
}

/** What a logout came to, and whether requests to the host still go with a login: one that docker's file does not hold. */
export interface LoggedOut {
  readonly report: LogoutReport
  readonly isStillSent: boolean
}

/** Forgets the login to a host where docker keeps it. @throws PromoteError `invalid-file`, `disk` or `failed` */
export async function logOut(host: string, surroundings: Surroundings): Promise<LoggedOut> {
  const { signal } = surroundings
  await using registries = await openRegistries(surroundings)
  const { credentials } = registries
  const removed = await credentials.erase(host, { signal })
  const left = await credentials.get(host, '', { signal })
  const report: LogoutReport = { kind: 'logout', registries: [{ registry: registryName(host), removed }] }
  return { report, isStillSent: left.kind !== 'anonymous' }
}

/** Forgets all logins that docker keeps. @throws PromoteError as {@link logOut}, after all others were forgotten */
export async function logOutOfAll(surroundings: Surroundings): Promise<LogoutReport> {
  await using registries = await openRegistries(surroundings)
  const erased = await registries.credentials.eraseAll({ signal: surroundings.signal })
  return { kind: 'logout', registries: erased.map((registry) => ({ registry, removed: true })) }
}

/** The login that an access key of a cloud makes at a host. @throws PromoteError `usage` where none is known */
export function proofFromKeys(host: string, accessKey: string, secretKey: string): Proof {
  const proof = loginFromKeys(host, accessKey, secretKey)
  if (proof !== undefined) return proof
  throw new PromoteError('usage', `${host} is no registry of Huawei Cloud SWR.`, {
    hint: 'SERVER is swr.REGION.myhuaweicloud.com: the user name begins with the region.',
  })
}

function keptIn(kept: Kept): KeptIn {
  return kept.kind === 'file'
    ? { in: 'file', file: kept.path }
    : { in: 'helper', helper: `docker-credential-${kept.suffix}`, file: kept.path }
}
