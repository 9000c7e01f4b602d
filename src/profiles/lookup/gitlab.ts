import type { SearchAnswer, SearchHit, SearchQuery } from '../../model/lookup/search.ts'
import type { OwnApi, OwnProof } from '../../model/registry/own-api.ts'
import { objectsIn, textOf } from './fields.ts'

/** GitLab's API has no search over all: it lists the repositories of a project or of a group, whose path is the term. */
export async function gitlabSearch(api: OwnApi, { term }: SearchQuery): Promise<SearchAnswer> {
  const { realm } = api
  if (realm === undefined) return { kind: 'absent' }
  const proof = await proofFor(api)
  const path = encodeURIComponent(term)
  for (const what of ['projects', 'groups']) {
    const url = new URL(`/api/v4/${what}/${path}/registry/repositories?per_page=100`, realm.origin)
    const { status, body } = await api.send({ method: 'GET', url, proof })
    if (status === 200 && Array.isArray(body)) return { kind: 'found', hits: objectsIn(body).map(hitOf) }
  }
  return {
    kind: 'refused',
    why: `GitLab has no project or group ${term}, or does not show its registry to this login.`,
    hint: 'GitLab lists the repositories of a project or a group: the term is its whole path, GROUP/PROJECT. The token needs the scope read_api.',
  }
}

function hitOf({ path }: Readonly<Record<string, unknown>>): SearchHit {
  return { name: textOf(path), description: '', stars: 0, official: false }
}

async function proofFor(api: OwnApi): Promise<OwnProof> {
  const login = await api.login()
  if (login === undefined) return { kind: 'nobody' }
  const name = login.username === 'gitlab-ci-token' ? 'job-token' : 'private-token'
  return { kind: 'header', name, value: login.password }
}
