import type { CallOptions } from '../../../oci/store.ts'

/** What a registry may be shown to say who is asking. */
export type Credential =
  /** `unread`: a sentence on a login that stands where nobody reads it. */
  | { readonly kind: 'anonymous'; readonly unread?: string }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  /** A refresh token: swapped for an access token at the token endpoint. */
  | { readonly kind: 'identity-token'; readonly token: string; readonly username?: string }
  /** Sent as it is. */
  | { readonly kind: 'bearer'; readonly token: string }

/** What a login leaves to be kept. */
export type Login =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  /** A refresh token that took the password's place. */
  | { readonly kind: 'identity-token'; readonly username: string; readonly token: string }

/** Where a login was put: in a helper that the file names, or unencrypted in the file itself. */
export type Kept =
  | { readonly kind: 'helper'; readonly suffix: string; readonly path: string }
  /** `changed`: false where it stood there already. */
  | { readonly kind: 'file'; readonly path: string; readonly changed: boolean }

/** Nobody in particular. */
export const ANONYMOUS: Credential = { kind: 'anonymous' }

/** How a credential is looked for. */
export interface CredentialOptions {
  readonly signal?: AbortSignal
  /** Whether what was found before has run out: files are read and helpers asked anew. */
  readonly renew?: boolean
}

/** Where credentials come from. */
export interface CredentialSource {
  /**
   * The credential for a repository of a host (as people write it); `anonymous` when there is none.
   * @throws PromoteError `invalid-file` for a credential file that cannot be read, `failed` for a helper that fails
   */
  get(host: string, repository: string, options?: CredentialOptions): Promise<Credential>
}

/** Where logins are kept, for this tool and for others. */
export interface CredentialKeeper {
  /** Keeps a login to a host; what was kept for it is replaced. @throws PromoteError `invalid-file`, `disk` or `failed`; then nothing is kept */
  store(host: string, login: Login, options?: CallOptions): Promise<Kept>
  /** Forgets the logins to a host; false when there was none. @throws PromoteError `invalid-file`, `disk` or `failed` */
  erase(host: string, options?: CallOptions): Promise<boolean>
  /** Forgets all logins; the registries that there were logins to. @throws PromoteError as {@link erase}, after all others were forgotten */
  eraseAll(options?: CallOptions): Promise<readonly string[]>
}

/** Equal for equal credentials. Holds the secret: for maps in memory only. */
export function credentialKey(credential: Credential): string {
  return JSON.stringify(credential)
}

/** `Basic` with a user and a password (RFC 7617). */
export function basicHeader(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`
}
