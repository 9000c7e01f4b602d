import { json } from '../../fault-registry/answers.ts'
import { fact, type Play } from '../play.ts'

/** What there is on this Quay. */
export interface QuayOptions {
  /** Passwords by user: people, and robots (`acme+ci`). */
  readonly users?: Readonly<Record<string, string>>
  readonly immutable?: (repository: string, tag: string) => boolean
  /** What search finds, in its order. */
  readonly search?: readonly {
    readonly name: string
    readonly description?: string
    readonly stars?: number
  }[]
}

/** quay.io. */
export function quay(options: QuayOptions = {}): Play {
  return {
    kind: 'quay',
    hosts: ['quay.io'],
    auth: {
      kind: 'bearer',
      tokenPath: '/v2/auth',
      service: 'quay.io',
      users: options.users ?? {},
      grant: (_repository, actions, user) =>
        actions.filter((action) => action === 'pull' || user !== undefined),
    },
    deleteRight: 'push',
    // registries.md §1b: the referrers API is a feature that is on [S]; DELETE by tag or digest, 202 [S];
    // at most 100 tags a page [S].
    manifests: {
      referrers: true,
      deletesTags: true,
      pageSize: 100,
      ...(options.immutable === undefined
        ? {}
        : {
            immutable: { tags: (tag: string) => options.immutable?.('', tag) === true, as: 'quay' as const },
          }),
    },
    facts: [
      fact(
        {
          fact: 'The grammar of scopes knows only push, pull and *: anything else is 400.',
          source: 'registries.md §1b, Quay [S]',
          path: /^\/v2\/auth$/,
        },
        ({ request }) => {
          const scopes = request.query.getAll('scope').flatMap((scope) => scope.split(' '))
          return scopes.every((scope) => /^repository:[^:]+:(?:(?:push|pull|\*),?)+$/.test(scope))
            ? undefined
            : json(400, { errors: [{ code: 'INVALID_REQUEST', message: 'Unable to decode scope' }] })
        },
      ),
      fact(
        {
          fact: 'Search by name, page by page.',
          source: 'registries.md §1b, Quay, Search [S]',
          method: 'GET',
          path: /^\/api\/v1\/find\/repositories$/,
        },
        ({ request }) => {
          const query = (request.query.get('query') ?? '').toLowerCase()
          const page = Number(request.query.get('page') ?? 1)
          const hits = (options.search ?? []).filter(({ name }) => name.includes(query))
          return json(200, {
            results: hits.slice((page - 1) * 10, page * 10).map(({ name, description = '', stars = 0 }) => ({
              kind: 'repository',
              namespace: { name: name.split('/', 1)[0] },
              name: name.slice(name.indexOf('/') + 1),
              description,
              is_public: true,
              stars,
            })),
            has_additional: hits.length > page * 10,
            page,
            page_size: 10,
            start_index: (page - 1) * 10,
          })
        },
      ),
      fact(
        {
          fact: 'The tags of a repository with digest, size and date, page by page.',
          source: 'registries.md §1b, Quay, Tags',
          method: 'GET',
          path: /^\/api\/v1\/repository\/([^/]+\/[^/]+)\/tag\/$/,
        },
        ({ groups: [repository = ''], request, state }) => {
          const held = state.repositories.get(repository)
          if (held === undefined) return json(404, { message: 'Not Found' })
          const limit = Number(request.query.get('limit') ?? 50)
          const page = Number(request.query.get('page') ?? 1)
          const all = [...held.tags]
          return json(200, {
            tags: all.slice((page - 1) * limit, page * limit).map(([name, digest]) => ({
              name,
              manifest_digest: digest,
              size: held.manifests.get(digest)?.bytes.byteLength ?? 0,
              last_modified: 'Tue, 24 Nov 2026 04:01:34 -0000',
            })),
            page,
            has_additional: all.length > page * limit,
          })
        },
      ),
    ],
  }
}
