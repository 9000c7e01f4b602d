import { PromoteError } from '../../support/errors.ts'
import { bareHostname, isInSubnet, isLoopback } from './addresses/addresses.ts'

/** How a URL is reached. Through a proxy, plain HTTP is forwarded (RFC 9112 §3.2.2) and TLS is tunnelled (RFC 9110 §9.3.6). */
export type ProxyRoute =
  | { readonly kind: 'direct' }
  | { readonly kind: 'forward'; readonly proxy: URL }
  | { readonly kind: 'tunnel'; readonly proxy: URL }

/** Decides routes. */
export type Router = (url: URL) => ProxyRoute

type Env = Readonly<Record<string, string | undefined>>

const DIRECT: ProxyRoute = { kind: 'direct' }

/**
 * Reads `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` (or lower case) as Go's tools do: loopback is always reached directly.
 * Proxies are `http://` or `https://`, with or without user and password.
 * @throws PromoteError `usage` for a proxy that is no URL or of another kind (SOCKS)
 */
export function routerFrom(env: Env): Router {
  const forTls = proxyUrl(env, 'HTTPS_PROXY')
  const forPlain = proxyUrl(env, 'HTTP_PROXY')
  const exceptions = (env.NO_PROXY || env.no_proxy || '')
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map((entry) => entry.toLowerCase())
  return (url) => {
    const proxy = url.protocol === 'https:' ? forTls : forPlain
    if (proxy === undefined || url.origin === proxy.origin) return DIRECT
    if (isLoopback(url.hostname) || exceptions.some((entry) => isException(entry, url))) return DIRECT
    return { kind: url.protocol === 'https:' ? 'tunnel' : 'forward', proxy }
  }
}

/** The `Proxy-Authorization` fields for a proxy URL with user and password; none without. */
export function proxyAuthorization(proxy: URL): Readonly<Record<string, string>> {
  if (proxy.username === '' && proxy.password === '') return {}
  const pair = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` }
}

function proxyUrl(env: Env, name: string): URL | undefined {
  const text = env[name] || env[name.toLowerCase()]
  if (text === undefined || text === '') return undefined
  let url: URL
  try {
    url = new URL(text.includes('://') ? text : `http://${text}`)
  } catch {
    throw new PromoteError('usage', `${name} is no URL.`)
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new PromoteError(
      'usage',
      `${name} names a ${url.protocol.slice(0, -1)} proxy, which is not supported.`,
      {
        hint: 'Use an http:// or https:// proxy.',
      },
    )
  }
  return url
}

function isException(entry: string, url: URL): boolean {
  if (entry === '*') return true
  const host = bareHostname(url.hostname)
  const slash = entry.indexOf('/')
  if (slash > 0) return isInSubnet(host, entry.slice(0, slash), Number(entry.slice(slash + 1)))
  const { name, port } = splitException(entry)
  if (port !== undefined && port !== (url.port || (url.protocol === 'https:' ? '443' : '80'))) return false
  const wanted = bareHostname(name).replace(/^\*?\./, '.')
  if (wanted.startsWith('.')) return host.endsWith(wanted)
  return host === wanted || host.endsWith(`.${wanted}`)
}

/** `NAME`, `NAME:PORT`, or an IPv6 address with or without brackets; only in brackets may a port follow that. */
function splitException(entry: string): { readonly name: string; readonly port?: string } {
  const colon = entry.startsWith('[') ? entry.indexOf(':', entry.indexOf(']') + 1) : entry.indexOf(':')
  if (colon < 0 || (colon !== entry.lastIndexOf(':') && !entry.startsWith('['))) return { name: entry }
  return { name: entry.slice(0, colon), port: entry.slice(colon + 1) }
}
