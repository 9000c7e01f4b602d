import { isIP, type LookupFunction } from 'node:net'
import { PromoteError } from '../../../support/errors.ts'
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
  /** Hosts that a connection to a local address was opened for, and to any other. */
  readonly #connectedLocally = new Set<string>()
  readonly #connectedElsewhere = new Set<string>()
  /** Hosts that nobody named and that were let go to a local address: a connection that is kept may end there. */
  readonly #letThrough = new Set<string>()
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
    if ((isMachineLocal(led) || this.#letThrough.has(led)) && !this.#isLocal(leader)) {
      throw new PromoteError('protocol', `${from.host} leads to ${to.host}, which is ${placeOf(led)}.`, {
        hint: UNSAFE,
      })
    }
    const leaders = this.#leaders.get(led)
    if (leaders === undefined) this.#leaders.set(led, new Set([leader]))
    else leaders.add(leader)
  }

  /** Notes which address a connection to a host was opened to; what a name may stand for besides says nothing of who answers. */
  connected(hostname: string, address: string): void {
    const hosts = isMachineLocal(address) ? this.#connectedLocally : this.#connectedElsewhere
    hosts.add(bareHostname(hostname))
  }

  /**
   * For `net.connect`: of a host that a public one leads to only the addresses that are not local; fails with
   * {@link LocalAddress} before anything is sent where all of them are.
   */
  readonly lookup: LookupFunction = (hostname, options, done) => {
    this.#resolve(hostname, options, (error, found, family) => {
      if (error !== null) return done(error, found, family)
      const host = bareHostname(hostname)
      const all = typeof found === 'string' ? [{ address: found, family: family ?? 0 }] : (found ?? [])
      const [local] = all.filter(({ address }) => isMachineLocal(address))
      if (local === undefined || this.#named.has(host)) return done(null, found, family)
      if (this.#isLedLocallyAlone(host)) {
        this.#letThrough.add(host)
        return done(null, found, family)
      }
      const allowed = all.filter(({ address }) => !isMachineLocal(address))
      if (allowed.length === 0) {
        done(
          new LocalAddress(`${hostname} is ${placeOf(local.address)}, and a public host leads there`),
          '',
          0,
        )
      } else if (typeof found === 'string') done(null, found, family)
      else done(null, allowed)
    })
  }

  #isLedLocallyAlone(host: string): boolean {
    return [...(this.#leaders.get(host) ?? [])].every((leader) => this.#isLocal(leader))
  }

  /** Whether all that this host answered came from a local address. */
  #isLocal(host: string): boolean {
    if (isMachineLocal(host)) return true
    return this.#connectedLocally.has(host) && !this.#connectedElsewhere.has(host)
  }
}

const UNSAFE = `It is not followed, for safety. The registry's external URL may be set up wrongly.`

function placeOf(host: string): string {
  if (isIP(host) === 0) return 'at an address of this machine'
  return isLoopback(host) ? 'a loopback address' : 'a link-local address'
}
