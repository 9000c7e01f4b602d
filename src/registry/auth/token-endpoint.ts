import { profileByTraces, profileOf } from '../../profiles/index.ts'
import { loginAdvice } from '../../profiles/names.ts'
import { PromoteError } from '../../support/errors.ts'
import { isObject } from '../../support/json-object.ts'
import { MAX_ERROR_BODY_BYTES } from '../../support/limits.ts'
import { answerError, faultsOf, jsonOf, type Purpose, protocolError } from '../failures/errors.ts'
import type { Governor } from '../failures/governor.ts'
import { withRetries } from '../failures/retry.ts'
import type { LocatedAnswer, Wire } from '../http/wire.ts'
import { basicHeader, type Credential } from './credentials/credential.ts'
import { grantedBy, isNobodys, type Scopes, scopeParameters } from './scopes.ts'

/** Where a registry's tokens come from, as its challenge says. */
export interface TokenRealm {
  readonly url: URL
  readonly service: string | undefined
}

/** What a token endpoint answered; a refusal is a value, because asking for less may help. */
export type TokenAnswer =
  | { readonly kind: 'token'; readonly value: string; readonly lifetimeMs: number }
  | {
      readonly kind: 'refused'
      readonly status: number
      readonly error: PromoteError
      /** Whether it is the credential that is wrong, whatever is asked for with it. */
      readonly isWrong: boolean
    }

/** Asks a token endpoint. */
export interface TokenEndpoint {
  /** @throws PromoteError when there is no answer, or one that is no token */
  ask(realm: TokenRealm, credential: Credential, scopes: Scopes, signal: AbortSignal): Promise<TokenAnswer>
}

/** What a token endpoint is asked with. */
export interface TokenEndpointOptions {
  /** The registry's host as people write it. */
  readonly host: string
  readonly base: URL
  readonly wire: Pick<Wire, 'send'>
  readonly governorOf: (host: string) => Governor
  readonly retries: number
  readonly timeoutMs: number
  /** Where given, a password is asked for a refresh token with, and this is told of the one that comes. */
  readonly onRefreshToken?: ((token: string) => void) | undefined
}

const CLIENT_ID = 'promote'
/** A token without a lifetime, or with a shorter one, is taken to live so long. Docker token specification. */
const SHORTEST_LIFETIME_S = 60
const MAX_TOKEN_BYTES = 1024 * 1024
const REFUSALS = new Set([400, 401, 403])

/** The token endpoint of one registry, in docker's protocol: GET with Basic, POST for refresh tokens. */
export function createTokenEndpoint(options: TokenEndpointOptions): TokenEndpoint {
  return {
    async ask(realm, credential, scopes, signal) {
      const purpose = purposeOf(options.host, realm, scopes)
      const answer = await request(options, purpose, realm, credential, scopes, signal)
      if (REFUSALS.has(answer.status)) {
        const error = refusal(purpose, credential, answer)
        return { kind: 'refused', status: answer.status, error, isWrong: isOfPassword(answer) }
      }
      if (answer.status !== 200) throw answerError(purpose, answer)
      const token = readToken(purpose, answer)
      if (credential.kind === 'basic') {
        if (isWorthless(token.value, scopes)) {
          const unnamed = { ...answer, status: 401, body: new Uint8Array() }
          return { kind: 'refused', status: 401, error: refusal(purpose, credential, unnamed), isWrong: true }
        }
        noteRefreshToken(options, answer)
      }
      return token
    },
  }
}

async function request(
  options: TokenEndpointOptions,
  purpose: Purpose,
  realm: TokenRealm,
  credential: Credential,
  scopes: Scopes,
  signal: AbortSignal,
): Promise<LocatedAnswer> {
  if (credential.kind === 'identity-token') {
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: CLIENT_ID,
      refresh_token: credential.token,
      scope: scopeParameters(scopes).join(' '),
    })
    if (realm.service !== undefined) form.set('service', realm.service)
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const body = Buffer.from(form.toString())
    const answer = await send(
      options,
      purpose,
      { method: 'POST', url: realm.url, headers, body },
      undefined,
      signal,
    )
    // Endpoints older than OAuth2 know GET alone; docker's store writes such tokens under this user name.
    if (answer.status !== 404) return answer
    return get(options, purpose, tokenUrl(realm, scopes), basicHeader('<token>', credential.token), signal)
  }
  const url = tokenUrl(realm, scopes)
  if (credential.kind !== 'basic') return get(options, purpose, url, undefined, signal)
  const { username, password } = credential
  if (options.onRefreshToken !== undefined) {
    url.searchParams.set('account', username)
    url.searchParams.set('client_id', CLIENT_ID)
    url.searchParams.set('offline_token', 'true')
  }
  return get(options, purpose, url, basicHeader(username, password), signal)
}

function tokenUrl(realm: TokenRealm, scopes: Scopes): URL {
  const url = new URL(realm.url)
  if (realm.service !== undefined) url.searchParams.set('service', realm.service)
  for (const scope of scopeParameters(scopes)) url.searchParams.append('scope', scope)
  return url
}

function get(
  options: TokenEndpointOptions,
  purpose: Purpose,
  url: URL,
  authorization: string | undefined,
  signal: AbortSignal,
): Promise<LocatedAnswer> {
  return send(options, purpose, { method: 'GET', url, headers: {} }, authorization, signal)
}

async function send(
  { base, wire, governorOf, retries, timeoutMs }: TokenEndpointOptions,
  purpose: Purpose,
  asked: {
    readonly method: 'GET' | 'POST'
    readonly url: URL
    readonly headers: Readonly<Record<string, string>>
    readonly body?: Uint8Array
  },
  authorization: string | undefined,
  signal: AbortSignal,
): Promise<LocatedAnswer> {
  const governor = governorOf(asked.url.host)
  const once = async () => {
    await governor.turn(signal)
    return wire.send(
      {
        ...asked,
        headers: { ...asked.headers, accept: 'application/json' },
        want: 'bytes',
        maxBytes: MAX_TOKEN_BYTES,
        timeoutMs,
        signal,
      },
      { from: base, authorization, redirects: asked.method === 'GET' ? 'anywhere' : 'none' },
    )
  }
  return withRetries(purpose, { retries, governor, signal }, () => governor.run(once, signal))
}

/** Whether a token that was given for a password shows that it was not taken: it is nobody's, and good for nothing that was asked. */
function isWorthless(token: string, scopes: Scopes): boolean {
  if (!isNobodys(token)) return false
  const granted = grantedBy(token)
  return ![...scopes].some(([repository, actions]) => {
    const held = granted?.get(repository)
    return held !== undefined && [...actions].some((action) => held.has(action))
  })
}

function noteRefreshToken({ onRefreshToken }: TokenEndpointOptions, answer: LocatedAnswer): void {
  const body = jsonOf(answer.body)
  const token = isObject(body) ? body.refresh_token : undefined
  if (typeof token === 'string' && token !== '') onRefreshToken?.(token)
}

function readToken(purpose: Purpose, answer: LocatedAnswer): Extract<TokenAnswer, { kind: 'token' }> {
  const body = jsonOf(answer.body)
  if (!isObject(body)) {
    throw protocolError(purpose, `${answer.url.host} answered with something that is no token`)
  }
  // Harbor fills one of the two with an empty string.
  const value = [body.token, body.access_token].find(
    (text): text is string => typeof text === 'string' && text !== '',
  )
  if (value === undefined || /[^\x21-\x7e]/.test(value)) {
    throw protocolError(purpose, `${answer.url.host} answered without a token`)
  }
  const seconds = typeof body.expires_in === 'number' ? body.expires_in : 0
  return { kind: 'token', value, lifetimeMs: Math.max(SHORTEST_LIFETIME_S, seconds) * 1000 }
}

function refusal(purpose: Purpose, credential: Credential, answer: LocatedAnswer): PromoteError {
  const unread = credential.kind === 'anonymous' ? credential.unread : undefined
  const cut = {
    ...answer,
    body: answer.body.subarray(0, MAX_ERROR_BODY_BYTES),
    ...(unread === undefined ? {} : { hadLogin: false, unreadLogin: unread }),
  }
  const error = answerError(purpose, cut)
  if (credential.kind === 'anonymous' || answer.status !== 401) return error
  const { command, note } = loginAdvice(purpose.registry ?? purpose.host, purpose.speaker?.profile)
  return new PromoteError('unauthorized', error.message, {
    ...error.details,
    hint: `The stored login is refused: log in again with \`${command}\`.${note}`,
  })
}

/** Docker Hub's words and those of docker's own token server; what else is refused with 401 may be a scope. */
function isOfPassword(answer: LocatedAnswer): boolean {
  return (
    answer.status === 401 &&
    faultsOf(answer).some(({ message }) =>
      /(?:user ?name|credentials?) (?:or|and|\/) password/i.test(message),
    )
  )
}

function purposeOf(host: string, realm: TokenRealm, scopes: Scopes): Purpose {
  const [repository] = scopes.keys()
  const reference = repository === undefined ? host : `${host}/${repository}`
  const where = realm.url.host === host ? '' : ` from ${realm.url.host}`
  const { url, service } = realm
  const profile = profileOf(host) ?? profileByTraces({ realm: url, service, header: () => undefined })
  return {
    ...{ doing: `get a token for ${reference}${where}`, host: url.host, registry: host, reference },
    speaker: { profile },
  }
}
