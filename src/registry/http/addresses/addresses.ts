import { BlockList, isIPv4, isIPv6 } from 'node:net'
import { embeddedAddresses } from './embedded.ts'

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

/**
 * True for addresses of this machine and of what stands beside it for it alone: loopback, link-local and unspecified ones
 * and the metadata services of clouds; also where such an IPv4 address is written as an IPv6 one in any of the usual ways.
 */
export function isMachineLocal(host: string): boolean {
  const name = bareHostname(host)
  if (METADATA_NAMES.has(name) || isLoopback(name)) return true
  return isLocalAddress(name) || embeddedAddresses(name).some(isLocalAddress)
}

type Range = readonly [address: string, prefix: number, family: 'ipv4' | 'ipv6']

const LOOPBACK: readonly Range[] = [
  ['127.0.0.0', 8, 'ipv4'],
  ['::1', 128, 'ipv6'],
]

const LOCAL: readonly Range[] = [
  ...LOOPBACK,
  ['0.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['::', 128, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  // Metadata services at addresses of their own: Alibaba, Azure, Oracle, AWS and Google over IPv6.
  ['100.100.100.200', 32, 'ipv4'],
  ['168.63.129.16', 32, 'ipv4'],
  ['192.0.0.192', 32, 'ipv4'],
  ['fd00:ec2::254', 128, 'ipv6'],
  ['fd20:ce::254', 128, 'ipv6'],
]

/** A proxy may look up for itself what this machine never asks for. */
const METADATA_NAMES = new Set(['metadata.google.internal'])

/** True when an address (not a name) is in `address/prefix`; also for IPv4 written as IPv6. */
export function isInSubnet(name: string, address: string, prefix: number): boolean {
  const family = isIP(address)
  if (family === 0) return false
  return inRanges(name, [[address, prefix, family === 4 ? 'ipv4' : 'ipv6']])
}

function isLocalAddress(address: string): boolean {
  return inRanges(address, LOCAL)
}

function inRanges(name: string, ranges: readonly Range[]): boolean {
  const family = isIP(name)
  if (family === 0) return false
  const list = new BlockList()
  for (const [address, prefix, kind] of ranges) list.addSubnet(address, prefix, kind)
  // BlockList sees through IPv4-mapped IPv6 by itself.
  return list.check(name, family === 4 ? 'ipv4' : 'ipv6')
}
