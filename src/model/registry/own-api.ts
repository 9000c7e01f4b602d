/** What proves who asks a registry's own API. */
export type OwnProof =
  | { readonly kind: 'nobody' }
  /** The stored login, shown as it is (Basic). */
  | { readonly kind: 'login' }
  /** A token of the registry with these rights on the repository. */
  | { readonly kind: 'token'; readonly actions: readonly string[] }
  /** `Authorization: Bearer`, of a token that the API itself gave. */
  | { readonly kind: 'bearer'; readonly token: string }
  /** A header of the API's own. */
  | { readonly kind: 'header'; readonly name: string; readonly value: string }

/** One request to a registry's own API, on its host or another one of its. */
export interface OwnRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly url: URL
  readonly proof: OwnProof
  /** Sent as JSON. */
  readonly json?: unknown
}

/** What it answered, whatever the status. */
export interface OwnAnswer {
  readonly status: number
  /** The body as JSON; undefined where it is none. */
  readonly body: unknown
}

/** How a profile asks its registry's own API about one repository: tried again, limited and aborted as any request. */
export interface OwnApi {
  /** The repository's path, without the host. */
  readonly repository: string
  /** Where the registry API answers: `https://host[:port]/`. */
  readonly base: URL
  /** Where its tokens come from, as its challenge said; undefined before it sent one, and where it has none. */
  readonly realm: URL | undefined
  /** The stored login; undefined where there is none, or only a token. */
  login(): Promise<{ readonly username: string; readonly password: string } | undefined>
  /** @throws PromoteError when there is no answer, or none but 408, 429 and 5xx; `protocol` for an address that may not be asked */
  send(request: OwnRequest): Promise<OwnAnswer>
}
