import type { RegistryProfile, Traces } from '../model/profile.ts'
import { profileByTraces } from '../profiles/index.ts'
import type { Queue } from '../support/concurrency.ts'
import { MAX_JSON_BYTES } from '../support/limits.ts'
import type { Authorizer } from './auth/authorizer.ts'
import type { Credential } from './auth/credentials/credential.ts'
import type { Grant, Rights } from './auth/grant.ts'
import type { Endpoint } from './endpoint.ts'
import { answerError, type Purpose } from './failures/errors.ts'
import type { Governor } from './failures/governor.ts'
import { type RateLimit, rateLimitOf } from './failures/rate-limit.ts'
import { isPassing, notePause, withRetries } from './failures/retry.ts'
import { sameOrigin } from './http/addresses/location-rules.ts'
import type { Method, StreamBody } from './http/transport.ts'
import type { LocatedAnswer, RedirectRule, Wire } from './http/wire.ts'

/** One request to a registry. */
export interface Ask {
  readonly purpose: Purpose
  readonly method: Method
  readonly url: URL
  readonly rights: Rights
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  /** Bytes unless told. */
  readonly want?: 'bytes' | 'stream'
  readonly maxBytes?: number
  /** Followed anywhere unless told; only GET and HEAD are redirected. */
  readonly redirects?: RedirectRule
  /** `ahead` for what ends something begun, such as an image whose blobs are there: in turn it would wait for all blobs of all others. */
  readonly queue?: Queue
  /** A request whose token is known to lack a right is not sent: its answer is the 403 it would get. */
  readonly needsAllRights?: boolean
  readonly signal: AbortSignal | undefined
}

/** What an {@link Exchange} works with. */
export interface ExchangeOptions {
  readonly endpoint: Endpoint
  readonly wire: Wire
  readonly authorizer: Authorizer
  readonly governor: Governor
  /** Tries after the first. */
  readonly retries: number
  readonly timeoutMs: number
}

/** Requests to one registry host: authorized, limited, tried again. */
export class Exchange {
  readonly #options: ExchangeOptions
  #isRecognized = false
  #rateLimit: RateLimit | undefined
  #recognized: RegistryProfile | undefined

  constructor(options: ExchangeOptions) {
    this.#options = options
  }

  get endpoint(): Endpoint {
    return this.#options.endpoint
  }

  /** Tries after the first. */
  get retries(): number {
    return this.#options.retries
  }

  /** What is known of this registry: by its name or its `kind`, else by its first answer, once there is one. */
  get profile(): RegistryProfile | undefined {
    const { endpoint, authorizer } = this.#options
    if (endpoint.profile !== undefined) return endpoint.profile
    const { traces } = authorizer
    if (traces === undefined || this.#isRecognized) return this.#recognized
    this.#isRecognized = true
    this.#recognized = profileByTraces(traces)
    return this.#recognized
  }

  /** What the host's first answer said of it; undefined before. */
  get traces(): Traces | undefined {
    return this.#options.authorizer.traces
  }

  /** How many pulls are left, as the latest answer had it that said so; undefined before one did. */
  get rateLimit(): RateLimit | undefined {
    return this.#rateLimit
  }

  /** The login that requests for a repository are made with. */
  credential(repository: string, signal: AbortSignal | undefined): Promise<Credential> {
    return this.#options.authorizer.credential(repository, signal)
  }

  get governor(): Governor {
    return this.#options.governor
  }

  get timeoutMs(): number {
    return this.#options.timeoutMs
  }

  /**
   * Sends a repeatable request until it has an answer that will stay, and gives that back whatever it is.
   * @throws PromoteError for no answer, a refused token, and 408, 429 and 5xx that did not pass
   */
  async ask(ask: Ask): Promise<LocatedAnswer> {
    const { governor, retries } = this.#options
    const { purpose, signal } = ask
    const answer = await withRetries(purpose, { retries, governor, signal }, () => this.#authorized(ask))
    if (this.#options.endpoint.profile?.limitsPulls === true) {
      this.#rateLimit = rateLimitOf(answer.headers) ?? this.#rateLimit
    }
    if (isPassing(answer)) throw answerError(purpose, answer)
    return answer
  }

  /**
   * Sends a repeatable request with a proof of its own, or none: to the registry's own API, there or on another host. It
   * is not redirected.
   * @throws PromoteError as {@link ask}
   */
  async askAs(authorization: string | undefined, ask: Omit<Ask, 'rights'>): Promise<LocatedAnswer> {
    const { governor, retries } = this.#options
    const { purpose, signal } = ask
    const proof = { header: authorization, ownProof: true }
    const once = (): Promise<LocatedAnswer> =>
      governor.run(() => this.#inTurn({ ...ask, redirects: 'none' }, proof), signal)
    const answer = await withRetries(purpose, { retries, governor, signal }, once)
    if (isPassing(answer)) throw answerError(purpose, answer)
    return answer
  }

  /**
   * Sends a body that can be had only once: one try, but again with a new body where a 401 can be mended.
   * @param body called for each time it is sent
   * @throws the socket's error; the caller knows how an upload goes on
   */
  async send(ask: Omit<Ask, 'body'>, body: () => Promise<StreamBody>): Promise<LocatedAnswer> {
    const { authorizer, governor } = this.#options
    await governor.ready(ask.signal)
    const answer = await authorizer.authorized(ask.rights, ask.purpose, ask.signal, async (grant) => {
      await governor.turn(ask.signal)
      return this.#wire(ask, grant, await body())
    })
    if (answer.status === 429) notePause(governor, answer)
    else governor.succeeded()
    return answer
  }

  /** Whether requests with these rights are certain to be refused; asks for a token at most. */
  isHopeless(rights: Rights, signal: AbortSignal | undefined): Promise<boolean> {
    return this.#options.authorizer.isHopeless(rights, signal)
  }

  async #authorized(ask: Ask): Promise<LocatedAnswer> {
    const { authorizer, governor } = this.#options
    return authorizer.authorized(ask.rights, ask.purpose, ask.signal, (grant) => {
      if (ask.needsAllRights === true && !grant.complete) return Promise.resolve(notSent(ask.url))
      const once = (): Promise<LocatedAnswer> => this.#inTurn(ask, grant)
      // A stream takes no place: it lasts, and its other end may need a place of this host to go on.
      return ask.want === 'stream' ? once() : governor.run(once, ask.signal, ask.queue)
    })
  }

  #inTurn(
    ask: Omit<Ask, 'rights'>,
    proof: Pick<Grant, 'header'> & { readonly ownProof?: boolean },
  ): Promise<LocatedAnswer> {
    const turn = this.#options.governor.turn(ask.signal)
    if (turn === undefined) return this.#wire(ask, proof, ask.body)
    return turn.then(() => this.#wire(ask, proof, ask.body))
  }

  #wire(
    ask: Omit<Ask, 'body' | 'rights'>,
    proof: Pick<Grant, 'header'> & { readonly ownProof?: boolean },
    body: Uint8Array | StreamBody | undefined,
  ): Promise<LocatedAnswer> {
    const { wire, endpoint, timeoutMs } = this.#options
    const readable = ask.method === 'GET' || ask.method === 'HEAD'
    return wire.send(
      {
        method: ask.method,
        url: ask.url,
        headers: ask.headers ?? {},
        ...(body === undefined ? {} : { body }),
        want: ask.want ?? 'bytes',
        maxBytes: ask.maxBytes ?? MAX_JSON_BYTES,
        timeoutMs,
        signal: ask.signal,
      },
      {
        from: endpoint.base,
        authorization:
          proof.ownProof === true || sameOrigin(ask.url, endpoint.base) ? proof.header : undefined,
        redirects: readable ? (ask.redirects ?? 'anywhere') : 'none',
        isOwnApi: proof.ownProof === true,
      },
    )
  }
}

/** Stands in for the refusal that a request without the needed rights would get. */
function notSent(url: URL): LocatedAnswer {
  return { status: 403, headers: {}, body: new Uint8Array(), url }
}
