import {
  type FaultRegistry,
  type FaultRegistryOptions,
  startFaultRegistry,
} from '../support/fault-registry/registry.ts'
import { type TestClient, testClient } from '../support/registry-client.ts'
import { type ContractSubject, storeContract } from './store.contract.ts'

/** The registry client against registries with ways of their own, which no real one here has. */
function ways(name: string, options: FaultRegistryOptions, skip: ContractSubject['skip'] = {}): void {
  let registry: FaultRegistry
  let client: TestClient
  const opened = new Set<string>()
  storeContract(name, {
    skip,
    async start() {
      registry = await startFaultRegistry({ referrers: true, ...options })
      client = testClient()
    },
    async stop() {
      await client.close()
      await registry.close()
    },
    async open(repository) {
      const [scene] = repository.split('/')
      const siblings = [...opened].filter((other) => other.split('/')[0] === scene)
      opened.add(repository)
      return client.repository(
        { kind: 'registry', host: registry.host, repository },
        { push: true, alongside: siblings.map((repository) => ({ repository, push: false })) },
      )
    },
  })
}

const noDelete: ContractSubject['skip'] = {
  'a tag is removed alone, or the store says that it cannot':
    'removing needs the right to delete, which the client does not ask for',
}

ways('tokens, and blobs on another host', { auth: { kind: 'bearer' }, redirectBlobs: true }, noDelete)
ways(
  'a token server that reads the first scope alone',
  { auth: { kind: 'bearer', scopesRead: 'first' } },
  noDelete,
)
ways('no mounts, relative locations, pages of two', { mounts: 'ignore', locations: 'relative', pageSize: 2 })
ways('mounts that are unauthorized, tags that stay', { mounts: 401, deletesTags: false, absentTags: null })
ways('mounts that are not found, absolute locations', { mounts: 404, locations: 'absolute' })
ways(
  'no referrers API, tokens, pages of three',
  { referrers: false, auth: { kind: 'bearer' }, pageSize: 3 },
  noDelete,
)
