import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { json, refusal } from './answers.ts'
import type { Answer, RecordedRequest } from './exchange.ts'

/** Who may do what. */
export type FaultAuth =
  | {
      readonly kind: 'basic'
      readonly username: string
      readonly password: string
      /** `fault-registry` unless told. */
      readonly realm?: string
    }
  | ({ readonly kind: 'bearer' } & BearerOptions)

/** How the token server behaves. */
export interface BearerOptions {
  /** Without these, tokens are given to anybody. */
  readonly username?: string
  readonly password?: string
  /** A refresh token that is accepted by POST, as docker's identity tokens are. */
  readonly identityToken?: string
  /** False where nobody who logs in gets an identity token. */
  readonly givesIdentityTokens?: boolean
  /** Seconds a token is good for; 300 unless told. */
  readonly expiresIn?: number
  /** Leaves `expires_in` out of the answer. */
  readonly silentExpiry?: boolean
  /** The field the token comes in; `token` unless told. */
  readonly field?: 'token' | 'access_token'
  /** Which of several scope parameters are read; all unless told. */
  readonly scopesRead?: 'all' | 'first' | 'last'
  /** What of the asked actions is granted for a repository; everything unless told. */
  readonly grant?: (
    repository: string,
    actions: readonly string[],
    user: string | undefined,
  ) => readonly string[]
  /** Passwords by user, in place of `username`; without credentials a token is nobody's. */
  readonly users?: Readonly<Record<string, string>>
  /** What a wrong password gets where there are `users`: 401, or a token that is nobody's. */
  readonly wrongPassword?: 'refused' | 'nobody'
  /** Realm in the challenge, where it is not this server's. */
  readonly realm?: string
  /** Where tokens are asked for on this server; `/token` unless told. */
  readonly tokenPath?: string
  /** `fault-registry` unless told. */
  readonly service?: string
  /** The `iss` of tokens; none unless told. */
  readonly issuer?: string
}

/** What a request needs: actions on repositories. */
export type Needs = readonly { readonly repository: string; readonly actions: readonly string[] }[]

interface Token {
  readonly access: Needs
  readonly expires: number
}

/** Checks credentials and gives out tokens. */
export class FaultAuthority {
  readonly #auth: FaultAuth
  readonly #tokens = new Map<string, Token>()
  readonly #key = randomBytes(16)
  readonly #refreshTokens = new Map<string, string>()
  #issued = 0

  constructor(auth: FaultAuth) {
    this.#auth = auth
  }

  /** Tokens given out. */
  get issued(): number {
    return this.#issued
  }

  /** Path of the token endpoint; undefined where there are no tokens. */
  get tokenPath(): string | undefined {
    return this.#auth.kind === 'bearer' ? (this.#auth.tokenPath ?? '/token') : undefined
  }

  /** Makes every token given out so far worthless, whatever was said about its expiry. */
  expireTokens(): void {
    this.#tokens.clear()
  }

  /** The refusal for a request without the right; undefined when it may go on. `base` is this server's URL. */
  refuse(authorization: string | undefined, needs: Needs, base: string): Answer | undefined {
    const auth = this.#auth
    if (auth.kind === 'basic') {
      return authorization === basic(auth.username, auth.password)
        ? undefined
        : unauthorized(`Basic realm="${auth.realm ?? 'fault-registry'}"`)
    }
    const token = this.#tokens.get(authorization?.replace(/^Bearer /i, '') ?? '')
    const scopes = needs.map(({ repository, actions }) => `repository:${repository}:${actions.join(',')}`)
    const scope = scopes.length === 0 ? '' : `,scope="${scopes.join(' ')}"`
    const challenge = `Bearer realm="${auth.realm ?? `${base}${this.tokenPath}`}",service="${auth.service ?? 'fault-registry'}"${scope}`
    if (token === undefined || token.expires <= Date.now()) return unauthorized(challenge)
    const allowed = needs.every(({ repository, actions }) =>
      actions.every((action) =>
        token.access.some((entry) => entry.repository === repository && entry.actions.includes(action)),
      ),
    )
    return allowed ? undefined : unauthorized(`${challenge},error="insufficient_scope"`)
  }

  /** Answers at the realm: GET with Basic or nobody's credentials, POST with a refresh token. */
  issue(record: RecordedRequest, authorization: string | undefined, body: Uint8Array): Answer {
    const auth = this.#auth
    if (auth.kind !== 'bearer') return { status: 404 }
    if (record.method === 'POST') {
      const form = new URLSearchParams(new TextDecoder().decode(body))
      const user = this.#refreshTokens.get(form.get('refresh_token') ?? '')
      if (user !== undefined) return this.#token(auth, form, user)
      if (auth.identityToken === undefined) return { status: 405 }
      const known =
        form.get('grant_type') === 'refresh_token' && form.get('refresh_token') === auth.identityToken
      return known ? this.#token(auth, form) : badCredentials()
    }
    if (auth.users !== undefined) {
      const asking = userOf(auth.users, authorization)
      if (asking === 'wrong' && auth.wrongPassword !== 'nobody') return badCredentials()
      return this.#token(auth, record.query, asking === 'wrong' ? undefined : asking?.user)
    }
    if (auth.username !== undefined && authorization !== basic(auth.username, auth.password ?? '')) {
      return badCredentials()
    }
    return this.#token(auth, record.query, auth.username)
  }

  #token(auth: BearerOptions, query: URLSearchParams, user?: string): Answer {
    const all = query.getAll('scope').flatMap((scope) => scope.split(' '))
    const read =
      auth.scopesRead === 'first' ? all.slice(0, 1) : auth.scopesRead === 'last' ? all.slice(-1) : all
    const access = read.flatMap((scope): Needs => {
      const [, repository, actions] = /^repository:([^:]+):(.*)$/.exec(scope) ?? []
      if (repository === undefined || actions === undefined) return []
      const asked = actions.split(',')
      return [{ repository, actions: auth.grant?.(repository, asked, user) ?? asked }]
    })
    const lifetime = auth.expiresIn ?? 300
    const claims = {
      jti: this.#issued++,
      ...(auth.issuer === undefined ? {} : { iss: auth.issuer }),
      ...(user === undefined ? {} : { sub: user }),
      access: access.map(({ repository, actions }) => ({ type: 'repository', name: repository, actions })),
    }
    const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`
    const token = `${signed}.${createHmac('sha256', this.#key).update(signed).digest('base64url')}`
    this.#tokens.set(token, { access, expires: Date.now() + lifetime * 1000 })
    const gives = auth.givesIdentityTokens !== false && query.get('offline_token') === 'true'
    const refresh = gives && user !== undefined ? randomUUID() : undefined
    if (refresh !== undefined && user !== undefined) this.#refreshTokens.set(refresh, user)
    return json(200, {
      ...(refresh === undefined ? {} : { refresh_token: refresh }),
      [auth.field ?? 'token']: token,
      ...(auth.silentExpiry === true ? {} : { expires_in: lifetime, issued_at: new Date().toISOString() }),
    })
  }
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}

/** Who asks: undefined for nobody, `wrong` for a password that is none of theirs. */
export function userOf(
  users: Readonly<Record<string, string>>,
  authorization: string | undefined,
): { readonly user: string } | 'wrong' | undefined {
  if (authorization === undefined) return undefined
  const found = Object.entries(users).find(([user, password]) => authorization === basic(user, password))
  return found === undefined ? 'wrong' : { user: found[0] }
}

function unauthorized(challenge: string): Answer {
  const answer = refusal(401, { code: 'UNAUTHORIZED', message: 'authentication required' })
  return { ...answer, headers: { ...answer.headers, 'www-authenticate': challenge } }
}

function badCredentials(): Answer {
  return json(401, { details: 'incorrect username or password' })
}

function encode(document: unknown): string {
  return Buffer.from(JSON.stringify(document)).toString('base64url')
}
