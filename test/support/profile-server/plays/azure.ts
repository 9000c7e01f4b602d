import { json, refusal } from '../../fault-registry/answers.ts'
import { fact, type Play } from '../play.ts'

/** What there is on this Azure registry. */
export interface AzureOptions {
  /** Passwords by user, and what each may do beside pull: `push`, `delete`, `metadata_read`. */
  readonly users?: Readonly<Record<string, string>>
  readonly rights?: readonly string[]
  /** Tags that are locked. */
  readonly locked?: (repository: string, tag: string) => boolean
  /** ACR tokens by refresh token of Entra, for `POST /oauth2/exchange`. */
  readonly exchanges?: Readonly<Record<string, string>>
}

const HOST = 'acme.azurecr.io'

/** Azure Container Registry, as `acme.azurecr.io`. */
export function azure(options: AzureOptions = {}): Play {
  const rights = options.rights ?? ['push', 'delete', 'metadata_read']
  const isLocked = options.locked ?? (() => false)
  return {
    kind: 'azure',
    hosts: [HOST],
    auth: {
      kind: 'bearer',
      tokenPath: '/oauth2/token',
      service: HOST,
      users: options.users ?? {},
      // registries.md §1a: the token's JSON has only `access_token` [S harbor].
      field: 'access_token',
      grant: (_repository, actions, user) =>
        user === undefined ? [] : actions.filter((action) => action === 'pull' || rights.includes(action)),
    },
    manifests: { referrers: true },
    facts: [
      fact(
        {
          fact: 'A login of Entra is exchanged for an ACR refresh token.',
          source: 'registries.md §1a, Azure ACR [D]',
          method: 'POST',
          path: /^\/oauth2\/exchange$/,
        },
        async ({ exchange }) => {
          const form = new URLSearchParams((await exchange.body()).toString())
          const refresh = options.exchanges?.[form.get('access_token') ?? '']
          const isAsked = form.get('grant_type') === 'access_token' && form.get('service') === HOST
          return isAsked && refresh !== undefined ? json(200, { refresh_token: refresh }) : { status: 401 }
        },
      ),
      fact(
        {
          fact: 'One tag is removed alone by its own API, with a token that may delete: 202.',
          source: 'registries.md §1b, Azure ACR, Delete [S]',
          method: 'DELETE',
          path: /^\/acr\/v1\/(.+)\/_tags\/([^/]+)$/,
        },
        ({ groups: [repository = '', tag = ''], state, exchange, base }) => {
          if (!holds(exchange.header('authorization'), repository, 'delete')) {
            const challenge = `Bearer realm="${base}/oauth2/token",service="${HOST}",scope="repository:${repository}:delete"`
            const refused = refusal(401, { code: 'UNAUTHORIZED', message: 'authentication required' })
            return { ...refused, headers: { ...refused.headers, 'www-authenticate': challenge } }
          }
          if (isLocked(repository, tag)) return DISALLOWED
          return state.repositories.get(repository)?.tags.delete(tag) === true
            ? { status: 202 }
            : { status: 404 }
        },
      ),
      fact(
        {
          fact: 'A tag that is locked is refused with 405.',
          source: 'registries.md §1b, Azure ACR [I]; the lock is set per tag, after a push',
          method: 'PUT',
          path: /^\/v2\/(.+)\/manifests\/([^/:]+)$/,
        },
        async ({ groups: [repository = '', tag = ''], exchange }) => {
          if (!isLocked(repository, tag)) return undefined
          await exchange.body()
          return DISALLOWED
        },
      ),
      fact(
        {
          fact: 'Its own list of tags has their digests and times; it goes on behind the last tag that was seen.',
          source:
            "Azure's documentation of the registry's REST API, Tag - Get List; registries.md §1b, Azure ACR, Tags",
          method: 'GET',
          path: /^\/acr\/v1\/(.+)\/_tags$/,
        },
        ({ groups: [repository = ''], request, exchange, state }) => {
          if (!holds(exchange.header('authorization'), repository, 'metadata_read')) return { status: 401 }
          const all = [...(state.repositories.get(repository)?.tags ?? [])].sort()
          const last = request.query.get('last')
          const from = last === null ? 0 : all.findIndex(([tag]) => tag === last) + 1
          const page = all.slice(from, from + Number(request.query.get('n') ?? 100))
          return json(200, {
            imageName: repository,
            tags: page.map(([name, digest]) => ({
              name,
              digest,
              createdTime: '2026-11-24T04:01:33.4120000Z',
              lastUpdateTime: '2026-11-24T04:01:33.4120000Z',
            })),
          })
        },
      ),
      fact(
        {
          fact: 'The list of tags wants the right metadata_read.',
          source: 'registries.md §1b, Azure ACR [S]',
          method: 'GET',
          path: /^\/v2\/(.+)\/tags\/list$/,
        },
        ({ groups: [repository = ''], exchange, base }) => {
          if (holds(exchange.header('authorization'), repository, 'metadata_read')) return undefined
          const challenge = `Bearer realm="${base}/oauth2/token",service="${HOST}",scope="repository:${repository}:metadata_read"`
          const refused = refusal(401, { code: 'UNAUTHORIZED', message: 'authentication required' })
          return { ...refused, headers: { ...refused.headers, 'www-authenticate': challenge } }
        },
      ),
      fact(
        {
          fact: '`DELETE …/manifests/TAG` takes the manifest and all its tags.',
          source: 'src/profiles/known/azure.ts; registries.md §1b has only the tag API',
          method: 'DELETE',
          path: /^\/v2\/(.+)\/manifests\/([^/:]+)$/,
        },
        ({ groups: [repository = '', tag = ''], state }) => {
          const held = state.repositories.get(repository)
          const digest = held?.tags.get(tag)
          if (held === undefined || digest === undefined) return undefined
          held.manifests.delete(digest)
          for (const [name, one] of held.tags) if (one === digest) held.tags.delete(name)
          return { status: 202 }
        },
      ),
    ],
  }
}

const DISALLOWED = refusal(405, {
  code: 'REGISTRY_DISALLOWED_OPERATION',
  message: 'The operation is disallowed on this registry, repository or image.',
})

function holds(authorization: string | undefined, repository: string, action: string): boolean {
  const payload = authorization?.split('.')[1]
  if (payload === undefined) return false
  const { access } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
    readonly access: readonly { readonly name: string; readonly actions: readonly string[] }[]
  }
  return access.some(({ name, actions }) => name === repository && actions.includes(action))
}
