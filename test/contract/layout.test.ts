import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLayout } from '../../src/layout/layout-store.ts'
import { storeContract } from './store.contract.ts'

let folder = ''

storeContract('an image layout folder', {
  async start() {
    folder = await mkdtemp(join(tmpdir(), 'layouts-'))
  },
  stop: () => rm(folder, { recursive: true, force: true }),
  open: async (repository) => openLayout(join(folder, repository)),
})
