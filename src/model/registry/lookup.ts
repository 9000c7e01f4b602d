import type { CallOptions } from '../../oci/store.ts'
import type { SearchHit, SearchQuery } from '../lookup/search.ts'
import type { TagDetails } from '../lookup/tags.ts'

/** How many pulls a registry allows, as the latest answer said. */
export interface PullLimit {
  readonly limit: number
  readonly remaining: number
  /** Seconds in which `limit` pulls are allowed; null where it does not say. */
  readonly windowSeconds: number | null
  /** Whom it counts: an address or an account; null where it does not say. */
  readonly source: string | null
}

/** Where a repository is. */
export interface RepositoryPlace {
  readonly host: string
  readonly repository: string
}

/** What a search came to, and by which way. */
export interface Found {
  readonly by: 'search' | 'catalog'
  readonly hits: readonly SearchHit[]
  readonly notes: readonly string[]
}

/** What registries are asked beside what is in a repository. */
export interface RegistryLookup {
  /**
   * What the registry's own API says of the tags of a repository, page by page; undefined where none is known. Asked after
   * the repository itself was: by then it is known which registry it is.
   * @throws PromoteError where the API refuses
   */
  tagDetails(place: RepositoryPlace, options: CallOptions): AsyncIterable<readonly TagDetails[]> | undefined
  /**
   * Finds repositories: by the registry's own search, else by what it lists of its repositories.
   * @throws PromoteError `unsupported` where it has neither, `unauthorized` or `forbidden` where this login gets neither
   */
  search(host: string, query: SearchQuery, options: CallOptions): Promise<Found>
  /** How many pulls are left, as the host's latest answer had it; undefined where none said so. */
  pullLimit(host: string): PullLimit | undefined
}
