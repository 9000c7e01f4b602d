import { json, refusal } from '../../fault-registry/answers.ts'
import { userOf } from '../../fault-registry/auth.ts'
import type { Exchange } from '../../fault-registry/exchange.ts'
import { type Fact, fact, type Play } from '../play.ts'

/** What there is on one of these registries. */
export interface CloudOptions {
  /** Passwords by user. */
  readonly users?: Readonly<Record<string, string>>
  /** Tags that never move. */
  readonly immutable?: (repository: string, tag: string) => boolean
}

const ALIBABA = 'registry.cn-hangzhou.aliyuncs.com'
const TENCENT = 'acme.tencentcloudcr.com'
const HUAWEI = 'swr.cn-north-4.myhuaweicloud.com'

/** Alibaba Cloud ACR, personal edition, as `registry.cn-hangzhou.aliyuncs.com`. */
export function alibaba(options: CloudOptions = {}): Play {
  return {
    kind: 'alibaba',
    hosts: [ALIBABA, 'dockerauth.cn-hangzhou.aliyuncs.com'],
    auth: {
      kind: 'bearer',
      realm: 'https://dockerauth.cn-hangzhou.aliyuncs.com/auth',
      tokenPath: '/auth',
      // registries.md §1a: `registry.aliyuncs.com:<region>:…` [S].
      service: 'registry.aliyuncs.com:cn-hangzhou:26842',
      users: options.users ?? {},
      grant: (_repository, actions, user) => (user === undefined ? [] : actions),
    },
    facts: [
      fact(
        {
          fact: 'The attestations that BuildKit adds are refused.',
          source: 'registries.md §1b, Alibaba ACR, Push quirks [I]',
          method: 'PUT',
          path: /^\/v2\/.+\/manifests\/[^/]+$/,
        },
        async ({ exchange }) =>
          (await isAttestation(exchange))
            ? refusal(403, {
                code: 'DENIED',
                message: 'unknown manifest class for application/vnd.oci.empty.v1+json',
              })
            : undefined,
      ),
      immutableFact(options, 'registries.md §1b, Alibaba ACR [D]; which status is not known', {
        code: 'DENIED',
        message: 'The requested tag already exists and cannot be overwritten.',
      }),
      noCatalog('registries.md §1b, Alibaba ACR [S]'),
    ],
  }
}

/** Tencent Cloud TCR, as the instance acme. */
export function tencent(options: CloudOptions = {}): Play {
  return {
    kind: 'tencent',
    hosts: [TENCENT],
    // registries.md §1a: Bearer [S]; the user name is an account id or a service account (tcr$NAME) [D].
    auth: {
      kind: 'bearer',
      tokenPath: '/service/token',
      service: 'token-service',
      users: options.users ?? {},
      grant: (_repository, actions, user) => (user === undefined ? [] : actions),
    },
    facts: [],
  }
}

/** Huawei Cloud SWR, as `swr.cn-north-4.myhuaweicloud.com`. */
export function huawei(options: CloudOptions = {}): Play {
  const users = options.users ?? {}
  const isCaller = (exchange: Exchange): boolean =>
    typeof userOf(users, exchange.header('authorization')) === 'object'
  return {
    kind: 'huawei',
    hosts: [HUAWEI],
    auth: {
      kind: 'bearer',
      // registries.md §1a: the token endpoint [S].
      tokenPath: '/swr/auth/v2/registry/auth',
      service: 'dockyard',
      users,
      grant: (_repository, actions, user) => (user === undefined ? [] : actions),
    },
    facts: [
      fact(
        {
          fact: 'An attestation is taken for an image that cannot be read.',
          source: 'registries.md §1b, SWR, Push quirks [I regclient#720, karmada#7188]',
          method: 'PUT',
          path: /^\/v2\/.+\/manifests\/[^/]+$/,
        },
        async ({ exchange }) =>
          (await isAttestation(exchange))
            ? refusal(400, {
                code: 'SVCSTG.SWR.4001016',
                message: "Invalid image, fail to parse 'manifest.json'",
              })
            : undefined,
      ),
      fact(
        {
          fact: 'Its own list of repositories, with their tags, for the login itself (Basic).',
          source: 'registries.md §1b, SWR, Search [S]',
          method: 'GET',
          path: /^\/dockyard\/v2\/repositories$/,
        },
        ({ exchange, state }) =>
          isCaller(exchange)
            ? json(
                200,
                [...state.repositories].map(([path, held]) => ({
                  namespace: path.split('/', 1)[0],
                  name: path.slice(path.indexOf('/') + 1),
                  tags: [...held.tags.keys()],
                })),
              )
            : { status: 401 },
      ),
      fact(
        {
          fact: 'The organizations that the login sees.',
          source: 'registries.md §1b, SWR, Search [S]',
          method: 'GET',
          path: /^\/dockyard\/v2\/visible\/namespaces$/,
        },
        ({ exchange, state }) =>
          isCaller(exchange)
            ? json(200, {
                namespaces: [
                  ...new Set([...state.repositories.keys()].map((path) => path.split('/', 1)[0])),
                ].map((name) => ({ name })),
              })
            : { status: 401 },
      ),
    ],
  }
}

function immutableFact(
  { immutable }: CloudOptions,
  source: string,
  error: { readonly code: string; readonly message: string },
): Fact {
  return fact(
    {
      fact: 'A tag that may not move is refused in words of its own.',
      source,
      method: 'PUT',
      path: /^\/v2\/(.+)\/manifests\/([^/:]+)$/,
    },
    async ({ groups: [repository = '', tag = ''], state, exchange }) => {
      const held = state.repositories.get(repository)?.tags.has(tag) ?? false
      if (!held || immutable?.(repository, tag) !== true) return undefined
      await exchange.body()
      return refusal(403, error)
    },
  )
}

function noCatalog(source: string): Fact {
  return fact({ fact: 'There is no `_catalog`.', source, path: /^\/v2\/_catalog$/ }, () => ({ status: 404 }))
}

/** Whether the manifest that comes is one of BuildKit's: its layers are in-toto statements. */
async function isAttestation(exchange: Exchange): Promise<boolean> {
  const text = (await exchange.body()).toString()
  return text.includes('application/vnd.in-toto+json') || text.includes('application/vnd.oci.empty.v1+json')
}
