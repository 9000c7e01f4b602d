import { expect, onTestFinished, test } from 'vitest'
import type { FaultAuth } from '../../support/fault-registry/auth.ts'
import { startFaultRegistry } from '../../support/fault-registry/registry.ts'
import { testClient } from '../../support/registry-client.ts'

const REPOSITORIES = ['a/one', 'a/two', 'b/three', 'c/four']

/** Asks for a tag of each repository at once, and then again; gives the codes of what failed and all requests for tokens. */
async function askAll(auth: FaultAuth, password: string) {
  const registry = await startFaultRegistry({ auth })
  const client = testClient({ credential: { kind: 'basic', username: 'ann', password }, retries: 3 })
  onTestFinished(async () => {
    await client.close()
    await registry.close()
  })
  // Each asks for a right to a repository beside it too, as a mount does.
  const ask = (repository: string) =>
    client
      .repository(
        { kind: 'registry', host: registry.host, repository },
        { push: true, alongside: [{ repository: `${repository}-beside`, push: false }] },
      )
      .resolve('1.0')
  const ended = [
    ...(await Promise.allSettled(REPOSITORIES.map(ask))),
    ...(await Promise.allSettled(REPOSITORIES.map(ask))),
  ]
  const codes = ended.map((one) => (one.status === 'rejected' ? one.reason.code : 'answered'))
  return { codes, tokens: registry.requests.filter(({ path }) => path === '/token').length }
}

const harbor = (grant: (user: string | undefined) => readonly string[]): FaultAuth => ({
  kind: 'bearer',
  users: { ann: 'right' },
  wrongPassword: 'nobody',
  issuer: 'harbor-token-issuer',
  grant: (_, actions, user) => actions.filter((action) => grant(user).includes(action)),
})

test('a wrong password that gets a token of nobody is shown once for a whole host, whatever is asked', async () => {
  const { codes, tokens } = await askAll(
    harbor((user) => (user === undefined ? [] : ['pull', 'push'])),
    'wrong',
  )
  expect(codes).toEqual(Array(8).fill('unauthorized'))
  expect(tokens).toBe(1)
})

test('what nobody may do is still done with a wrong password, as docker does it', async () => {
  const { codes } = await askAll(
    harbor(() => ['pull', 'push']),
    'wrong',
  )
  expect(codes).toEqual(Array(8).fill('answered'))
})

test('a token without a name, of a registry that is not known to name everybody, is no refusal of the login', async () => {
  const { codes, tokens } = await askAll(
    {
      kind: 'bearer',
      username: 'ann',
      password: 'right',
      grant: (name, actions) => (name === 'a/one' ? [] : actions),
    },
    'right',
  )
  expect(codes.filter((code) => code === 'answered')).toHaveLength(6)
  expect(tokens).toBeGreaterThan(1)
})
