import type { Proof, RegistryProfile } from '../model/profile.ts'
import { profileOf } from './index.ts'

/** The name that people write for a host's registry: `docker.io` for each of Docker Hub's; else the host itself. */
export function registryName(host: string): string {
  return profileByName(host)?.names?.[0] ?? host
}

/** The host where a registry's API answers. */
export function apiHost(host: string): string {
  return profileByName(host)?.apiHost ?? host
}

/** The key of a registry in docker's credential files and helpers. */
export function credentialKey(host: string): string {
  return profileByName(host)?.credentialKey ?? host
}

/** How to log in to a registry, `recognized` where its name does not tell: the command, and with a space before it a sentence on its user names, or nothing. */
export function loginAdvice(
  host: string,
  recognized?: RegistryProfile,
): { readonly command: string; readonly note: string } {
  const { loginCommand, loginNote } = recognized ?? profileOf(host) ?? {}
  return {
    command: loginCommand?.(host) ?? `promote login ${host}`,
    note: loginNote === undefined ? '' : ` ${loginNote}`,
  }
}

/** What to try where a registry refuses a user's login, as far as its profile knows. */
export function refusedLoginHint(host: string, username: string, recognized?: RegistryProfile): string {
  const { name, login, loginNote } = recognized ?? profileOf(host) ?? {}
  const isOdd = login !== undefined && !login.users.test(username)
  return [
    isOdd
      ? `"${username}" is no user name of ${name}: it is ${login.written}.`
      : 'Check the user name and the password.',
    ...(loginNote === undefined ? [] : [loginNote]),
  ].join(' ')
}

/** The login that keys of a cloud make at a registry; undefined where that is not known of it. */
export function loginFromKeys(host: string, accessKey: string, secretKey: string): Proof | undefined {
  return profileOf(host)?.login?.fromKeys?.(host, accessKey, secretKey)
}

/** Other hosts below one domain (mirrors, storage) have a profile too, but are not the registry itself. */
function profileByName(host: string): RegistryProfile | undefined {
  const profile = profileOf(host)
  return profile?.names?.includes(host.toLowerCase()) === true ? profile : undefined
}
