/** What a registry may be shown to say who is asking. */
export type Credential =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  /** A refresh token: swapped for an access token at the token endpoint. */
  | { readonly kind: 'identity-token'; readonly token: string }
  /** Sent as it is. */
  | { readonly kind: 'bearer'; readonly token: string }

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

/** Equal for equal credentials. Holds the secret: for maps in memory only. */
export function credentialKey(credential: Credential): string {
  return JSON.stringify(credential)
}

/** `Basic` with a user and a password (RFC 7617). */
export function basicHeader(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`
}
