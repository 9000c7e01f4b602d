import type { SearchAnswer, SearchQuery } from '../../model/lookup/search.ts'
import type { OwnApi } from '../../model/registry/own-api.ts'
import { objectsIn, textOf } from './fields.ts'

/** SWR lists the repositories of the account that asks; those with the term in their name are the hits. */
export async function swrSearch(api: OwnApi, { term }: SearchQuery): Promise<SearchAnswer> {
  const url = new URL('/dockyard/v2/repositories?filter=center::self', api.base)
  const { status, body } = await api.send({ method: 'GET', url, proof: { kind: 'login' } })
  if (status === 401 || status === 403) {
    return {
      kind: 'refused',
      why: 'SWR lists the repositories of who is logged in, and does not take this login.',
      hint: 'Log in with promote login --swr-ak AK --swr-sk-stdin swr.REGION.myhuaweicloud.com.',
    }
  }
  if (status !== 200 || !Array.isArray(body))
    return { kind: 'refused', why: `SWR answered ${status} to the question for its repositories.` }
  const wanted = term.toLowerCase()
  const hits = objectsIn(body).flatMap((one) => {
    const name = [textOf(one.namespace), textOf(one.name)].filter((part) => part !== '').join('/')
    if (!name.toLowerCase().includes(wanted)) return []
    return { name, description: textOf(one.description), stars: 0, official: false }
  })
  return { kind: 'found', hits, note: 'SWR lists the repositories of the own account alone.' }
}
