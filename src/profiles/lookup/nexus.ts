import type { SearchAnswer, SearchHit, SearchQuery } from '../../model/lookup/search.ts'
import type { OwnApi } from '../../model/registry/own-api.ts'
import { isObject } from '../../support/json-object.ts'
import { objectsIn, textOf } from './fields.ts'

/** Pages that are asked for; one has 50 tags of any repositories. */
const MOST_PAGES = 40

/**
 * The search of Nexus over the names of images. It is on the port of the user interface: where the registry has a port of
 * its own it is absent.
 */
export async function nexusSearch(api: OwnApi, { term, limit }: SearchQuery): Promise<SearchAnswer> {
  const names = new Set<string>()
  let token: string | undefined
  for (let page = 0; page < MOST_PAGES && names.size < limit; page++) {
    const url = new URL('/service/rest/v1/search', api.base)
    url.searchParams.set('format', 'docker')
    url.searchParams.set('name', `*${term}*`)
    if (token !== undefined) url.searchParams.set('continuationToken', token)
    const { status, body } = await api.send({ method: 'GET', url, proof: { kind: 'login' } })
    if (status === 400 || status === 404) return { kind: 'absent' }
    if (status !== 200 || !isObject(body))
      return { kind: 'refused', why: `The search of Nexus answered ${status}.` }
    for (const { name } of objectsIn(body.items)) {
      const text = textOf(name)
      if (text !== '') names.add(text)
    }
    token = typeof body.continuationToken === 'string' ? body.continuationToken : undefined
    if (token === undefined) break
  }
  const hits = [...names].map((name): SearchHit => ({ name, description: '', stars: 0, official: false }))
  return { kind: 'found', hits }
}
