import type { SearchAnswer, SearchQuery } from '../../model/lookup/search.ts'
import type { TagDetailsPage } from '../../model/lookup/tags.ts'
import type { OwnApi } from '../../model/registry/own-api.ts'
import { isObject, type JsonObject } from '../../support/json-object.ts'
import { countOrNull, digestOrNull, objectsIn, platformsOf, tagOf, textOf, timeOrNull } from './fields.ts'

const PAGE_SIZE = 500

/** What zot's search extension says of the tags of a repository; undefined where it has no such extension. */
export async function zotTagDetails(
  api: OwnApi,
  next: string | undefined,
): Promise<TagDetailsPage | undefined> {
  const offset = next === undefined ? 0 : Number(next)
  const page = `requestedPage:{limit:${PAGE_SIZE} offset:${offset} sortBy:ALPHABETIC_ASC}`
  const fields = 'Tag Digest Size PushTimestamp LastUpdated Manifests{Platform{Os Arch}}'
  const found = await asked(
    api,
    `{ImageList(repo:${quoted(api.repository)},${page}){Page{TotalCount ItemCount} Results{${fields}}}}`,
  )
  if (found.kind !== 'answer' || !isObject(found.data.ImageList)) return undefined
  const results = objectsIn(found.data.ImageList.Results)
  const details = results.flatMap((one) => {
    const tag = tagOf(one.Tag)
    if (tag === undefined) return []
    const platforms = objectsIn(one.Manifests).map(({ Platform }) =>
      isObject(Platform)
        ? { os: Platform.Os, architecture: Platform.Arch }
        : { os: undefined, architecture: undefined },
    )
    return {
      tag,
      digest: digestOrNull(one.Digest),
      size: countOrNull(one.Size),
      platforms: platformsOf(platforms),
      created: timeOrNull(one.LastUpdated),
      pushed: timeOrNull(one.PushTimestamp),
    }
  })
  return { details, ...(results.length === PAGE_SIZE ? { next: `${offset + PAGE_SIZE}` } : {}) }
}

/** zot's search over the names of repositories; absent where the extension is. */
export async function zotSearch(api: OwnApi, { term, limit }: SearchQuery): Promise<SearchAnswer> {
  const page = `requestedPage:{limit:${limit} offset:0 sortBy:ALPHABETIC_ASC}`
  const found = await asked(
    api,
    `{GlobalSearch(query:${quoted(term)},${page}){Page{TotalCount ItemCount} Repos{Name}}}`,
  )
  if (found.kind !== 'answer') return found
  const { GlobalSearch } = found.data
  const hits = objectsIn(isObject(GlobalSearch) ? GlobalSearch.Repos : []).map(({ Name }) => ({
    name: textOf(Name),
    description: '',
    stars: 0,
    official: false,
  }))
  return { kind: 'found', hits }
}

type Asked =
  | { readonly kind: 'answer'; readonly data: JsonObject }
  | Extract<SearchAnswer, { kind: 'absent' | 'refused' }>

/** Errors of a resolver come with 200. */
async function asked(api: OwnApi, query: string): Promise<Asked> {
  const url = new URL('/v2/_zot/ext/search', api.base)
  url.searchParams.set('query', query)
  const { status, body } = await api.send({ method: 'GET', url, proof: { kind: 'login' } })
  if (status === 404) return { kind: 'absent' }
  const { data, errors } = isObject(body) ? body : {}
  if (status === 200 && isObject(data)) return { kind: 'answer', data }
  const [said] = objectsIn(errors)
  const words = textOf(said?.message).slice(0, 200)
  return {
    kind: 'refused',
    why: words === '' ? `zot's search answered ${status}.` : `zot's search answered ${status}: ${words}.`,
  }
}

/** A string of GraphQL is written as one of JSON. */
function quoted(text: string): string {
  return JSON.stringify(text)
}
