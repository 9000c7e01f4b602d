import type { SearchHit, SearchReport } from '../../model/lookup/search.ts'
import { familiarName } from '../../oci/familiar-name.ts'
import type { LookupContext } from './context.ts'

/** What is looked for, and which of it is wanted. */
export interface SearchRequest {
  /** As people write it. */
  readonly host: string
  readonly term: string
  /** How many hits the registry is asked for: 1 to 100. */
  readonly limit: number
  readonly leastStars: number
  /** Undefined for both. */
  readonly official: boolean | undefined
}

/**
 * Finds repositories of a registry. As docker has it, stars and officialness are looked at in the hits that came: they
 * bring no others.
 * @throws PromoteError `unsupported` where the registry cannot be searched, and what asking throws
 */
export async function searchRegistry(
  { registries, signal }: Pick<LookupContext, 'registries' | 'signal'>,
  { host, term, limit, leastStars, official }: SearchRequest,
): Promise<SearchReport> {
  const { by, hits, notes } = await registries.search(host, { term, limit }, { signal })
  const isWanted = (hit: SearchHit): boolean =>
    hit.stars >= leastStars && (official === undefined || hit.official === official)
  return {
    kind: 'search',
    registry: host,
    term,
    by,
    hits: hits
      .filter((hit) => hit.name !== '' && isWanted(hit))
      .map((hit) => ({ ...hit, name: familiarName(`${host}/${hit.name}`) })),
    notes,
  }
}
