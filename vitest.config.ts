import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // vitest leaves one core free: on two cores one file at a time. Most tests wait for processes and sockets.
    maxWorkers: Math.max(2, availableParallelism()),
    // Real registries and real processes share two cores with each other on a small machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 10_000,
    // NODE_ENV=test, vitest's own choice, makes oclif look for TypeScript sources: the binary under test
    // is to run as it does for everybody else.
    env: { TZ: 'UTC', NODE_ENV: 'production' },
  },
})
