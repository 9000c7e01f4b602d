import { hideSecrets, secretsIn } from '../../support/redact.ts'
import type { WireRequest } from './transport.ts'

/** Logins and tokens that are remembered; a run has few logins, and tokens that are older were replaced long ago. */
const MOST_REMEMBERED = 512

/**
 * What requests have shown of who asks. A host that says it back in an error, or says back the query it signed itself,
 * must not make it appear in a log.
 */
export class SentSecrets {
  /** Headers and forms as they were sent, the one used last at the end. */
  readonly #sent = new Set<string>()

  /** Remembers what proves who asks in a request. */
  note({ headers, body }: Pick<WireRequest, 'headers' | 'body'>): void {
    this.#remember(headers.authorization)
    if (body instanceof Uint8Array && headers['content-type'] === 'application/x-www-form-urlencoded') {
      const token = new URLSearchParams(Buffer.from(body).toString()).get('refresh_token')
      if (token !== null) this.#remember(`Bearer ${token}`)
    }
  }

  /** The body of a refusal by `url` without what was sent so far, nor what only `url` holds; the same bytes when there is nothing. */
  hide(body: Uint8Array, url: URL): Uint8Array {
    if (body.byteLength === 0) return body
    const text = Buffer.from(body).toString('utf8')
    const hidden = hideSecrets(text, [...secretsIn(url), ...[...this.#sent].flatMap(provedBy)])
    return hidden === text ? body : Buffer.from(hidden)
  }

  #remember(header: string | undefined): void {
    if (header === undefined) return
    this.#sent.delete(header)
    this.#sent.add(header)
    const [oldest] = this.#sent
    if (this.#sent.size > MOST_REMEMBERED && oldest !== undefined) this.#sent.delete(oldest)
  }
}

/** The secrets of an Authorization header: RFC 7617, RFC 6750. */
function provedBy(header: string): readonly string[] {
  const [scheme = '', proof = ''] = header.split(' ', 2)
  if (scheme.toLowerCase() !== 'basic') return [proof]
  const pair = Buffer.from(proof, 'base64').toString('utf8')
  return [proof, pair, pair.slice(pair.indexOf(':') + 1)]
}
