import { expect, onTestFinished, test } from 'vitest'
import { tryLogin } from '../../src/registry/login.ts'
import { startFaultRegistry } from '../support/fault-registry/registry.ts'
import { harbor } from '../support/profile-server/plays/harbor.ts'
import { playForTest } from '../support/profile-server/profile-server.ts'

const OPTIONS = { registries: {}, retries: 3, timeoutMs: 10_000, userAgent: 'promote/test', env: {} }
const { signal } = new AbortController()

async function registryWith(options: Parameters<typeof startFaultRegistry>[0]) {
  const registry = await startFaultRegistry(options)
  onTestFinished(() => registry.close())
  const log = (username: string, password: string) =>
    tryLogin(OPTIONS, registry.host, { username, password }, signal)
  /** `METHOD PATH` of every request. */
  const lines = () => registry.requests.map(({ method, path }) => `${method} ${path}`)
  return { registry, log, lines }
}

test('with Basic: the challenge, then the password once, whether it is right or wrong', async () => {
  const { registry, log, lines } = await registryWith({
    auth: { kind: 'basic', username: 'ann', password: 'right' },
  })
  expect(await log('ann', 'right')).toEqual({
    login: { kind: 'basic', username: 'ann', password: 'right' },
    isChecked: true,
  })
  expect(lines()).toEqual(['GET /v2/', 'GET /v2/'])
  registry.clearRequests()
  await expect(log('ann', 'not it')).rejects.toMatchObject({
    code: 'unauthorized',
    message: `Could not log in to ${registry.host} as ann: unauthorized: incorrect username or password.`,
  })
  expect(lines()).toEqual(['GET /v2/', 'GET /v2/'])
})

test('with tokens: a wrong password is one request to the token endpoint, and none with a token', async () => {
  const { registry, log, lines } = await registryWith({
    auth: { kind: 'bearer', users: { ann: 'right' } },
  })
  expect(await log('ann', 'right')).toMatchObject({ login: { kind: 'identity-token', username: 'ann' } })
  const shown = ['GET /v2/', 'GET /token', 'GET /v2/']
  expect(lines()).toEqual([...shown, 'GET /v2/', 'POST /token', 'GET /v2/'])
  expect(registry.requests[1]?.query.get('offline_token')).toBe('true')
  registry.clearRequests()
  await expect(log('ann', 'not it')).rejects.toMatchObject({ code: 'unauthorized' })
  expect(lines()).toEqual(['GET /v2/', 'GET /token'])
})

test("a token that is nobody's although a password was shown is a refusal", async () => {
  const { log, lines } = await registryWith({
    auth: {
      kind: 'bearer',
      users: { ann: 'right' },
      wrongPassword: 'nobody',
      issuer: 'harbor-token-issuer',
    },
  })
  await expect(log('ann', 'not it')).rejects.toMatchObject({ code: 'unauthorized' })
  expect(lines()).toEqual(['GET /v2/', 'GET /token'])
  expect(await log('ann', 'right')).toMatchObject({ isChecked: true })
})

test('a refresh token that the registry gives and does not take leaves the password', async () => {
  const { registry, log } = await registryWith({ auth: { kind: 'bearer', users: { ann: 'right' } } })
  registry.inject({ fault: { do: 'answer', status: 401, body: '' }, method: ['POST'], path: /^\/token$/ })
  expect(await log('ann', 'right')).toMatchObject({ login: { kind: 'basic', password: 'right' } })
})

test('where the registry asks for no login nothing is shown, and the login is not checked', async () => {
  const { log, lines, registry } = await registryWith({})
  expect(await log('ann', 'anything')).toMatchObject({ isChecked: false })
  expect(lines()).toEqual(['GET /v2/'])
  expect(registry.requests.map(({ headers }) => headers.authorization)).toEqual([undefined])
})

test('Harbor as it was recorded: right and wrong, for a robot too', async () => {
  const server = await playForTest([harbor({ accounts: { ann: { password: 'right', rights: {} } } })])
  const log = (username: string, password: string) =>
    tryLogin({ ...OPTIONS }, server.host, { username, password }, signal)
  expect(await log('ann', 'right')).toMatchObject({ isChecked: true })
  server.clearRequests()
  await expect(log('robot$ci', 'wrong')).rejects.toMatchObject({
    code: 'unauthorized',
    details: { hint: expect.stringContaining('robot$PROJECT+NAME') },
  })
  expect(server.lines.filter((line) => line.includes('/service/token'))).toHaveLength(1)
})

test('what is no registry says so', async () => {
  const { registry, log } = await registryWith({})
  registry.inject({ fault: { do: 'answer', status: 404, body: '' }, path: /^\/v2\/$/ })
  await expect(log('ann', 'x')).rejects.toMatchObject({
    code: 'protocol',
    details: { hint: expect.stringContaining('Is ') },
  })
})
