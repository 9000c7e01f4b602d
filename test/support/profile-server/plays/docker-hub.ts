import { json, refusal } from '../../fault-registry/answers.ts'
import { userOf } from '../../fault-registry/auth.ts'
import type { Answer } from '../../fault-registry/exchange.ts'
import { type Asked, type Fact, fact, type Play } from '../play.ts'

/** One hit of Docker Hub's search. */
export interface HubRepository {
  readonly name: string
  readonly description?: string
  readonly stars?: number
  readonly official?: boolean
  readonly pulls?: number
}

/** What there is on this Docker Hub. */
export interface DockerHubOptions {
  /** Passwords by user. */
  readonly users?: Readonly<Record<string, string>>
  /** Pulls (GETs of manifests) that are left in the window of six hours; 100 unless told. */
  readonly pulls?: number
  /** What search finds, in its order. */
  readonly search?: readonly HubRepository[]
  /** Tags that never move, by repository: the setting of a repository on Docker Hub. */
  readonly immutable?: (repository: string, tag: string) => boolean
}

const WINDOW_S = 21_600

/** Docker Hub, with its token host, its own API and its search. */
export function dockerHub(options: DockerHubOptions = {}): Play {
  const users = options.users ?? {}
  const limit = options.pulls ?? 100
  let pulled = 0
  const remaining = (): number => Math.max(0, limit - pulled)
  const limits = (): Record<string, string> => ({
    'ratelimit-limit': `${limit};w=${WINDOW_S}`,
    'ratelimit-remaining': `${remaining()};w=${WINDOW_S}`,
    'docker-ratelimit-source': '198.51.100.7',
  })
  const sessions = new Set<string>()

  const rate: Fact = {
    fact: 'A GET of a manifest is a pull and a HEAD is none; both tell what is left; beyond it 429 in these words.',
    source: 'registries.md §1b, Docker Hub [I]; design.md §6',
    method: ['GET', 'HEAD'],
    path: /^\/v2\/.+\/manifests\/[^/]+$/,
    answer: ({ request }) =>
      request.method === 'GET' && remaining() === 0
        ? refusal(429, {
            code: 'TOOMANYREQUESTS',
            message:
              'You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit',
          })
        : undefined,
    after({ request }, answer) {
      if (answer.status !== 200 && answer.status !== 429) return answer
      if (request.method === 'GET' && answer.status === 200) pulled++
      return { ...answer, headers: { ...answer.headers, ...limits() } }
    },
  }

  const signedIn = ({ exchange }: Asked): boolean =>
    sessions.has((exchange.header('authorization') ?? '').replace(/^(?:Bearer|JWT) /, ''))

  return {
    kind: 'docker-hub',
    hosts: ['registry-1.docker.io', 'auth.docker.io', 'index.docker.io', 'hub.docker.com', 'docker.io'],
    auth: {
      kind: 'bearer',
      realm: 'https://auth.docker.io/token',
      service: 'registry.docker.io',
      users,
      // docker's documentation of `docker login`: what its config file holds for Docker Hub is name and password.
      givesIdentityTokens: false,
      // Anybody reads; who is logged in writes below the own name.
      grant: (repository, actions, user) =>
        actions.filter(
          (action) => action === 'pull' || (user !== undefined && repository.startsWith(`${user}/`)),
        ),
    },
    manifests: {
      immutable: undefined,
      // registries.md §1b: added in 2025, and not everybody saw it: a client has to ask.
      referrers: false,
    },
    facts: [
      rate,
      fact(
        {
          fact: 'A mount from a name that has not two parts is 400 without an error list.',
          source: 'registries.md §1b, Docker Hub [I ggcr#1741]',
          method: 'POST',
          path: /^\/v2\/.+\/blobs\/uploads\/$/,
        },
        ({ request }) => {
          const from = request.query.get('from')
          return from === null || /^[^/]+\/[^/]+$/.test(from)
            ? undefined
            : json(400, { details: 'invalid repository name' })
        },
      ),
      fact(
        {
          fact: 'A tag that is immutable is refused with 403; its words are not known.',
          source: 'registries.md §1b, Docker Hub [I]',
          method: 'PUT',
          path: /^\/v2\/(.+)\/manifests\/([^/]+)$/,
        },
        async ({ groups: [repository = '', tag = ''], state, exchange }) => {
          const held = state.repositories.get(repository)?.tags.has(tag) ?? false
          if (!held || options.immutable?.(repository, tag) !== true) return undefined
          await exchange.body()
          return { status: 403 }
        },
      ),
      fact(
        {
          fact: '`_catalog` is switched off.',
          source: 'registries.md §1b, Docker Hub [S]; which status is not known',
          path: /^\/v2\/_catalog$/,
        },
        () => refusal(401, { code: 'UNAUTHORIZED', message: 'authentication required' }),
      ),
      ...searchFacts(options.search ?? []),
      fact(
        {
          fact: 'The tags of a repository with digest, size, images and dates, a hundred a page.',
          source:
            "Docker's documentation of the Hub API, GET /v2/namespaces/{namespace}/repositories/{repository}/tags",
          host: 'hub.docker.com',
          method: 'GET',
          path: /^\/v2\/namespaces\/([^/]+)\/repositories\/([^/]+)\/tags$/,
        },
        ({ groups: [namespace = '', name = ''], request, state }) => {
          const held = state.repositories.get(`${namespace}/${name}`)
          if (held === undefined) return { status: 404 }
          const page = Number(request.query.get('page') ?? 1)
          const size = Number(request.query.get('page_size') ?? 10)
          const tags = [...held.tags]
          const more = page * size < tags.length
          return json(200, {
            count: tags.length,
            next: more ? `https://hub.docker.com/v2/elsewhere?page=${page + 1}` : null,
            results: tags.slice((page - 1) * size, page * size).map(([tag, digest]) => ({
              name: tag,
              digest,
              full_size: 3_600_000,
              last_updated: '2026-10-01T10:00:00.000Z',
              tag_last_pushed: '2026-10-01T10:00:00.000Z',
              images: [
                { architecture: 'amd64', os: 'linux', variant: null, digest, size: 3_600_000 },
                { architecture: 'unknown', os: 'unknown', variant: null, digest, size: 700 },
              ],
            })),
          })
        },
      ),
      fact(
        {
          fact: 'The web API gives a token for ten minutes to a name and a secret.',
          source: 'registries.md §1a, Docker Hub [S harbor]',
          host: 'hub.docker.com',
          method: 'POST',
          path: /^\/v2\/auth\/token$/,
        },
        async ({ exchange }) => {
          const { identifier = '', secret = '' } = JSON.parse((await exchange.body()).toString()) as Record<
            string,
            string
          >
          const header = `Basic ${Buffer.from(`${identifier}:${secret}`).toString('base64')}`
          if (typeof userOf(users, header) !== 'object') {
            return json(401, { detail: 'Incorrect authentication credentials' })
          }
          const token = `hub-session-${sessions.size}`
          sessions.add(token)
          return json(200, { access_token: token })
        },
      ),
      fact(
        {
          fact: 'A tag is removed alone by the web API; an immutable one is not.',
          source: 'registries.md §1b, Docker Hub [S]',
          host: 'hub.docker.com',
          method: 'DELETE',
          path: /^\/v2\/repositories\/([^/]+\/[^/]+)\/tags\/([^/]+)\/$/,
        },
        (asked) => {
          const [repository = '', tag = ''] = asked.groups
          if (!signedIn(asked)) return { status: 401 }
          if (options.immutable?.(repository, tag) === true) return { status: 403 }
          return asked.state.repositories.get(repository)?.tags.delete(tag) === true
            ? { status: 204 }
            : { status: 404 }
        },
      ),
    ],
  }
}

function searchFacts(found: readonly HubRepository[]): readonly Fact[] {
  const matching = (query: string): readonly HubRepository[] =>
    found.filter(({ name, description = '' }) => `${name} ${description}`.toLowerCase().includes(query))
  return [
    fact(
      {
        fact: 'docker search: `q` and `n` (1 to 100, 25 unless told), as docker itself asks.',
        source: 'registries.md §1b, Docker Hub [S moby]',
        host: 'index.docker.io',
        method: 'GET',
        path: /^\/v1\/search$/,
      },
      ({ request }) => {
        const n = Number(request.query.get('n') ?? 25)
        if (!(n >= 1 && n <= 100)) return { status: 400 }
        const query = (request.query.get('q') ?? '').toLowerCase()
        const hits = matching(query)
        return json(200, {
          num_results: hits.length,
          query,
          results: hits.slice(0, n).map((hit) => ({
            name: hit.name,
            description: hit.description ?? '',
            star_count: hit.stars ?? 0,
            is_official: hit.official ?? false,
            is_automated: false,
          })),
        })
      },
    ),
    fact(
      {
        fact: 'The web search pages, and knows how often each was pulled.',
        source: 'registries.md §1b, Docker Hub [third-party code only]',
        host: 'hub.docker.com',
        method: 'GET',
        path: /^\/v2\/search\/repositories\/$/,
      },
      ({ request }): Answer => {
        const size = Number(request.query.get('page_size') ?? 25)
        const page = Number(request.query.get('page') ?? 1)
        const hits = matching((request.query.get('query') ?? '').toLowerCase())
        return json(200, {
          count: hits.length,
          results: hits.slice((page - 1) * size, page * size).map((hit) => ({
            repo_name: hit.name,
            short_description: hit.description ?? '',
            star_count: hit.stars ?? 0,
            pull_count: hit.pulls ?? 0,
            is_official: hit.official ?? false,
          })),
        })
      },
    ),
  ]
}
