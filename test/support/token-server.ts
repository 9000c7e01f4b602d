import { createHash, randomUUID, sign, timingSafeEqual } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { listenOnLoopback } from './loopback.ts'
import { makeSigningCertificate, type SigningCertificate } from './tls.ts'

/** What a client wants to do with one repository, as a scope string says it. */
export interface ScopeRequest {
  /** The user who asks; undefined for an anonymous client. */
  readonly user: string | undefined
  /** `repository` or `registry`. */
  readonly type: string
  readonly name: string
  readonly actions: readonly string[]
}

/** Decides which of the wanted actions are granted. */
export type TokenPolicy = (scope: ScopeRequest) => readonly string[]

/** How a token server behaves. */
export interface TokenServerOptions {
  /** Passwords by user. */
  readonly users?: Readonly<Record<string, string>>
  /** Users by refresh (identity) token. */
  readonly identityTokens?: Readonly<Record<string, string>>
  /** Default: a user gets all that is asked for, an anonymous client nothing. */
  readonly policy?: TokenPolicy
  /** Lifetime of a token in seconds; 300 unless told. */
  readonly expiresIn?: number
  /** The host in the realm; its own unless told. */
  readonly realmHost?: string
}

/** One token request as it came in, without its secrets. */
export interface TokenRequest {
  readonly method: string
  /** `basic`, `anonymous`, or the grant type of a POST. */
  readonly grant: string
  readonly user: string | undefined
  readonly service: string
  /** Each scope on its own, in the order asked. */
  readonly scopes: readonly string[]
  /** 200 when a token was given, 400 for a request that makes no sense, 401 for wrong credentials. */
  readonly status: number
}

/** A running token server. */
export interface TokenServer {
  /** `127.0.0.1:PORT` */
  readonly host: string
  /** What the registry's challenge names as realm. */
  readonly realm: string
  readonly service: string
  readonly issuer: string
  /** PEM file of the certificate that the registry trusts. */
  readonly certFile: string
  /** All requests so far, in order of arrival. */
  readonly requests: TokenRequest[]
  close(): Promise<void>
}

interface Asked {
  readonly grant: string
  readonly user: string | undefined
  readonly isKnown: boolean
  readonly service: string
  readonly scopes: readonly string[]
  readonly wantsRefresh: boolean
}

/**
 * Starts a token server as the distribution project's token specification describes it
 * (https://distribution.github.io/distribution/spec/auth/token/ and /oauth/), with a key of its own.
 */
export async function startTokenServer(options: TokenServerOptions = {}): Promise<TokenServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'promote-token-'))
  const signing = await makeSigningCertificate(folder)
  const service = 'test-registry'
  const issuer = 'test-issuer'
  const requests: TokenRequest[] = []
  const given = new Map(Object.entries(options.identityTokens ?? {}))
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error))
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await readQuestion(request, options.users ?? {}, given)
    const status = asked === undefined ? 400 : asked.isKnown ? 200 : 401
    requests.push({
      method: request.method ?? '',
      grant: asked?.grant ?? 'unknown',
      user: asked?.user,
      service: asked?.service ?? '',
      scopes: asked?.scopes ?? [],
      status,
    })
    response.setHeader('content-type', 'application/json')
    response.statusCode = status
    if (asked === undefined || !asked.isKnown) {
      response.end(JSON.stringify({ errors: [{ code: 'UNAUTHORIZED', message: 'wrong credentials' }] }))
      return
    }
    const lifetime = options.expiresIn ?? 300
    const access = asked.scopes.map((scope) => grantOf(scope, asked.user, options.policy ?? usersOnly))
    const token = signToken(signing, { issuer, service, lifetime, user: asked.user, access })
    const body: Record<string, unknown> = { token, access_token: token, expires_in: lifetime }
    if (asked.wantsRefresh && asked.user !== undefined) {
      const refresh = randomUUID()
      given.set(refresh, asked.user)
      body.refresh_token = refresh
    }
    response.end(JSON.stringify(body))
  }

  const { host, close } = await listenOnLoopback(server)
  return {
    host,
    realm: `http://${options.realmHost ?? host}/token`,
    service,
    issuer,
    certFile: signing.certFile,
    requests,
    async close() {
      await close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const usersOnly: TokenPolicy = (scope) => (scope.user === undefined ? [] : scope.actions)

/** What is asked and by whom; undefined for a request that is neither a GET nor a known grant. */
async function readQuestion(
  request: IncomingMessage,
  users: Readonly<Record<string, string>>,
  identityTokens: ReadonlyMap<string, string>,
): Promise<Asked | undefined> {
  const isGet = request.method === 'GET'
  const fields = isGet
    ? new URL(request.url ?? '/', 'http://token.test').searchParams
    : new URLSearchParams(await text(request))
  const common = {
    service: fields.get('service') ?? '',
    scopes: fields.getAll('scope').flatMap((scope) => scope.split(' ').filter((part) => part !== '')),
    wantsRefresh: fields.get('offline_token') === 'true' || fields.get('access_type') === 'offline',
  }
  if (isGet) {
    const basic = /^Basic (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
    if (basic === undefined) return { ...common, grant: 'anonymous', user: undefined, isKnown: true }
    const [, user = '', password = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(basic, 'base64').toString()) ?? []
    return { ...common, grant: 'basic', user, isKnown: isSame(users[user], password) }
  }
  if (request.method !== 'POST') return undefined
  const grant = fields.get('grant_type')
  if (grant === 'password') {
    const user = fields.get('username') ?? ''
    return { ...common, grant, user, isKnown: isSame(users[user], fields.get('password') ?? '') }
  }
  if (grant !== 'refresh_token') return undefined
  const user = identityTokens.get(fields.get('refresh_token') ?? '')
  return { ...common, grant, user, isKnown: user !== undefined }
}

function isSame(wanted: string | undefined, found: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest()
  return wanted !== undefined && timingSafeEqual(digest(wanted), digest(found))
}

/** The `access` claim for one scope: `type:name:action,action`, where a name may hold a colon (a port). */
function grantOf(scope: string, user: string | undefined, policy: TokenPolicy) {
  const [, type = '', name = '', wanted = ''] = /^([^:]+):(.+):([^:]*)$/.exec(scope) ?? []
  const actions = wanted.split(',')
  const granted = policy({ user, type, name, actions })
  return { type, name, actions: actions.filter((action) => granted.includes(action)) }
}

interface Claims {
  readonly issuer: string
  readonly service: string
  readonly lifetime: number
  readonly user: string | undefined
  readonly access: readonly unknown[]
}

function signToken(signing: SigningCertificate, claims: Claims): string {
  const now = Math.floor(Date.now() / 1000)
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const header = encode({ typ: 'JWT', alg: 'ES256', x5c: [signing.x5c] })
  const payload = encode({
    iss: claims.issuer,
    sub: claims.user ?? '',
    aud: claims.service,
    exp: now + claims.lifetime,
    nbf: now - 10,
    iat: now,
    jti: randomUUID(),
    access: claims.access,
  })
  const signature = sign('sha256', Buffer.from(`${header}.${payload}`), {
    key: signing.key,
    dsaEncoding: 'ieee-p1363',
  })
  return `${header}.${payload}.${signature.toString('base64url')}`
}
