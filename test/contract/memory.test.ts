import { createMemoryStore } from '../support/memory-store.ts'
import { storeContract } from './store.contract.ts'

storeContract('memory', {
  open: async (repository) => createMemoryStore({ name: repository }),
})

storeContract('memory that answers mounts with a session', {
  open: async (repository) => createMemoryStore({ name: repository, mounts: 'session' }),
})
