import { describe, expect, test } from 'vitest'
import {
  availableRegistries,
  missingReason,
  type RegistryKind,
  type RunningRegistry,
  registryKinds,
  startRegistry,
} from '../support/real-registries.ts'
import { type TestClient, testClient } from '../support/registry-client.ts'
import { type ContractSubject, storeContract } from './store.contract.ts'

const foreign = 'this registry wants foreign layers to have an URL that it was told to allow, or refuses them'

const SKIPPED: Readonly<Record<RegistryKind, NonNullable<ContractSubject['skip']>>> = {
  distribution3: {
    'an image with a foreign layer comes back without that layer': foreign,
  },
  distribution2: {
    'an image with a foreign layer comes back without that layer': foreign,
  },
  ociserver: {
    'a sha512 blob comes back': 'it hashes with sha256 whatever the digest says',
    'an image with a foreign layer comes back without that layer': foreign,
  },
  ggcr: {
    'a manifest with a subject is found as its referrer': 'its referrers API gives the type of the config',
  },
}

for (const kind of registryKinds) {
  const reason = missingReason(kind)
  if (reason !== undefined) {
    describe.skip(`store contract: ${kind} [skipped: ${reason}]`, () => undefined)
    continue
  }
  let registry: RunningRegistry
  let client: TestClient
  storeContract(kind, {
    async start() {
      registry = await startRegistry(kind)
      client = testClient()
    },
    async stop() {
      await client.close()
      await registry.close()
    },
    open: async (repository) =>
      client.repository({ kind: 'registry', host: registry.host, repository }, { push: true }),
    skip: SKIPPED[kind],
  })
}

test('there is a real registry to run against', () => {
  expect(availableRegistries().length).toBeGreaterThan(0)
})
