import type { LookupFunction } from 'node:net'
import type { RegistryOptions } from '../../src/model/config.ts'
import {
  ANONYMOUS,
  type Credential,
  type CredentialSource,
} from '../../src/registry/auth/credentials/credential.ts'
import { createRegistryClient, type RegistryClient } from '../../src/registry/client.ts'
import type { RequestEvent } from '../../src/registry/http/wire.ts'
import { type Repositories, repositoriesOf } from '../../src/registry/repository/repositories.ts'

/** How {@link testClient} differs from a client with nothing set. */
export interface TestClientOptions {
  readonly registries?: Readonly<Record<string, RegistryOptions>>
  /** The same for every repository, or chosen by it. */
  readonly credential?: Credential | ((host: string, repository: string) => Credential)
  /** In place of `credential`. */
  readonly credentials?: CredentialSource
  /** 3 unless told. */
  readonly retries?: number
  /** 10 s unless told. */
  readonly timeoutMs?: number
  readonly env?: Readonly<Record<string, string>>
  /** How names become addresses. */
  readonly resolve?: LookupFunction
  /** `certs.d` folders; none unless told. */
  readonly certificateFolders?: readonly string[]
}

/** A registry client and all it asked, in the order of the answers. */
export interface TestClient extends RegistryClient {
  readonly repository: Repositories['open']
  readonly events: readonly RequestEvent[]
  /** What it waited for, or went without. */
  readonly notes: readonly string[]
  /** `METHOD /path status` of each request, the query left out. */
  readonly lines: readonly string[]
}

/** A client that notes its requests and uses no proxy. */
export function testClient(options: TestClientOptions = {}): TestClient {
  const { credential = ANONYMOUS } = options
  const events: RequestEvent[] = []
  const notes: string[] = []
  const client = createRegistryClient({
    registries: options.registries ?? {},
    credentials: options.credentials ?? {
      get: async (host, repository) =>
        typeof credential === 'function' ? credential(host, repository) : credential,
    },
    retries: options.retries ?? 3,
    timeoutMs: options.timeoutMs ?? 10_000,
    userAgent: 'promote/test',
    onRequest: (event) => events.push(event),
    onNote: (sentence) => notes.push(sentence),
    env: options.env ?? {},
    ...(options.certificateFolders === undefined ? {} : { certificateFolders: options.certificateFolders }),
    ...(options.resolve === undefined ? {} : { resolve: options.resolve }),
  })
  return {
    ...client,
    repository: repositoriesOf(client).open,
    events,
    notes,
    get lines() {
      return events.map(
        ({ method, url, status }) => `${method} ${new URL(url).pathname} ${status ?? 'failed'}`,
      )
    },
  }
}
