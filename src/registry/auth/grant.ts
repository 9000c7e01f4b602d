import type { LocatedAnswer } from '../http/wire.ts'
import type { Challenge } from './challenge.ts'
import type { Trial } from './credential-trials.ts'
import { basicHeader, type Credential } from './credentials/credential.ts'
import type { Scopes } from './scopes.ts'
import type { TokenRealm } from './token-endpoint.ts'
import type { Token } from './tokens.ts'

/** The rights one request needs, and what its token should hold beside. */
export interface Rights {
  /** The request's repository first. */
  readonly needed: Scopes
  readonly wanted: Scopes
}

/** What a request is sent with. */
export interface Grant {
  readonly header: string | undefined
  /** False when the token is known not to hold all that was needed. */
  readonly complete: boolean
  readonly credential: Credential
  readonly token: Token | undefined
  readonly trial: Trial | undefined
  /** True when the host's challenge was not known yet. */
  readonly blind: boolean
  /** On the clock of `performance.now()`. */
  readonly madeAt: number
}

/** How a host wants to be shown who asks. */
export type Scheme = { readonly kind: 'basic' } | { readonly kind: 'bearer'; readonly realm: TokenRealm }

/** The scheme of a Basic challenge; undefined where there is none. */
export function basicScheme(challenges: readonly Challenge[]): Scheme | undefined {
  return challenges.some(({ scheme }) => scheme === 'basic') ? { kind: 'basic' } : undefined
}

/** Whether the token itself says that it holds all that was needed. */
export function hadRights({ token, complete }: Grant): boolean {
  return token?.certain === true && complete
}

/** What a refusal may say of the login it came for. */
export function loginOf(credential: Credential): Pick<LocatedAnswer, 'hadLogin' | 'unreadLogin'> {
  if (credential.kind !== 'anonymous') return { hadLogin: true }
  const { unread } = credential
  return { hadLogin: false, ...(unread === undefined ? {} : { unreadLogin: unread }) }
}

/** The header that shows a credential as it is; undefined where there is none to show, or a token has to be fetched with it. */
export function plainHeader(credential: Credential, { kind }: Scheme): string | undefined {
  if (credential.kind === 'bearer') return `Bearer ${credential.token}`
  if (kind !== 'basic' || credential.kind !== 'basic') return undefined
  return basicHeader(credential.username, credential.password)
}

/** A grant of a credential. */
export function grant(
  credential: Credential,
  header: string | undefined,
  further: Partial<Grant> = {},
): Grant {
  return {
    credential,
    header,
    complete: true,
    token: undefined,
    trial: undefined,
    blind: false,
    madeAt: performance.now(),
    ...further,
  }
}
