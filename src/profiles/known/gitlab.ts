import type { RegistryProfile } from '../../model/profile.ts'
import type { OwnApi, OwnProof } from '../../model/registry/own-api.ts'
import type { TagRemoval } from '../../oci/store.ts'
import { isObject } from '../../support/json-object.ts'
import { gitlabSearch } from '../lookup/gitlab.ts'

/** GitLab's container registry: gitlab.com's; people who run it themselves have names of their own. */
export const GITLAB: RegistryProfile = {
  kind: 'gitlab',
  name: 'GitLab Container Registry',
  hosts: [/^registry\.gitlab\.com$/],
  recognizes: ({ realm }) => realm?.pathname === '/jwt/auth',
  untag: { kind: 'own-api', remove: removeTag },
  search: { kind: 'own-api', find: gitlabSearch, needsChallenge: true },
  repositoryForm: () => ({ least: 2, written: 'GROUP/PROJECT' }),
  loginNote:
    'The password is a token with read_registry and write_registry; that of the account does not do with two-factor authentication.',
  known: {
    mounts: {
      says: 'With tokens that hold one of the two repositories it uploads instead: of several scopes one was honoured.',
      from: 'its documented answers',
      source: 'an issue of 2017',
    },
    deletion: {
      says: "One tag alone, by GitLab's REST API, with the scope api.",
      from: 'its documented answers',
      source: "GitLab's documentation",
    },
    immutability: {
      says: 'Rules for protected and for immutable tags.',
      from: 'its documented answers',
      source: "GitLab's documentation",
    },
  },
}

const PAGE_SIZE = 100
const MOST_PAGES = 50

async function removeTag(api: OwnApi, tag: string): Promise<TagRemoval> {
  const login = await api.login()
  const { realm } = api
  if (login === undefined || realm === undefined) {
    return { kind: 'stays', why: "GitLab's API takes a token as the password alone" }
  }
  const proof: OwnProof = {
    kind: 'header',
    name: login.username === 'gitlab-ci-token' ? 'job-token' : 'private-token',
    value: login.password,
  }
  const found = await findRepository(api, realm, proof)
  if (found === undefined) {
    return { kind: 'stays', why: "this login may not use GitLab's API there (the token needs the scope api)" }
  }
  const url = new URL(`${found}/tags/${tag}`, realm.origin)
  const { status } = await api.send({ method: 'DELETE', url, proof })
  if ([200, 202, 204, 404].includes(status)) return { kind: 'removed' }
  if (status === 401 || status === 403) {
    return { kind: 'stays', why: 'this login may not remove it, or a rule of the project protects it' }
  }
  return { kind: 'stays', why: `GitLab answered ${status} when it was to be removed` }
}

/** Where GitLab's API has the repository: which part of its path is the project is found by asking, the longest first. */
async function findRepository(api: OwnApi, realm: URL, proof: OwnProof): Promise<string | undefined> {
  const parts = api.repository.split('/')
  for (let length = parts.length; length >= 2; length--) {
    const project = encodeURIComponent(parts.slice(0, length).join('/'))
    const repositories = `/api/v4/projects/${project}/registry/repositories`
    for (let page = 1; page <= MOST_PAGES; page++) {
      const url = new URL(`${repositories}?per_page=${PAGE_SIZE}&page=${page}`, realm.origin)
      const { status, body } = await api.send({ method: 'GET', url, proof })
      if (status !== 200 || !Array.isArray(body)) break
      const found = body.find((one: unknown) => isObject(one) && one.path === api.repository)
      if (isObject(found) && typeof found.id === 'number') return `${repositories}/${found.id}`
      if (body.length < PAGE_SIZE) return undefined
    }
  }
  return undefined
}
