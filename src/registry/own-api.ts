import type { OwnAnswer, OwnApi, OwnProof, OwnRequest } from '../model/registry/own-api.ts'
import { basicHeader } from './auth/credentials/credential.ts'
import { scope } from './auth/scopes.ts'
import type { Exchange } from './exchange.ts'
import { jsonOf, type Purpose } from './failures/errors.ts'
import type { LocatedAnswer } from './http/wire.ts'

/** Lets a profile ask a registry's own API about one repository. @param purpose what is told when there is no answer */
export function ownApi(
  exchange: Exchange,
  path: string,
  purpose: Purpose,
  signal: AbortSignal | undefined,
): OwnApi {
  const login: OwnApi['login'] = async () => {
    const credential = await exchange.credential(path, signal)
    return credential.kind === 'basic' ? credential : undefined
  }
  const send = async (request: OwnRequest): Promise<LocatedAnswer> => {
    const { method, url, proof } = request
    const sent = { purpose, method, url, signal, ...contentOf(request) }
    if (proof.kind === 'token') {
      const rights = { needed: scope(path, ...proof.actions), wanted: new Map() }
      return exchange.ask({ ...sent, rights })
    }
    const header = await headerOf(proof, login)
    return exchange.askAs(header, sent)
  }
  return {
    repository: path,
    base: exchange.endpoint.base,
    realm: exchange.traces?.realm,
    login,
    send: async (request): Promise<OwnAnswer> => {
      const { status, body } = await send(request)
      return { status, body: jsonOf(body) }
    },
  }
}

function contentOf({ json, proof }: OwnRequest): {
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array
} {
  const own = proof.kind === 'header' ? { [proof.name]: proof.value } : {}
  const headers = { accept: 'application/json', ...own }
  if (json === undefined) return { headers }
  return {
    headers: { ...headers, 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(json)),
  }
}

async function headerOf(
  proof: Exclude<OwnProof, { readonly kind: 'token' }>,
  login: OwnApi['login'],
): Promise<string | undefined> {
  switch (proof.kind) {
    case 'nobody':
    case 'header':
      return undefined
    case 'bearer':
      return `Bearer ${proof.token}`
    case 'login': {
      const found = await login()
      return found === undefined ? undefined : basicHeader(found.username, found.password)
    }
    default:
      return proof satisfies never
  }
}
