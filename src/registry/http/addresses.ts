import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** As `isIP` of `node:net`, whose pattern for IPv6 takes milliseconds to compile where a colon settles it. */
function isIP(text: string): 0 | 4 | 6 {
  if (isIPv4(text)) return 4
  return text.includes('::') || text.split(':').length > 2 ? (isIPv6(text) ? 6 : 0) : 0
}

/** The host name of a URL or of `HOST[:PORT]` without brackets, port and trailing dot, lower case. */
export function bareHostname(host: string): string {
  if (isIP(host) !== 0) return host.toLowerCase()
  const name = host.startsWith('[') ? host.slice(1, host.indexOf(']')) : host.replace(/:\d+$/, '')
  return name.toLowerCase().replace(/\.$/, '')
}

/** True for 127.0.0.0/8, ::1 and `localhost`: where docker speaks plain HTTP by default. */
export function isLoopback(host: string): boolean {
  const name = bareHostname(host)
  return name === 'localhost' || name.endsWith('.localhost') || inRanges(name, LOOPBACK)
}

/** True for loopback, link-local (with the metadata services of clouds) and unspecified addresses. */
export function isMachineLocal(host: string): boolean {
  return isLoopback(host) || inRanges(bareHostname(host), LINK_LOCAL)
}

type Range = readonly [address: string, prefix: number, family: 'ipv4' | 'ipv6']

const LOOPBACK: readonly Range[] = [
  ['127.0.0.0', 8, 'ipv4'],
  ['::1', 128, 'ipv6'],
]

const LINK_LOCAL: readonly Range[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['::', 128, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['fd00:ec2::254', 128, 'ipv6'],
]

/** True when an address (not a name) is in `address/prefix`; also for IPv4 written as IPv6. */
export function isInSubnet(name: string, address: string, prefix: number): boolean {
  const family = isIP(address)
  if (family === 0) return false
  return inRanges(name, [[address, prefix, family === 4 ? 'ipv4' : 'ipv6']])
}

function inRanges(name: string, ranges: readonly Range[]): boolean {
  const family = isIP(name)
  if (family === 0) return false
  const list = new BlockList()
  for (const [address, prefix, kind] of ranges) list.addSubnet(address, prefix, kind)
  // BlockList sees through IPv4-mapped IPv6 by itself.
  return list.check(name, family === 4 ? 'ipv4' : 'ipv6')
}
