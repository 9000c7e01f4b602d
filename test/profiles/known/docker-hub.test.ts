import { expect, onTestFinished, test } from 'vitest'
import { makeArtifact } from '../../support/images.ts'
import { dockerHub } from '../../support/profile-server/plays/docker-hub.ts'
import { playForTest } from '../../support/profile-server/profile-server.ts'
import { testClient } from '../../support/registry-client.ts'

async function scene(pulls: number, retries = 0) {
  const server = await playForTest([dockerHub({ pulls })])
  server.registry('docker-hub').seed('acme/api', makeArtifact({ content: 'api' }), ['1.0'])
  const client = testClient({ env: server.env, registries: server.registries, retries })
  onTestFinished(() => client.close())
  const store = client.repository({ kind: 'registry', host: 'docker.io', repository: 'acme/api' })
  return { server, client, store }
}

test('a look at a tag is no pull, and what is left is known', async () => {
  const { client, store } = await scene(100)
  expect(client.api('docker.io').rateLimit).toBeUndefined()
  await store.resolve('1.0')
  const limit = { limit: 100, remaining: 100, windowSeconds: 21_600, source: '198.51.100.7' }
  expect(client.api('docker.io').rateLimit).toEqual(limit)
  await store.manifest('1.0')
  await store.resolve('1.0')
  expect(client.api('docker.io').rateLimit).toEqual({ ...limit, remaining: 99 })
})

test('beyond the limit nothing is tried again', async () => {
  const { server, store } = await scene(0, 3)
  await expect(store.manifest('1.0')).rejects.toMatchObject({ code: 'rate-limited' })
  expect(server.requests.filter(({ status }) => status === 429)).toHaveLength(1)
})

test('beyond the limit the error says how many there may be, to whom, and within what time', async () => {
  const { store } = await scene(0)
  await expect(store.manifest('1.0')).rejects.toMatchObject({
    code: 'rate-limited',
    message: expect.stringContaining('You have reached your unauthenticated pull rate limit'),
    details: {
      hint: '0 pulls in 6 hours are allowed to 198.51.100.7, and 0 are left. There are more within 6 hours; logged-in accounts usually have a higher limit.',
    },
  })
})
