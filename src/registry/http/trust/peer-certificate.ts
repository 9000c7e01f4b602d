import type { PeerCertificate, TLSSocket } from 'node:tls'
import { redactText } from '../../../support/redact.ts'

/** What a certificate that was refused says of itself, fit to print. */
export interface RefusedCertificate {
  readonly subject: string
  /** Who signed it. */
  readonly issuer: string
  /** The names it is for, `registry.example.com`; addresses too. */
  readonly names: readonly string[]
  readonly from: Date
  readonly to: Date
}

/** Names shown of one certificate; some have hundreds. */
const MOST_NAMES = 8

const refused = new WeakMap<object, RefusedCertificate>()

/**
 * Sees to it that errors of connections tell {@link refusedCertificate} what the server showed. Reading a certificate
 * takes its time, so of each host it is read once, and told of all its connections.
 */
export class CertificateWatch {
  readonly #watched = new Set<string>()
  readonly #refused = new Map<string, RefusedCertificate>()

  /** To be called before the handshake. */
  watch(host: string, socket: TLSSocket): void {
    if (this.#watched.has(host)) return
    this.#watched.add(host)
    // The certificate is gone when the error is told: it has to be looked at when the handshake ends.
    let shown: PeerCertificate | undefined
    socket.prependOnceListener('secure', () => {
      shown = socket.getPeerCertificate()
    })
    socket.prependOnceListener('error', () => {
      if (shown === undefined) this.#watched.delete(host)
      else this.#refused.set(host, factsOf(shown))
    })
  }

  /** To be called with what a connection to the host failed with. */
  explain(host: string, error: unknown): void {
    const facts = this.#refused.get(host)
    if (facts !== undefined && typeof error === 'object' && error !== null) refused.set(error, facts)
  }
}

/** What the certificate says that a connection was refused for; undefined for any other error. */
export function refusedCertificate(error: unknown): RefusedCertificate | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const found = refused.get(error)
  if (found !== undefined) return found
  return 'cause' in error ? refusedCertificate(error.cause) : undefined
}

function factsOf({
  subject,
  issuer,
  subjectaltname = '',
  valid_from,
  valid_to,
}: PeerCertificate): RefusedCertificate {
  const names = subjectaltname
    .split(/,\s*/)
    .map((name) => name.replace(/^(?:DNS|IP Address):/, ''))
    .filter((name) => name !== '')
  const told = names.length > MOST_NAMES ? [...names.slice(0, MOST_NAMES), '…'] : names
  return {
    subject: nameOf(subject),
    issuer: nameOf(issuer),
    names: told.map((name) => redactText(name, 100)),
    from: new Date(valid_from),
    to: new Date(valid_to),
  }
}

/** The common name, else all parts of the name in one line. */
function nameOf(parts: Readonly<Partial<Record<string, string | string[]>>> = {}): string {
  const common = parts.CN ?? Object.values(parts).flat().join(', ')
  return redactText([common].flat().join(', '), 100)
}
