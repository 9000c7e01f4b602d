import type { SearchAnswer, SearchHit, SearchQuery } from '../../model/lookup/search.ts'
import type { TagDetailsPage } from '../../model/lookup/tags.ts'
import type { OwnApi } from '../../model/registry/own-api.ts'
import { isObject } from '../../support/json-object.ts'
import { countOrNull, digestOrNull, objectsIn, tagOf, textOf, timeOrNull } from './fields.ts'

/** Pages of hits that are asked for: it gives ten a page. */
const MOST_PAGES = 10

/** What Quay's API says of the tags of a repository; it takes no login of the registry, and tells of public ones alone. */
export async function quayTagDetails(
  api: OwnApi,
  next: string | undefined,
): Promise<TagDetailsPage | undefined> {
  const page = next === undefined ? 1 : Number(next)
  const url = new URL(
    `/api/v1/repository/${api.repository}/tag/?limit=100&page=${page}&onlyActiveTags=true`,
    api.base,
  )
  const { status, body } = await api.send({ method: 'GET', url, proof: { kind: 'nobody' } })
  if (status !== 200 || !isObject(body)) return undefined
  const details = objectsIn(body.tags).flatMap((one) => {
    const tag = tagOf(one.name)
    if (tag === undefined) return []
    return {
      tag,
      digest: digestOrNull(one.manifest_digest),
      size: countOrNull(one.size),
      platforms: [],
      created: null,
      pushed: timeOrNull(one.last_modified),
    }
  })
  return { details, ...(body.has_additional === true ? { next: `${page + 1}` } : {}) }
}

/** Quay's search over public repositories. */
export async function quaySearch(api: OwnApi, { term, limit }: SearchQuery): Promise<SearchAnswer> {
  const hits: SearchHit[] = []
  for (let page = 1; page <= MOST_PAGES && hits.length < limit; page++) {
    const url = new URL('/api/v1/find/repositories', api.base)
    url.searchParams.set('query', term)
    url.searchParams.set('page', `${page}`)
    const { status, body } = await api.send({ method: 'GET', url, proof: { kind: 'nobody' } })
    if (status === 404) return { kind: 'absent' }
    if (status !== 200 || !isObject(body))
      return { kind: 'refused', why: `Quay's search answered ${status}.` }
    for (const one of objectsIn(body.results)) {
      const namespace = isObject(one.namespace) ? textOf(one.namespace.name) : ''
      hits.push({
        name: [namespace, textOf(one.name)].filter((part) => part !== '').join('/'),
        description: textOf(one.description),
        stars: Math.trunc(Number(one.stars)) || 0,
        official: false,
      })
    }
    if (body.has_additional !== true) break
  }
  return { kind: 'found', hits, note: "Quay's search knows public repositories alone." }
}
