import type { PromoteError } from '../../support/errors.ts'
import { abortable, InFlight } from '../../support/in-flight.ts'
import { known } from '../../support/known.ts'
import { type Credential, credentialKey } from './credentials/credential.ts'
import {
  covers,
  firstScope,
  grantedBy,
  joinScopes,
  type Scopes,
  scopeParameters,
  writtenFirst,
} from './scopes.ts'
import type { TokenEndpoint, TokenRealm } from './token-endpoint.ts'

/** A token and what it is good for. */
export interface Token {
  readonly value: string
  readonly asked: Scopes
  /** What its `access` claim says; what was asked for, where it does not say. */
  readonly granted: Scopes
  /** Whether `granted` is the token's own word. */
  readonly certain: boolean
  /** On the clock of `performance.now()`. */
  readonly receivedAt: number
  /** On the same clock: when the next one is to be fetched. */
  readonly refreshAt: number
  /** Whether the registry has taken it for a request. */
  proved: boolean
}

/** What a request needs of a token, and what the token should hold beside that, to serve later requests too. */
export interface TokenNeed {
  /** The repository the request is for comes first. */
  readonly needed: Scopes
  readonly wanted: Scopes
}

/** Tokens of one realm and credential. */
interface Shelf {
  tokens: readonly Token[]
  /** What was asked for and refused. */
  readonly refused: Map<string, PromoteError>
  /** Whether the credential has ever brought a token. */
  good: boolean
  /** A credential that brought none, and is refused for the least we can ask, is not tried again. */
  wrong: PromoteError | undefined
  /** Ends when the first to offer the credential knows whether it is good. */
  trial: Promise<void> | undefined
}

/** How much of a token's life is left when the next one is fetched: a quarter, at most half a minute. */
const REFRESH_PART = 0.25
const REFRESH_MOST_MS = 30_000

/**
 * The tokens of one registry, by realm, credential and the rights they hold. Any token that holds what a request needs
 * serves it; requests that need the same token share one fetch.
 */
export class TokenCache {
  readonly #endpoint: TokenEndpoint
  readonly #now: () => number
  readonly #shelves = new Map<string, Shelf>()
  readonly #inFlight = new InFlight<Token | PromoteError>()

  constructor(endpoint: TokenEndpoint, now: () => number = () => performance.now()) {
    this.#endpoint = endpoint
    this.#now = now
  }

  /**
   * A token for the request: one that holds all that is needed, else one that holds the rights on the first repository,
   * else what the endpoint gives. Look at `granted` to see which.
   * @throws PromoteError `unauthorized` or `forbidden` when the endpoint refuses even the first repository alone
   */
  async get(
    realm: TokenRealm,
    credential: Credential,
    { needed, wanted }: TokenNeed,
    signal: AbortSignal | undefined,
  ): Promise<Token> {
    const key = shelfKey(realm, credential)
    const shelf = this.#shelf(key)
    const find = (): Promise<Token> => this.#get(key, realm, credential, { needed, wanted }, signal)
    if (shelf.good || credential.kind === 'anonymous') return find()
    // However many ask at once, a credential that may be wrong is offered by one of them: else it locks the account.
    while (shelf.trial !== undefined) await abortable(shelf.trial, signal)
    if (shelf.good) return find()
    const trial = Promise.withResolvers<void>()
    shelf.trial = trial.promise
    try {
      return await find()
    } finally {
      shelf.trial = undefined
      trial.resolve()
    }
  }

  /** Whether the credential has brought a token before. */
  isGood(realm: TokenRealm, credential: Credential): boolean {
    return this.#shelf(shelfKey(realm, credential)).good
  }

  async #get(
    key: string,
    realm: TokenRealm,
    credential: Credential,
    { needed, wanted }: TokenNeed,
    signal: AbortSignal | undefined,
  ): Promise<Token> {
    const shelf = this.#shelf(key)
    if (shelf.wrong !== undefined) throw shelf.wrong
    const all = writtenFirst(joinScopes(firstScope(needed), wanted, needed))
    const found = this.#find(shelf, needed, all)
    if (found !== undefined) return found
    const together = await this.#fetch(key, realm, credential, all, signal)
    if (isToken(together) && covers(together.granted, needed)) return together
    // The first repository is what matters: some endpoints refuse or drop it when others are asked for with it.
    const first = firstScope(needed)
    if (isToken(together) && (all.size === 1 || covers(together.granted, first))) return together
    if (shelf.wrong !== undefined) throw shelf.wrong
    const alone = all.size === 1 ? together : await this.#fetch(key, realm, credential, first, signal)
    if (isToken(alone)) return alone
    throw alone
  }

  /** Throws away a token that the registry took once and takes no more, and with it those that are as old: they will fare no better. */
  discard(token: Token, sentAt: number): void {
    for (const shelf of this.#shelves.values()) {
      if (!shelf.tokens.includes(token)) continue
      shelf.tokens = shelf.tokens.filter((other) => other !== token && other.receivedAt > sentAt)
    }
  }

  /** Throws a token away that the registry did not take as new, and never asks for those rights together again. */
  distrust(token: Token, error: PromoteError): void {
    for (const shelf of this.#shelves.values()) {
      if (!shelf.tokens.includes(token)) continue
      shelf.tokens = shelf.tokens.filter((other) => other !== token)
      shelf.refused.set(parametersKey(token.asked), error)
    }
  }

  #shelf(key: string): Shelf {
    return known(this.#shelves, key, () => ({
      tokens: [],
      refused: new Map(),
      good: false,
      wrong: undefined,
      trial: undefined,
    }))
  }

  #find(shelf: Shelf, needed: Scopes, all: Scopes): Token | undefined {
    const now = this.#now()
    shelf.tokens = shelf.tokens.filter((token) => token.refreshAt > now)
    const whole = shelf.tokens.find((token) => covers(token.granted, needed))
    if (whole !== undefined) return whole
    // Asked already and not granted: asking again would not help before the token runs out.
    const first = firstScope(needed)
    const answered = (scopes: Scopes): Token | PromoteError | undefined =>
      shelf.tokens.find((token) => covers(token.asked, scopes)) ?? shelf.refused.get(parametersKey(scopes))
    if (answered(all) === undefined) return undefined
    const partial = shelf.tokens.find((token) => covers(token.granted, first))
    return partial ?? shelf.tokens.find((token) => token.asked.size === 1 && covers(token.asked, first))
  }

  async #fetch(
    key: string,
    realm: TokenRealm,
    credential: Credential,
    scopes: Scopes,
    signal: AbortSignal | undefined,
  ): Promise<Token | PromoteError> {
    const shelf = this.#shelf(key)
    const parameters = parametersKey(scopes)
    const refused = shelf.refused.get(parameters)
    if (refused !== undefined) return refused
    return this.#inFlight.join(`${key}|${parameters}`, signal, async (shared) => {
      const answer = await this.#endpoint.ask(realm, credential, scopes, shared)
      if (answer.kind === 'refused') {
        shelf.refused.set(parameters, answer.error)
        const least = scopes.size === 1 && credential.kind !== 'anonymous'
        if (answer.status === 401 && (least || answer.isWrong) && !shelf.good) shelf.wrong = answer.error
        return answer.error
      }
      const granted = grantedBy(answer.value)
      const margin = Math.min(REFRESH_MOST_MS, answer.lifetimeMs * REFRESH_PART)
      const token: Token = {
        value: answer.value,
        asked: scopes,
        granted: granted ?? scopes,
        certain: granted !== undefined,
        receivedAt: this.#now(),
        refreshAt: this.#now() + answer.lifetimeMs - margin,
        proved: false,
      }
      shelf.good = true
      shelf.tokens = [...shelf.tokens, token]
      return token
    })
  }
}

function shelfKey(realm: TokenRealm, credential: Credential): string {
  return `${realm.url.href}|${realm.service ?? ''}|${credentialKey(credential)}`
}

function parametersKey(scopes: Scopes): string {
  return scopeParameters(scopes).join(' ')
}

function isToken(value: Token | PromoteError): value is Token {
  return !(value instanceof Error)
}
