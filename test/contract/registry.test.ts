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

const SKIPPED: Readonly<Partial<Record<RegistryKind, ContractSubject['skip']>>> = {}

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
    ...(SKIPPED[kind] === undefined ? {} : { skip: SKIPPED[kind] }),
  })
}

test('there is a real registry to run against', () => {
  expect(availableRegistries().length).toBeGreaterThan(0)
})
