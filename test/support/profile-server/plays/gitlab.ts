import { json } from '../../fault-registry/answers.ts'
import { type Asked, fact, type Play } from '../play.ts'

/** What there is on this GitLab. */
export interface GitlabOptions {
  /** Tokens by user; `gitlab-ci-token` has a job's. */
  readonly users?: Readonly<Record<string, string>>
  /** Projects by path; a repository belongs to the one whose path begins its own. */
  readonly projects?: readonly string[]
  /** Tags that a rule protects. */
  readonly protected?: (repository: string, tag: string) => boolean
}

/** gitlab.com: its registry and its API. */
export function gitlab(options: GitlabOptions = {}): Play {
  const users = options.users ?? {}
  const projects = options.projects ?? []
  const isCaller = ({ exchange }: Asked): boolean =>
    Object.entries(users).some(
      ([user, token]) =>
        exchange.header(user === 'gitlab-ci-token' ? 'job-token' : 'private-token') === token,
    )
  const repositoriesOf = ({ state }: Asked, project: string) =>
    [...state.repositories.keys()]
      .filter((path) => path === project || path.startsWith(`${project}/`))
      .map((path, at) => ({ id: 100 + at, name: path.slice(project.length + 1), path, project_id: 9 }))
  return {
    kind: 'gitlab',
    hosts: ['registry.gitlab.com', 'gitlab.com'],
    auth: {
      kind: 'bearer',
      // registries.md §1a: the realm is at GitLab's own host.
      realm: 'https://gitlab.com/jwt/auth',
      tokenPath: '/jwt/auth',
      service: 'container_registry',
      users,
      // registries.md §1b: of several scope parameters only the last is honoured [I, 2017].
      scopesRead: 'last',
      grant: (_repository, actions, user) => (user === undefined ? [] : actions),
    },
    facts: [
      fact(
        {
          fact: '`_catalog` is 401.',
          source: 'registries.md §1b, GitLab [S,I]',
          path: /^\/v2\/_catalog$/,
        },
        () => ({ status: 401 }),
      ),
      fact(
        {
          fact: "A project's repositories, each with its id; a path that is no project is 404.",
          source: 'registries.md §1b, GitLab, Search',
          host: 'gitlab.com',
          method: 'GET',
          path: /^\/api\/v4\/projects\/([^/]+)\/registry\/repositories$/,
        },
        (asked) => {
          if (!isCaller(asked)) return json(401, { message: '401 Unauthorized' })
          const project = decodeURIComponent(asked.groups[0] ?? '')
          if (!projects.includes(project)) return json(404, { message: '404 Project Not Found' })
          const size = Number(asked.request.query.get('per_page') ?? 20)
          const page = Number(asked.request.query.get('page') ?? 1)
          return json(200, repositoriesOf(asked, project).slice((page - 1) * size, page * size))
        },
      ),
      fact(
        {
          fact: 'The tags of one repository.',
          source: 'registries.md §1b, GitLab, Search; docs.gitlab.com/api/container_registry',
          host: 'gitlab.com',
          method: 'GET',
          path: /^\/api\/v4\/projects\/([^/]+)\/registry\/repositories\/(\d+)\/tags$/,
        },
        (asked) => {
          if (!isCaller(asked)) return json(401, { message: '401 Unauthorized' })
          const project = decodeURIComponent(asked.groups[0] ?? '')
          const found = repositoriesOf(asked, project).find(({ id }) => id === Number(asked.groups[1]))
          if (found === undefined) return json(404, { message: '404 Not Found' })
          const tags = [...(asked.state.repositories.get(found.path)?.tags.keys() ?? [])]
          const size = Number(asked.request.query.get('per_page') ?? 20)
          const page = Number(asked.request.query.get('page') ?? 1)
          return json(
            200,
            tags.slice((page - 1) * size, page * size).map((name) => ({
              name,
              path: `${found.path}:${name}`,
              location: `registry.gitlab.com/${found.path}:${name}`,
            })),
          )
        },
      ),
      fact(
        {
          fact: 'One tag is removed by the API alone; one that a rule protects is not.',
          source: 'registries.md §1b, GitLab, Delete: REST; protected and immutable tag rules [D]',
          host: 'gitlab.com',
          method: 'DELETE',
          path: /^\/api\/v4\/projects\/([^/]+)\/registry\/repositories\/(\d+)\/tags\/([^/]+)$/,
        },
        (asked) => {
          if (!isCaller(asked)) return json(401, { message: '401 Unauthorized' })
          const [project = '', id = '', tag = ''] = asked.groups
          const found = repositoriesOf(asked, decodeURIComponent(project)).find(
            (one) => one.id === Number(id),
          )
          if (found === undefined) return json(404, { message: '404 Not Found' })
          if (options.protected?.(found.path, tag) === true) return json(403, { message: '403 Forbidden' })
          return asked.state.repositories.get(found.path)?.tags.delete(tag) === true
            ? json(200, {})
            : json(404, { message: '404 Tag Not Found' })
        },
      ),
    ],
  }
}
