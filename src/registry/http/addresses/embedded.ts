import { isIPv6 } from 'node:net'

/** Where an IPv6 address that begins so holds an IPv4 address: the places of its four bytes. */
interface Embedding {
  /** The first bytes. */
  readonly prefix: readonly number[]
  readonly places: readonly [number, number, number, number]
  /** Written with every bit turned over. */
  readonly isInverted?: boolean
}

const LAST = [12, 13, 14, 15] as const
const NAT64_LOCAL = [0, 0x64, 0xff, 0x9b, 0, 1]

const EMBEDDINGS: readonly Embedding[] = [
  // IPv4-compatible, IPv4-mapped, IPv4-translated: RFC 4291 §2.5.5, RFC 2765 §2.1.
  { prefix: Array<number>(12).fill(0), places: LAST },
  { prefix: [...Array<number>(10).fill(0), 0xff, 0xff], places: LAST },
  { prefix: [...Array<number>(8).fill(0), 0xff, 0xff, 0, 0], places: LAST },
  // NAT64: RFC 6052 §2.2. The prefix for local use (RFC 8215) may be cut at any of its lengths.
  { prefix: [0, 0x64, 0xff, 0x9b, ...Array<number>(8).fill(0)], places: LAST },
  { prefix: NAT64_LOCAL, places: [6, 7, 9, 10] },
  { prefix: NAT64_LOCAL, places: [7, 9, 10, 11] },
  { prefix: NAT64_LOCAL, places: [9, 10, 11, 12] },
  { prefix: NAT64_LOCAL, places: LAST },
  // 6to4: RFC 3056 §2.
  { prefix: [0x20, 0x02], places: [2, 3, 4, 5] },
  // Teredo, its server and its client: RFC 4380 §4.
  { prefix: [0x20, 0x01, 0, 0], places: [4, 5, 6, 7] },
  { prefix: [0x20, 0x01, 0, 0], places: LAST, isInverted: true },
]

/** The IPv4 addresses that an IPv6 address may stand for; none for anything else. */
export function embeddedAddresses(address: string): readonly string[] {
  if (!address.includes(':') || !isIPv6(address)) return []
  const bytes = bytesOf(address)
  return EMBEDDINGS.filter(({ prefix }) => prefix.every((byte, at) => bytes[at] === byte)).flatMap(
    ({ places, isInverted = false }) => {
      const found = places.map((place) => (bytes[place] ?? 0) ^ (isInverted ? 0xff : 0))
      // Nothing is written there.
      return found.every((byte) => byte === 0) ? [] : [found.join('.')]
    },
  )
}

/** The 16 bytes of an IPv6 address, however it is written. */
function bytesOf(address: string): readonly number[] {
  const [bare = ''] = address.split('%', 1)
  // A URL writes it in groups of hexadecimal digits alone.
  const [head = '', tail] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split('::')
  const [before, after] = [groupsOf(head), groupsOf(tail ?? '')]
  const groups = [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after]
  return groups.flatMap((group) => [group >> 8, group & 0xff])
}

function groupsOf(text: string): readonly number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))
}
