/** One repository that a search found. */
export interface SearchHit {
  /** As it is pulled, without the host: `library/` of Docker Hub left out. */
  readonly name: string
  /** Empty where the registry has none. */
  readonly description: string
  /** 0 where the registry has none. */
  readonly stars: number
  readonly official: boolean
}

/** What is looked for. */
export interface SearchQuery {
  readonly term: string
  /** How many hits are wanted at most: 1 to 100. */
  readonly limit: number
}

/** What a registry's own search came to. */
export type SearchAnswer =
  | {
      readonly kind: 'found'
      readonly hits: readonly SearchHit[]
      /** A sentence on what this search does not see. */
      readonly note?: string
    }
  /** It is not there: switched off, or at an address of its own. What lists all repositories may be. */
  | { readonly kind: 'absent' }
  /** It is there and not for this login; `why` is a sentence. */
  | { readonly kind: 'refused'; readonly why: string; readonly hint?: string }
