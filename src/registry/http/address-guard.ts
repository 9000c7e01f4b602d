import { isIP, type LookupFunction } from 'node:net'
import { PromoteError } from '../../support/errors.ts'
import { bareHostname, isLoopback, isMachineLocal } from './addresses.ts'

/** A name turned out to stand for an address that must not be reached from where it came. */
class LocalAddress extends Error {
  override readonly name = 'LocalAddress'
  readonly code = 'ERR_LOCAL_ADDRESS'
}

/**
 * Keeps public hosts from leading this machine to itself: a token endpoint, a redirect or an upload location may have a
 * harmless name that stands for a loopback or link-local address (the metadata services of clouds). Hosts that the user
 * named may be anywhere, and hosts at such an address may lead to others there.
 */
export class AddressGuard {
  readonly #named = new Set<string>()
  readonly #local = new Set<string>()
  /** Which hosts led to a host that nobody named. */
  readonly #leaders = new Map<string, Set<string>>()
  readonly #resolve: LookupFunction

  /** @param resolve how names become addresses */
  constructor(resolve: LookupFunction) {
    this.#resolve = resolve
  }

  /** Notes a host of the promotion file or the command line. */
  name(hostname: string): void {
    this.#named.add(bareHostname(hostname))
  }

  /** Notes that an answer of one host leads to another. @throws PromoteError `protocol` when that one is known to be local, and the first is not */
  lead(from: URL, to: URL): void {
    if (from.hostname === to.hostname) return
    const [leader, led] = [bareHostname(from.hostname), bareHostname(to.hostname)]
    if (this.#named.has(led)) return
    if (this.#isLocal(led) && !this.#isLocal(leader)) {
      throw new PromoteError('protocol', `${from.host} leads to ${to.host}, which is ${placeOf(led)}.`, {
        hint: UNSAFE,
      })
    }
    const leaders = this.#leaders.get(led)
    if (leaders === undefined) this.#leaders.set(led, new Set([leader]))
    else leaders.add(leader)
  }

  /** For `net.connect`: fails with {@link LocalAddress} before anything is sent where the name may not stand for its address. */
  readonly lookup: LookupFunction = (hostname, options, done) => {
    this.#resolve(hostname, options, (error, found, family) => {
      const addresses = typeof found === 'string' ? [found] : (found ?? []).map(({ address }) => address)
      const local = error === null ? addresses.find(isMachineLocal) : undefined
      if (local === undefined || this.#mayBe(bareHostname(hostname))) return done(error, found, family)
      done(new LocalAddress(`${hostname} is ${placeOf(local)}, and a public host leads there`), '', 0)
    })
  }

  #mayBe(host: string): boolean {
    this.#local.add(host)
    if (this.#named.has(host)) return true
    return [...(this.#leaders.get(host) ?? [])].every((leader) => this.#isLocal(leader))
  }

  #isLocal(host: string): boolean {
    return this.#local.has(host) || isMachineLocal(host)
  }
}

const UNSAFE = `It is not followed, for safety. The registry's external URL may be set up wrongly.`

function placeOf(host: string): string {
  if (isIP(host) === 0) return 'at an address of this machine'
  return isLoopback(host) ? 'a loopback address' : 'a link-local address'
}
