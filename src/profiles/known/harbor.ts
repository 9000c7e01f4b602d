import type { RegistryProfile } from '../../model/profile.ts'
import type { OwnApi } from '../../model/registry/own-api.ts'
import type { TagRemoval } from '../../oci/store.ts'
import { isObject } from '../../support/json-object.ts'
import { harborSearch, harborTagDetails } from '../lookup/harbor.ts'

/** Harbor, under any name. Its words are those that 2.15.2 answered. */
export const HARBOR: RegistryProfile = {
  kind: 'harbor',
  name: 'Harbor',
  hosts: [],
  recognizes: ({ service, realm, basicRealm }) =>
    basicRealm === 'harbor' || (service === 'harbor-registry' && realm?.pathname === '/service/token'),
  // `/PROJECT/REPOSITORY`; one part alone is 400 "invalid repository name".
  repositoryForm: () => ({ least: 2, written: 'PROJECT/REPOSITORY' }),
  // `DELETE …/manifests/TAG` is 401 to robots and 400 to everybody else.
  untag: { kind: 'own-api', remove: removeTag },
  // A wrong password gets a token as nobody does, with no actions.
  namingIssuer: 'harbor-token-issuer',
  immovable,
  tagDetails: (api, next) => harborTagDetails(api, next, artifactsPath(api.repository)),
  search: { kind: 'own-api', find: harborSearch },
  failureWords: /will exceed the configured upper limit/i,
  // "Failed to process request due to 'app:v1.0' configured as immutable."
  immutableWords: /configured as immutable/i,
  loginNote: 'Robots log in with their name in full: robot$NAME, or robot$PROJECT+NAME.',
  advice: [
    {
      says: /project [^\s:]{1,255} not found/i,
      hint: 'Harbor makes no project when something is pushed: create it there first. A name that this account may not see is answered the same way.',
    },
    {
      says: /will exceed the configured upper limit/i,
      hint: "The project's quota is full: raise it, or remove images there and collect the garbage.",
    },
    {
      says: /system is in read only mode/i,
      hint: 'Harbor is read-only for now, perhaps while it collects garbage: run it again later.',
    },
    {
      says: /^PROJECTPOLICYVIOLATION/,
      hint: "The project's policy lets nobody pull this image: sign it, or mend what the scanner found.",
    },
  ],
  known: {
    mounts: {
      says: 'Within and across projects, with a token that may pull the source.',
      from: 'real server',
      source: '2.15.2',
    },
    referrers: { says: 'It has the API.', from: 'real server', source: '2.15.2' },
    deletion: {
      says: 'One tag alone by its own API, with the right tag:delete; the registry API takes all tags of a digest.',
      from: 'real server',
      source: '2.15.2',
    },
    immutability: {
      says: 'Rules of a project: 412, for the same digest too; known beforehand to a login with tag:list.',
      from: 'real server',
      source: '2.15.2',
    },
  },
}

async function removeTag(api: OwnApi, tag: string): Promise<TagRemoval> {
  const url = new URL(`${artifactsPath(api.repository)}/${tag}/tags/${tag}`, api.base)
  const { status } = await api.send({ method: 'DELETE', url, proof: { kind: 'login' } })
  switch (status) {
    case 200:
    case 404:
      return { kind: 'removed' }
    case 412:
      return { kind: 'stays', why: 'a rule of its project makes it immutable' }
    case 401:
    case 403:
      return { kind: 'stays', why: 'this login may not remove it (a robot needs the right tag:delete)' }
    default:
      return { kind: 'stays', why: `Harbor answered ${status} when it was to be removed` }
  }
}

async function immovable(api: OwnApi, tags: readonly string[]): Promise<readonly string[]> {
  if ((await api.login()) === undefined) return []
  const held = await Promise.all(
    tags.map(async (tag) => {
      const url = new URL(`${artifactsPath(api.repository)}/${tag}/tags`, api.base)
      url.search = '?with_immutable_status=true&page_size=100'
      // 401 and 403 are what a login without tag:list gets.
      const { status, body } = await api.send({ method: 'GET', url, proof: { kind: 'login' } })
      if (status !== 200 || !Array.isArray(body)) return false
      return body.some((one: unknown) => isObject(one) && one.name === tag && one.immutable === true)
    }),
  )
  return tags.filter((_tag, at) => held[at] === true)
}

/** Where Harbor's API has the artifacts of a repository. It wants a slash in the name encoded twice. */
function artifactsPath(repository: string): string {
  const [project = '', ...rest] = repository.split('/')
  const name = encodeURIComponent(encodeURIComponent(rest.join('/')))
  return `/api/v2.0/projects/${project}/repositories/${name}/artifacts`
}
