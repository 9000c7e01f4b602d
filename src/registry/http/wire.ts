import { redactUrl } from '../../support/redact.ts'
import type { AddressGuard } from './addresses/address-guard.ts'
import { nextUrl, sameOrigin } from './addresses/location-rules.ts'
import { noteFailingHost } from './answering-host.ts'
import { SentSecrets } from './sent-secrets.ts'
import { headerOf, type Transport, type WireAnswer, type WireRequest } from './transport.ts'

/** One request as it went over the wire, for `--debug` and for counting. Holds no secrets. */
export interface RequestEvent {
  readonly method: string
  /** Redacted. */
  readonly url: string
  /** Undefined when no answer came. */
  readonly status: number | undefined
  /** Until the answer's headers, or its whole body where it is kept in memory. */
  readonly milliseconds: number
  /** Bytes of body sent, as announced. */
  readonly bytesSent: number
  /** Bytes of body received, as announced where it is a stream. */
  readonly bytesReceived: number
}

/** What a {@link Wire} needs. */
export interface WireOptions {
  /** For everything that is small. */
  readonly metadata: Transport
  /** For the bytes of blobs. */
  readonly blobs: Transport
  /** For what registries have beside the distribution API. */
  readonly ownApis: Transport
  readonly guard: AddressGuard
  readonly userAgent: string
  readonly onRequest: ((event: RequestEvent) => void) | undefined
}

/** Where redirects of a GET or HEAD may lead. */
export type RedirectRule = 'none' | 'same-origin' | 'anywhere'

/** An answer with the URL that gave it, after redirects. */
export interface LocatedAnswer extends WireAnswer {
  readonly url: URL
}

/** How a request is sent. */
export interface SendOptions {
  /** The host the user named that led to the request's URL. */
  readonly from: URL
  /** Goes to the first URL's origin only, and not again after a redirect has left it. */
  readonly authorization: string | undefined
  readonly redirects: RedirectRule
  /** Whether it is a request to the registry's own API. */
  readonly isOwnApi?: boolean
}

const MOST_REDIRECTS = 5
const REDIRECTS = new Set([301, 302, 303, 307, 308])

/** Chooses the transport, tells about each request, follows redirects by hand, and takes secrets out of refusals. */
export class Wire {
  readonly #options: WireOptions
  readonly #secrets = new SentSecrets()

  constructor(options: WireOptions) {
    this.#options = options
  }

  /**
   * Sends the request and follows redirects as far as allowed.
   * @throws PromoteError `protocol` for a redirect that may not be followed
   */
  async send(
    request: WireRequest,
    { from, authorization, redirects, isOwnApi = false }: SendOptions,
  ): Promise<LocatedAnswer> {
    const { guard } = this.#options
    let url = request.url
    let trusted = true
    guard.lead(from, url)
    for (let hop = 0; ; hop++) {
      const headers = trusted && authorization !== undefined ? { authorization } : {}
      const elsewhere = sameOrigin(url, from) ? {} : { elsewhere: url.host }
      const answer = await this.#once(
        { ...request, url, headers: { ...request.headers, ...headers } },
        elsewhere,
        isOwnApi,
      )
      const location = REDIRECTS.has(answer.status) ? headerOf(answer.headers, 'location') : undefined
      if (location === undefined || redirects === 'none' || hop === MOST_REDIRECTS) return { ...answer, url }
      const next = nextUrl(url, location, 'redirect')
      if (redirects === 'same-origin' && !sameOrigin(url, next)) return { ...answer, url }
      trusted &&= sameOrigin(url, next)
      guard.lead(url, next)
      url = next
    }
  }

  async #once(
    request: WireRequest,
    elsewhere: Pick<WireAnswer, 'elsewhere'>,
    isOwnApi: boolean,
  ): Promise<WireAnswer> {
    const { metadata, blobs, ownApis, userAgent, onRequest } = this.#options
    const streamed =
      request.want === 'stream' || (request.body !== undefined && !(request.body instanceof Uint8Array))
    const headers = { 'user-agent': userAgent, 'accept-encoding': 'identity', ...request.headers }
    this.#secrets.note(request)
    const started = performance.now()
    let answer: WireAnswer | undefined
    try {
      answer = await (isOwnApi ? ownApis : streamed ? blobs : metadata).send({ ...request, headers })
      if (answer.status < 400) return { ...answer, ...elsewhere }
      return { ...answer, ...elsewhere, body: this.#secrets.hide(answer.body, request.url) }
    } catch (error) {
      if (elsewhere.elsewhere !== undefined) noteFailingHost(error, elsewhere.elsewhere)
      throw error
    } finally {
      onRequest?.({
        method: request.method,
        url: redactUrl(request.url),
        status: answer?.status,
        milliseconds: performance.now() - started,
        bytesSent: bodyLength(request.body),
        bytesReceived:
          answer?.stream === undefined
            ? (answer?.body.byteLength ?? 0)
            : Number(headerOf(answer.headers, 'content-length') ?? 0),
      })
    }
  }
}

function bodyLength(body: WireRequest['body']): number {
  return body === undefined ? 0 : body instanceof Uint8Array ? body.byteLength : body.length
}
