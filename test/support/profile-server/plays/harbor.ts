import { json } from '../../fault-registry/answers.ts'
import { userOf } from '../../fault-registry/auth.ts'
import type { Answer } from '../../fault-registry/exchange.ts'
import { type Asked, type Fact, fact, type Play } from '../play.ts'
import { answerOf, Recording } from '../recordings.ts'

/** Rights of an account, by project; `*` is every project. */
export type HarborRights = Readonly<Record<string, readonly string[]>>

/** An account of this Harbor. */
export interface HarborAccount {
  readonly password: string
  /** `pull`, `push`, `delete`, and of its API `tag:list`, `tag:delete`. */
  readonly rights: HarborRights
}

/** What there is on this Harbor. */
export interface HarborOptions {
  /** Beside those that were recorded, whose password is `secret of NAME`. */
  readonly accounts?: Readonly<Record<string, HarborAccount>>
  /** Projects that are there; all that are asked for unless told. */
  readonly projects?: readonly string[]
  /** Its rules of immutability. */
  readonly immutable?: (repository: string, tag: string) => boolean
  /** Projects whose quota is full: nothing that brings bytes gets in. */
  readonly full?: readonly string[]
  /** A name for it; else it is asked by its address. */
  readonly hostname?: string
}

const SOURCE = 'recordings/harbor.json, Harbor 2.15.2'
const TAGS = /^\/api\/v2\.0\/projects\/([^/]+)\/repositories\/(.+)\/artifacts\/([^/]+)\/tags$/
const TAG = /^\/api\/v2\.0\/projects\/([^/]+)\/repositories\/(.+)\/artifacts\/([^/]+)\/tags\/([^/]+)$/

/** Harbor 2.15.2: its refusals and its API in the words of a real one, its registry API out of what it holds. */
export function harbor(options: HarborOptions = {}): Play {
  const recording = new Recording('harbor')
  const accounts = { ...recordedAccounts(recording), ...options.accounts }
  const users = Object.fromEntries(Object.entries(accounts).map(([user, { password }]) => [user, password]))
  const rightsOf = (user: string | undefined, project: string): readonly string[] => {
    const rights: HarborRights = user === undefined ? {} : (accounts[user]?.rights ?? {})
    return rights[project] ?? rights['*'] ?? []
  }
  const isThere = (project: string): boolean => options.projects?.includes(project) ?? true
  /** Who asks the API; it takes no tokens. */
  const caller = (asked: Asked): string | undefined => {
    const found = userOf(users, asked.exchange.header('authorization'))
    return typeof found === 'object' ? found.user : undefined
  }
  const apiRefusal = (asked: Asked, project: string, right: string): Answer | undefined => {
    const user = caller(asked)
    if (user === undefined) return recording.say('api: project anonymous', asked.base)
    if (rightsOf(user, project).includes(right)) return undefined
    return recording.say('API delete tag, robot without delete', asked.base)
  }
  const isImmutable = options.immutable ?? (() => false)

  const facts: readonly Fact[] = [
    fact(
      {
        fact: 'An unknown project is 401 "project X not found" with an empty challenge, to a GET and a POST with any proof; a HEAD has no words.',
        source: `${SOURCE}, "challenge: GET in unknown project, Basic robot" and "… bearer"`,
        path: /^\/v2\/([^/]+)\/.+\/(?:manifests|blobs|tags|referrers)\//,
      },
      ({ groups: [project = ''], exchange, base }) =>
        isThere(project) || exchange.header('authorization') === undefined
          ? undefined
          : recording.say('challenge: GET in unknown project, Basic robot', base, { 'no-such': project }),
    ),
    fact(
      {
        fact: 'A tag that a rule holds is refused with 412, also for the same digest; by digest the manifest is taken.',
        source: `${SOURCE}, "immutable: PUT v1.0 same digest"`,
        method: 'PUT',
        path: /^\/v2\/(.+)\/manifests\/([^/:]+)$/,
      },
      async ({ groups: [repository = '', tag = ''], state, exchange, base }) => {
        const held = state.repositories.get(repository)?.tags.has(tag) ?? false
        if (!held || !isImmutable(repository, tag)) return undefined
        await exchange.body()
        const named = `${repository.slice(repository.indexOf('/') + 1)}:${tag}`
        return recording.say('immutable: PUT v1.0 same digest', base, { 'app:v1.0': named })
      },
    ),
    fact(
      {
        fact: 'A full quota refuses a mount with 403 DENIED and no challenge; an upload may begin and is refused when it is closed.',
        source: `${SOURCE}, "quota: bearer, mount over quota", "quota: PUT finish after PATCH"`,
        method: ['POST', 'PUT'],
        path: /^\/v2\/([^/]+)\/.+\/(?:blobs\/uploads\/[^/]*|manifests\/[^/]+)$/,
      },
      async ({ groups: [project = ''], request, exchange, base }) => {
        if (options.full?.includes(project) !== true) return undefined
        if (exchange.header('authorization')?.startsWith('Bearer ') !== true) return undefined
        if (request.method === 'POST' && !request.query.has('mount')) return undefined
        await exchange.body()
        return recording.say('quota: bearer, mount over quota', base)
      },
    ),
    fact(
      {
        fact: '`_catalog` takes Basic alone, from an account that may see the system.',
        source: `${SOURCE}, "catalog: bearer with registry:catalog:*", "catalog: Basic admin"`,
        path: /^\/v2\/_catalog$/,
      },
      (asked) => {
        const user = caller(asked)
        const isAllowed = user === 'admin' || user === 'robot$catalog'
        if (!isAllowed) return recording.say('catalog: no cred', asked.base)
        const seeded = [...asked.state.repositories.keys()].sort()
        return seeded.length === 0 ? undefined : json(200, { repositories: seeded })
      },
    ),
    fact(
      {
        fact: 'The artifacts of a repository with their tags, a hundred a page; 403 without the right to list.',
        source: `${SOURCE}, "api: artifacts default"; the right is called artifact:list`,
        method: 'GET',
        path: /^\/api\/v2\.0\/projects\/([^/]+)\/repositories\/([^/]+)\/artifacts$/,
      },
      (asked) => {
        const [project = '', name = ''] = asked.groups
        const held = asked.state.repositories.get(`${project}/${unslashed(name)}`)
        if (held === undefined) return undefined
        const refused = apiRefusal(asked, project, 'artifact:list')
        if (refused !== undefined) return refused
        const byDigest = Map.groupBy(held.tags, ([, digest]) => digest)
        const size = Number(asked.request.query.get('page_size') ?? 10)
        const page = Number(asked.request.query.get('page') ?? 1)
        return json(
          200,
          [...byDigest].slice((page - 1) * size, page * size).map(([digest, tags], id) => ({
            digest,
            extra_attrs: { architecture: 'amd64', author: '', config: {}, created: null, os: 'linux' },
            id,
            push_time: '2026-11-24T04:01:33.412Z',
            references: null,
            size: 658_156,
            tags: tags.map(([tag]) => ({
              artifact_id: id,
              immutable: false,
              name: tag,
              push_time: '2026-11-24T04:01:33.440Z',
            })),
            type: 'IMAGE',
          })),
        )
      },
    ),
    fact(
      {
        fact: 'The tags of an artifact, each with whether a rule holds it; 403 without the right to list.',
        source: `${SOURCE}, "api: tags of artifact"; the right is called tag:list`,
        method: 'GET',
        path: TAGS,
      },
      (asked) => {
        const [project = '', name = '', reference = ''] = asked.groups
        const repository = `${project}/${unslashed(name)}`
        const held = asked.state.repositories.get(repository)
        if (held === undefined) return undefined
        const refused = apiRefusal(asked, project, 'tag:list')
        if (refused !== undefined) return refused
        const digest = reference.startsWith('sha256:') ? reference : held.tags.get(reference)
        if (digest === undefined) {
          const named = `${repository}:${reference}`
          return recording.say('api: artifact absent', asked.base, { 'shop-prod/app:absent': named })
        }
        const withStatus = asked.request.query.get('with_immutable_status') === 'true'
        const names = [...held.tags].flatMap(([tag, one]) => (one === digest ? [tag] : []))
        return json(
          200,
          names.map((tag, id) => ({
            artifact_id: 5,
            id,
            ...(withStatus ? { immutable: isImmutable(repository, tag) } : {}),
            name: tag,
            push_time: '2026-11-24T04:01:34.636Z',
            repository_id: 8,
          })),
        )
      },
    ),
    fact(
      {
        fact: 'A tag is removed alone by the API: 200, 403 without tag:delete, 412 for one that a rule holds.',
        source: `${SOURCE}, "API delete tag (not immutable)", "… robot without delete", "immutable: API delete tag"`,
        method: 'DELETE',
        path: TAG,
      },
      (asked) => {
        const [project = '', name = '', reference = '', tag = ''] = asked.groups
        const repository = `${project}/${unslashed(name)}`
        const held = asked.state.repositories.get(repository)
        if (held === undefined) return undefined
        const refused = apiRefusal(asked, project, 'tag:delete')
        if (refused !== undefined) return refused
        if (reference !== tag || !held.tags.has(tag)) {
          const named = `${repository}:${reference}`
          return recording.say('api: artifact absent', asked.base, { 'shop-prod/app:absent': named })
        }
        if (isImmutable(repository, tag)) {
          return recording.say('immutable: API delete tag', asked.base, { 'v1.0': tag })
        }
        held.tags.delete(tag)
        return recording.say('API delete tag (not immutable)', asked.base)
      },
    ),
    fact(
      {
        fact: '`DELETE …/manifests/TAG` is 401 to an account without delete, else 400 UNSUPPORTED, and takes nothing.',
        source: `${SOURCE}, "DELETE manifest by tag, robot without delete", "… admin"`,
        method: 'DELETE',
        path: /^\/v2\/([^/]+)\/(.+)\/manifests\/([^/:]+)$/,
      },
      (asked) => {
        const { exchange, base, groups } = asked
        const [project = '', name = '', tag = ''] = groups
        const authorization = exchange.header('authorization')
        if (authorization === undefined) return undefined
        const user = authorization.startsWith('Bearer ') ? subjectOf(authorization) : caller(asked)
        return rightsOf(user, project).includes('delete')
          ? recording.say('DELETE manifest by tag, admin', base, { dev2: tag })
          : recording.say('DELETE manifest by tag, robot without delete', base, {
              'shop-prod/app': `${project}/${name}`,
            })
      },
    ),
    {
      fact: 'Whatever else was asked of the real server is answered as it was there, as long as nothing was put into that repository here.',
      source: SOURCE,
      path: /^/,
      answer(asked) {
        const { request, state, base } = asked
        const repository = /^\/v2\/(.+?)\/(?:manifests|blobs|tags|referrers)\//.exec(request.path)?.[1]
        if (repository !== undefined && state.repositories.has(repository)) return undefined
        if (request.path === '/service/token') return undefined
        const { method, path } = request
        const query = request.query.size === 0 ? '' : `?${request.query}`
        const who = asWhom(users, asked.exchange.header('authorization'))
        const probe = recording.find({
          method,
          path: path + query,
          ...(who === undefined ? {} : { as: who }),
        })
        return probe === undefined ? undefined : answerOf(probe, base)
      },
    },
  ]

  return {
    kind: 'harbor',
    hosts: options.hostname === undefined ? ['127.0.0.1'] : [options.hostname],
    auth: {
      kind: 'bearer',
      service: 'harbor-registry',
      tokenPath: '/service/token',
      issuer: 'harbor-token-issuer',
      users,
      // "token: wrong Basic admin with scope": 200, with no actions and no subject.
      wrongPassword: 'nobody',
      // "token: robot asks only pull where it also has push": what was asked for does not count.
      grant: (repository, _actions, user) =>
        rightsOf(user, repository.split('/', 1)[0] ?? '').filter((right) => !right.includes(':')),
    },
    // "manifest PUT with subject, by digest": OCI-Subject; "referrers: two": the API lists them.
    manifests: { referrers: true },
    facts,
  }
}

/** The accounts that were asked with, and the rights their tokens had. */
function recordedAccounts({ probes }: Recording): Record<string, HarborAccount> {
  const accounts: Record<string, { password: string; rights: Record<string, readonly string[]> }> = {}
  for (const { request, access } of probes) {
    const { as } = request
    if (as === undefined || as === 'bearer' || as.endsWith(':wrong')) continue
    accounts[as] ??= { password: `secret of ${as}`, rights: {} }
    for (const { name, actions } of access ?? []) {
      const project = name.split('/', 1)[0] ?? ''
      accounts[as].rights[project] = [...new Set([...(accounts[as].rights[project] ?? []), ...actions])]
    }
  }
  return accounts
}

function asWhom(
  users: Readonly<Record<string, string>>,
  authorization: string | undefined,
): string | undefined {
  if (authorization === undefined) return undefined
  if (!authorization.startsWith('Basic ')) return 'bearer'
  const found = userOf(users, authorization)
  if (typeof found === 'object') return found.user
  const pair = Buffer.from(authorization.slice('Basic '.length), 'base64').toString()
  return `${pair.slice(0, pair.indexOf(':'))}:wrong`
}

/** Harbor takes a slash in a repository's name encoded once or twice. */
function unslashed(name: string): string {
  return name.replace(/%2(?:52)?F/gi, '/')
}

function subjectOf(authorization: string): string | undefined {
  const payload = authorization.split('.')[1] ?? ''
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { readonly sub?: string }
  return claims.sub
}
