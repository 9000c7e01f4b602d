import { json } from '../../fault-registry/answers.ts'
import { userOf } from '../../fault-registry/auth.ts'
import { fact, type Play } from '../play.ts'

/** What there is on this Nexus. */
export interface NexusOptions {
  readonly username?: string
  readonly password?: string
  /** Whether its deployment policy is "Disable redeploy". */
  readonly isFixed?: boolean
}

/** Nexus Repository 3, asked by its address. */
export function nexus(options: NexusOptions = {}): Play {
  const { username = 'ci', password = 'secret of ci' } = options
  return {
    kind: 'nexus',
    hosts: ['127.0.0.1'],
    // registries.md §1a: Basic user and password [D].
    auth: { kind: 'basic', username, password, realm: 'Sonatype Nexus Repository Manager' },
    manifests: {
      // registries.md §1b: "Disable redeploy" [I jib#3057, nexus#967].
      ...(options.isFixed === true ? { immutable: { tags: () => true, as: 'nexus' as const } } : {}),
      absentTags: null,
    },
    facts: [
      fact(
        {
          fact: 'Search by name over all repositories, 50 a page, the next by a token.',
          source: 'registries.md §1b, Nexus, Search [S]',
          method: 'GET',
          path: /^\/service\/rest\/v1\/search$/,
        },
        ({ request, exchange, state }) => {
          if (typeof userOf({ [username]: password }, exchange.header('authorization')) !== 'object') {
            return { status: 401 }
          }
          const wanted = (request.query.get('name') ?? '*').replaceAll('*', '')
          const start = Number(request.query.get('continuationToken') ?? 0)
          const all = [...state.repositories].flatMap(([name, held]) =>
            name.includes(wanted)
              ? [...held.tags.keys()].map((version) => ({
                  repository: 'docker',
                  format: 'docker',
                  name,
                  version,
                }))
              : [],
          )
          const more = all.length > start + 50 ? String(start + 50) : null
          return json(200, { items: all.slice(start, start + 50), continuationToken: more })
        },
      ),
      fact(
        {
          fact: 'A list of tags may hold null.',
          source: 'registries.md §1b, Nexus, Tags [S skopeo#2409]',
          method: 'GET',
          path: /^\/v2\/(.+)\/tags\/list$/,
        },
        ({ groups: [name = ''], state, exchange }) => {
          const held = state.repositories.get(name)
          if (held === undefined || exchange.header('authorization') === undefined) return undefined
          return json(200, { name, tags: [null, ...held.tags.keys()] })
        },
      ),
    ],
  }
}
