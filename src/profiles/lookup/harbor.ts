import type { SearchAnswer, SearchQuery } from '../../model/lookup/search.ts'
import type { TagDetailsPage } from '../../model/lookup/tags.ts'
import type { OwnApi } from '../../model/registry/own-api.ts'
import { isObject } from '../../support/json-object.ts'
import { countOrNull, digestOrNull, objectsIn, platformsOf, tagOf, textOf, timeOrNull } from './fields.ts'

/** The most that it gives; with more it answers 422. */
const PAGE_SIZE = 100

/** What Harbor's API says of the artifacts of a repository that have tags. @param path of its artifacts */
export async function harborTagDetails(
  api: OwnApi,
  next: string | undefined,
  path: string,
): Promise<TagDetailsPage | undefined> {
  const page = next === undefined ? 1 : Number(next)
  const url = new URL(`${path}?with_tag=true&page_size=${PAGE_SIZE}&page=${page}`, api.base)
  const { status, body } = await api.send({ method: 'GET', url, proof: { kind: 'login' } })
  if (status !== 200 || !Array.isArray(body)) return undefined
  const details = objectsIn(body).flatMap((artifact) => {
    const extra = isObject(artifact.extra_attrs) ? artifact.extra_attrs : {}
    const listed = objectsIn(artifact.references).flatMap(({ platform }) =>
      isObject(platform) ? platformOf(platform) : [],
    )
    const common = {
      digest: digestOrNull(artifact.digest),
      size: countOrNull(artifact.size),
      platforms: platformsOf(listed.length > 0 ? listed : [platformOf(extra)]),
      created: timeOrNull(extra.created),
    }
    return objectsIn(artifact.tags).flatMap(({ name, push_time }) => {
      const tag = tagOf(name)
      return tag === undefined ? [] : { tag, ...common, pushed: timeOrNull(push_time) }
    })
  })
  return { details, ...(body.length === PAGE_SIZE ? { next: `${page + 1}` } : {}) }
}

/** Harbor's search over projects and repositories. It takes no token, and takes a wrong password for nobody's. */
export async function harborSearch(api: OwnApi, { term }: SearchQuery): Promise<SearchAnswer> {
  const url = new URL('/api/v2.0/search', api.base)
  url.searchParams.set('q', term)
  const { status, body } = await api.send({ method: 'GET', url, proof: { kind: 'login' } })
  if (status === 404) return { kind: 'absent' }
  if (status !== 200 || !isObject(body))
    return { kind: 'refused', why: `Harbor's search answered ${status}.` }
  const hits = objectsIn(body.repository).map(({ repository_name }) => ({
    name: textOf(repository_name),
    description: '',
    stars: 0,
    official: false,
  }))
  const login = await api.login()
  const note = noteFor(login?.username)
  return { kind: 'found', hits, ...(note === undefined ? {} : { note }) }
}

function noteFor(user: string | undefined): string | undefined {
  if (user === undefined) return 'Without a login Harbor finds what is in public projects alone.'
  return user.startsWith('robot$')
    ? 'For a robot Harbor finds what is in public projects alone; promote tags shows what it may read.'
    : undefined
}

function platformOf(of: Readonly<Record<string, unknown>>): {
  readonly os: unknown
  readonly architecture: unknown
  readonly variant: unknown
} {
  return { os: of.os, architecture: of.architecture, variant: of.variant }
}
