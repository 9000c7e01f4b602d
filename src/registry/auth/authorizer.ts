import type { Traces } from '../../model/profile.ts'
import { PromoteError } from '../../support/errors.ts'
import { abortable } from '../../support/in-flight.ts'
import { answerError, type Purpose } from '../failures/errors.ts'
import { nextUrl } from '../http/addresses/location-rules.ts'
import { headerValues } from '../http/transport.ts'
import type { LocatedAnswer } from '../http/wire.ts'
import { type Challenge, parseChallenges } from './challenge.ts'
import { CredentialTrials } from './credential-trials.ts'
import { ANONYMOUS, type Credential, type CredentialSource } from './credentials/credential.ts'
import {
  basicScheme,
  type Grant,
  grant,
  hadRights,
  loginOf,
  plainHeader,
  type Rights,
  type Scheme,
} from './grant.ts'
import { LearntRights } from './learnt-rights.ts'
import { covers } from './scopes.ts'
import type { TokenRealm } from './token-endpoint.ts'
import type { Token, TokenCache, TokenNeed } from './tokens.ts'
import { tracesOf } from './traces.ts'

/** What an {@link Authorizer} needs. */
export interface AuthorizerOptions {
  /** As people write it. */
  readonly host: string
  readonly base: URL
  readonly credentials: CredentialSource
  readonly tokens: TokenCache
  /** Called for each request before the host's first answer, of which all but the first have to wait for it. */
  readonly onEarly: () => void
}

/**
 * Gives each request to one host what proves who asks. There is no ping: the first request goes without, and its 401
 * brings the challenge; requests that start meanwhile wait for that one answer.
 */
export class Authorizer {
  readonly #options: AuthorizerOptions
  readonly #trials: CredentialTrials
  readonly #learnt = new LearntRights()
  #scheme: Scheme | undefined
  /** Ends with the first answer of the host; undefined before the first request and after that answer. */
  #scout: Promise<void> | undefined
  #isScouted = false
  #traces: Traces | undefined

  constructor(options: AuthorizerOptions) {
    this.#options = options
    this.#trials = new CredentialTrials(options.host, options.credentials)
  }

  /** What the host's first answer said of the server; undefined before. */
  get traces(): Traces | undefined {
    return this.#traces
  }

  /** The login that is used for a repository. */
  credential(repository: string, signal: AbortSignal | undefined): Promise<Credential> {
    return this.#trials.find(repository, signal)
  }

  /**
   * Runs `send` with a grant, and again where its 401 is one that a challenge or a new token can mend.
   * @throws PromoteError `unauthorized` or `forbidden` when the token endpoint refuses, or a password was refused before
   */
  async authorized(
    rights: Rights,
    purpose: Purpose,
    signal: AbortSignal | undefined,
    send: (grant: Grant) => Promise<LocatedAnswer>,
  ): Promise<LocatedAnswer> {
    if (!this.#isScouted) this.#options.onEarly()
    if (this.#scout !== undefined) await abortable(this.#scout, signal)
    if (!this.#isScouted) {
      const scouted = Promise.withResolvers<void>()
      this.#scout = scouted.promise
      try {
        const answer = await send(await this.#grant(rights, signal))
        this.#traces = tracesOf(answer, this.#options.base)
        if (!this.#isOwn401(answer)) return answer
        if (!(await this.#learn(rights, answer, signal))) {
          const [repository = ''] = rights.needed.keys()
          return { ...answer, ...loginOf(await this.#trials.find(repository, signal)), hadLogin: false }
        }
      } finally {
        this.#isScouted = true
        this.#scout = undefined
        scouted.resolve()
      }
    }
    // At most: one challenge, one token that ran out, one that was asked for alone.
    for (let again = 0; ; again++) {
      const grant = await this.#grant(rights, signal)
      try {
        const answer = await send(grant)
        if (!this.#isOwn401(answer)) {
          this.#noteProof(grant, answer)
          return answer.status === 403 ? { ...answer, hadRights: hadRights(grant) } : answer
        }
        const refused = { ...answer, ...loginOf(grant.credential) }
        if (again === 2 || !(await this.#mend(grant, rights, purpose, refused, signal))) return refused
      } finally {
        grant.trial?.end()
      }
    }
  }

  /**
   * Whether requests with these rights are certain to be refused: known only where tokens say what they hold, after the
   * host has been asked for anything. Asks for a token at most.
   */
  async isHopeless(rights: Rights, signal: AbortSignal | undefined): Promise<boolean> {
    if (this.#scheme?.kind !== 'bearer') return false
    try {
      const { token, complete } = await this.#grant(rights, signal)
      return token?.certain === true && !complete
    } catch (error) {
      if (error instanceof PromoteError && isRefusal(error)) return true
      throw error
    }
  }

  #noteProof({ token, header, credential }: Grant, { status }: LocatedAnswer): void {
    if (token !== undefined) token.proved = true
    else if (header !== undefined && status < 500 && status !== 429) this.#trials.accepted(credential)
  }

  /** What another host says, to which a redirect or an upload led, is no challenge to us. */
  #isOwn401(answer: LocatedAnswer): boolean {
    return answer.status === 401 && answer.url.origin === this.#options.base.origin
  }

  async #grant(rights: Rights, signal: AbortSignal | undefined): Promise<Grant> {
    const scheme = this.#scheme
    if (scheme === undefined) return grant(ANONYMOUS, undefined, { blind: true })
    const [repository = ''] = rights.needed.keys()
    const credential = await this.#trials.find(repository, signal)
    const isBasic = this.#learnt.isBasicOnly(repository)
    const header = plainHeader(credential, isBasic ? { kind: 'basic' } : scheme)
    if (header !== undefined) {
      return grant(credential, header, { trial: await this.#trials.begin(credential, signal) })
    }
    if (scheme.kind === 'basic') return grant(credential, undefined)
    const need = { needed: this.#learnt.withFurther(rights.needed), wanted: rights.wanted }
    const token = await this.#token(scheme.realm, credential, need, signal)
    const complete = covers(token.granted, rights.needed)
    return grant(credential, `Bearer ${token.value}`, { token, complete })
  }

  async #token(
    realm: TokenRealm,
    credential: Credential,
    need: TokenNeed,
    signal: AbortSignal | undefined,
  ): Promise<Token> {
    const { tokens } = this.#options
    try {
      return await tokens.get(realm, credential, need, signal)
    } catch (error) {
      const isOld = error instanceof PromoteError && error.code === 'unauthorized'
      if (!isOld || !tokens.isGood(realm, credential)) throw error
      const [repository = ''] = need.needed.keys()
      const renewed = await this.#trials.renewed(credential, repository, signal)
      if (renewed === undefined) throw error
      return tokens.get(realm, renewed, need, signal)
    }
  }

  /** Takes over what a challenge says; false when it brings nothing to try. */
  async #learn(rights: Rights, answer: LocatedAnswer, signal: AbortSignal | undefined): Promise<boolean> {
    const challenges = parseChallenges(headerValues(answer.headers, 'www-authenticate'))
    const bearer = challenges.find(({ scheme, parameters }) => scheme === 'bearer' && parameters.realm)
    const scheme = bearer === undefined ? basicScheme(challenges) : this.#bearerScheme(bearer)
    if (scheme === undefined) return false
    this.#scheme = scheme
    if (scheme.kind === 'bearer') return true
    const [repository = ''] = rights.needed.keys()
    const { kind } = await this.#trials.find(repository, signal)
    return kind === 'basic' || kind === 'bearer'
  }

  #bearerScheme({ parameters }: Challenge): Scheme {
    const url = nextUrl(this.#options.base, parameters.realm ?? '', 'token endpoint')
    return { kind: 'bearer', realm: { url, service: parameters.service } }
  }

  async #mend(
    grant: Grant,
    rights: Rights,
    purpose: Purpose,
    answer: LocatedAnswer,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    if (grant.blind) return this.#scheme !== undefined || this.#learn(rights, answer, signal)
    if (grant.header === undefined) return false
    const { tokens } = this.#options
    if (grant.token === undefined) {
      const [repository = ''] = rights.needed.keys()
      return this.#trials.refused(grant.credential, repository, answerError(purpose, answer), signal)
    }
    const { token } = grant
    if (this.#learnt.learnBasic(grant, rights, answer)) return true
    if (this.#learnt.learnFurther(rights, answer)) return true
    if (token.proved || performance.now() > token.refreshAt) {
      tokens.discard(token, grant.madeAt)
      return true
    }
    if (token.asked.size > 1 && !token.certain) {
      tokens.distrust(token, answerError(purpose, answer))
      return true
    }
    return false
  }
}

function isRefusal({ code }: PromoteError): boolean {
  return code === 'unauthorized' || code === 'forbidden'
}
