import type { LoginReport, LogoutReport } from '../../../model/result.ts'
import { printable } from '../../../support/printable.ts'

/** docker's name for Docker Hub, where it says which login goes. */
const HUB_KEY = 'https://index.docker.io/v1/'
const HUB = 'docker.io'

/** That a login was taken, in docker's words. */
export const LOGGED_IN = 'Login Succeeded\n'

/** Who is logged in, in podman's words: the user name alone. */
export function whoText(report: LoginReport): string {
  return `${printable(report).username ?? '<token>'}\n`
}

/** That the login which is there is tried, in docker's words. */
export function existingLoginText(username: string | undefined): string {
  const who = username === undefined ? '' : ` [Username: ${printable({ username }).username}]`
  return [
    `Authenticating with existing credentials...${who}`,
    '',
    " Info -> To login with a different account, run 'promote logout' followed by 'promote login'",
    '',
    '',
  ].join('\n')
}

/** That a password now stands in a file, in docker's words. */
export function readableWarning(file: string): string {
  return [
    '',
    `WARNING! Your credentials are stored unencrypted in '${printable({ file }).file}'.`,
    'Configure a credential helper to remove this warning. See',
    'https://docs.docker.com/go/credential-store/',
    '',
    '',
  ].join('\n')
}

/** What a person needs to know who logs in to Docker Hub; nothing for other registries. */
export function hubAdvice(host: string): string {
  if (host !== HUB) return ''
  return [
    'Log in with your Docker ID or email address to push and pull images from Docker Hub.',
    'A personal access token does in place of the password, and can be taken back: https://docs.docker.com/go/access-tokens/',
    '',
    '',
  ].join('\n')
}

/** Which logins are gone, a line each, in docker's words. */
export function logoutText(report: LogoutReport): string {
  const { registries } = printable(report)
  if (registries.length === 0) return 'Not logged in to any registry\n'
  return registries
    .map(({ registry, removed }) => {
      const name = registry === HUB ? HUB_KEY : registry
      return removed ? `Removing login credentials for ${name}\n` : `Not logged in to ${name}\n`
    })
    .join('')
}

/** That a login which docker's file does not hold is still sent. */
export function leftLoginText(registry: string): string {
  const host = printable({ registry }).registry
  return `! Requests to ${host} still go with a login: from DOCKER_AUTH_CONFIG, REGISTRY_AUTH_FILE, podman's auth.json (podman logout ${host}) or regctl's file (regctl registry logout ${host}).\n`
}
