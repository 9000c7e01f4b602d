import type { SearchAnswer, SearchQuery } from '../../model/lookup/search.ts'
import type { TagDetailsPage } from '../../model/lookup/tags.ts'
import type { OwnApi } from '../../model/registry/own-api.ts'
import { isObject } from '../../support/json-object.ts'
import { countOrNull, digestOrNull, objectsIn, platformsOf, tagOf, textOf, timeOrNull } from './fields.ts'

/**
 * What the web API says of the tags of a repository: `GET /v2/namespaces/NS/repositories/REPO/tags`, of Docker's
 * documentation of the API. What is private there it tells nobody without a token of its own.
 */
export async function hubTagDetails(
  api: OwnApi,
  next: string | undefined,
): Promise<TagDetailsPage | undefined> {
  const [namespace = '', name = ''] = api.repository.split('/')
  const page = next === undefined ? 1 : Number(next)
  const url = new URL(
    `/v2/namespaces/${namespace}/repositories/${name}/tags?page_size=100&page=${page}`,
    `${api.base.protocol}//hub.docker.com/`,
  )
  const { status, body } = await api.send({ method: 'GET', url, proof: { kind: 'nobody' } })
  if (status !== 200 || !isObject(body)) return undefined
  const details = objectsIn(body.results).flatMap((one) => {
    const tag = tagOf(one.name)
    if (tag === undefined) return []
    const images = objectsIn(one.images).map(({ os, architecture, variant }) => ({
      os,
      architecture,
      variant,
    }))
    return {
      tag,
      digest: digestOrNull(one.digest),
      size: countOrNull(one.full_size),
      platforms: platformsOf(images),
      created: null,
      pushed: timeOrNull(one.tag_last_pushed ?? one.last_updated),
    }
  })
  // Where it leads is not followed: what comes next is known, and a link may lead anywhere.
  return { details, ...(typeof body.next === 'string' ? { next: `${page + 1}` } : {}) }
}

/** docker's own search: `GET https://index.docker.io/v1/search`, with at most 100 hits. */
export async function hubSearch(api: OwnApi, { term, limit }: SearchQuery): Promise<SearchAnswer> {
  const url = new URL('/v1/search', `${api.base.protocol}//index.docker.io/`)
  url.searchParams.set('q', term)
  url.searchParams.set('n', `${limit}`)
  const { status, body } = await api.send({ method: 'GET', url, proof: { kind: 'nobody' } })
  if (status !== 200 || !isObject(body))
    return { kind: 'refused', why: `Docker Hub's search answered ${status}.` }
  const hits = objectsIn(body.results).map((one) => ({
    name: textOf(one.name).replace(/^library\//, ''),
    description: textOf(one.description),
    stars: countOrNull(one.star_count) ?? 0,
    official: one.is_official === true,
  }))
  return { kind: 'found', hits }
}
