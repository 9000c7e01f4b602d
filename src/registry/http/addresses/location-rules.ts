import { PromoteError } from '../../../support/errors.ts'
import { isLoopback, isMachineLocal } from './addresses.ts'

/** What leads from one URL to another. */
export type HopKind = 'redirect' | 'upload location' | 'token endpoint' | 'next page'

/**
 * The absolute URL that a registry's answer points at, or an error where following it would be unsafe: from a public host
 * to this machine or a link-local address, from https to http, or to anything but HTTP. An `http` URL on the registry's
 * own host is what a registry behind a TLS proxy writes; it is answered on `https`.
 * @param from URL of the request whose answer it is: relative locations start here (RFC 9110 §10.2.2)
 * @throws PromoteError `protocol`
 */
export function nextUrl(from: URL, location: string, kind: HopKind): URL {
  let to: URL
  try {
    to = new URL(location, from)
  } catch {
    throw new PromoteError('protocol', `${from.host} answered with a ${kind} that is no URL.`)
  }
  if (to.protocol === 'http:' && from.protocol === 'https:' && to.hostname === from.hostname) {
    to.protocol = 'https:'
    to.port = from.port
  }
  // Some take 443 for what need not be said, without asking what it is spoken over.
  const drops443 = to.port === '' && from.port === '443' && to.hostname === from.hostname
  if (drops443 && to.protocol === from.protocol) to.port = from.port
  const refuse = (why: string): PromoteError =>
    new PromoteError('protocol', `${from.host} answered with a ${kind} at ${to.host || 'no host'}, ${why}.`, {
      hint: `It is not followed, for safety. The registry's external URL may be set up wrongly.`,
    })
  if (to.protocol !== 'http:' && to.protocol !== 'https:') throw refuse('which is not HTTP')
  if (to.protocol === 'http:' && from.protocol === 'https:') throw refuse('which leaves TLS')
  if (isMachineLocal(to.hostname) && !isMachineLocal(from.hostname)) {
    throw refuse(`which is ${isLoopback(to.hostname) ? 'a loopback' : 'a link-local'} address`)
  }
  to.username = ''
  to.password = ''
  to.hash = ''
  return to
}

/** True when credentials for one may go to the other: same scheme, host and port. */
export function sameOrigin(a: URL, b: URL): boolean {
  return a.origin === b.origin
}

/** The URL with one more query parameter, the query it has kept as it is: registries sign it. */
export function withParameter(url: URL, name: string, value: string): URL {
  const next = new URL(url)
  next.search = `${url.search === '' ? '?' : `${url.search}&`}${name}=${encodeURIComponent(value)}`
  return next
}
