/** One repository that a search found. */
export interface SearchHit {
  /** Its path, `library/` of Docker Hub left out; in a report what is pulled by: with the host of any other registry. */
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

/** What `search` shows. */
export interface SearchReport {
  readonly kind: 'search'
  /** As people write it. */
  readonly registry: string
  readonly term: string
  /** `search`: the registry's own; `catalog`: all repositories that it lists, of which those with the term in their name. */
  readonly by: 'search' | 'catalog'
  readonly hits: readonly SearchHit[]
  /** What this search does not see, as sentences. */
  readonly notes: readonly string[]
}
