import { afterEach, describe, expect, test } from 'vitest'
import type { Credential } from '../../../src/registry/auth/credentials/credential.ts'
import type { FaultAuth } from '../../support/fault-registry/auth.ts'
import {
  type FaultRegistry,
  type FaultRegistryOptions,
  startFaultRegistry,
} from '../../support/fault-registry/registry.ts'
import { makeBlob, makeImage, type TestImage } from '../../support/images.ts'
import { bodyOf } from '../../support/push.ts'
import { type TestClient, testClient } from '../../support/registry-client.ts'

const SECRET = 'canary-p4ssw0rd'
const login: Credential = { kind: 'basic', username: 'me', password: SECRET }
const stack: { close(): Promise<void> }[] = []

afterEach(async () => {
  for (const resource of stack.splice(0).reverse()) await resource.close()
})

async function guarded(
  auth: FaultAuth,
  credential?: Credential,
  options: FaultRegistryOptions = {},
): Promise<{ readonly registry: FaultRegistry; readonly client: TestClient; readonly image: TestImage }> {
  const registry = await startFaultRegistry({ ...options, auth })
  const client = testClient(credential === undefined ? {} : { credential })
  stack.push(registry, client)
  const image = await makeImage()
  registry.seed('test/api', image, ['1.0'])
  return { registry, client, image }
}

const at = (registry: FaultRegistry, repository = 'test/api') =>
  ({ kind: 'registry', host: registry.host, repository }) as const
const tokenScopes = (registry: FaultRegistry) =>
  registry.requests.filter(({ path }) => path === '/token').map(({ query }) => query.getAll('scope'))
const refused = (registry: FaultRegistry) => registry.requests.filter(({ status }) => status === 401)
const bearer = { kind: 'bearer', username: 'me', password: SECRET } as const

describe('Basic', () => {
  const basic = { kind: 'basic', username: 'me', password: SECRET } as const

  test('the first 401 brings the challenge, all later requests go with the password', async () => {
    const { registry, client } = await guarded(basic, login)
    const store = client.repository(at(registry))
    await store.resolve('1.0')
    await store.manifest('1.0')
    await client.repository(at(registry, 'other/api')).resolve('1.0')
    expect(registry.requests.map(({ status }) => status)).toEqual([401, 200, 200, 404])
  })

  test('a wrong password is offered once in a run, whatever asks', async () => {
    const { registry, client } = await guarded(basic, { ...login, password: 'wrong' } as Credential)
    const store = client.repository(at(registry))
    await expect(store.manifest('1.0')).rejects.toMatchObject({
      code: 'unauthorized',
      details: { hint: expect.stringMatching(/^The stored login is refused\. Log in with/) },
    })
    await expect(store.resolve('1.0')).rejects.toMatchObject({ code: 'unauthorized' })
    await expect(client.repository(at(registry, 'b/c')).resolve('1.0')).rejects.toMatchObject({
      code: 'unauthorized',
    })
    expect(registry.requests.filter(({ headers }) => headers.authorization !== undefined)).toHaveLength(1)
  })

  test('without a login it says how to get one', async () => {
    const { registry, client } = await guarded(basic)
    await expect(client.repository(at(registry)).manifest('1.0')).rejects.toMatchObject({
      code: 'unauthorized',
      message: expect.stringContaining(`${registry.host}/test/api:1.0`),
      details: {
        hint: expect.stringContaining(`No login was found. Log in with \`promote login ${registry.host}\``),
        status: 401,
      },
    })
    expect(registry.requests).toHaveLength(1)
  })
})

describe('Bearer', () => {
  test('one token for the destination and what is mounted, the destination first', async () => {
    const { registry, client } = await guarded(bearer, login)
    const dst = client.repository(at(registry, 'prod/api'), {
      push: true,
      alongside: [{ repository: 'test/api', push: false }],
    })
    const source = client.repository(at(registry))
    const blob = { ...makeBlob('x', 10).descriptor }
    expect(await dst.mount(blob, source)).toMatchObject({ location: expect.any(String) })
    await source.manifest('1.0')
    await dst.resolve('1.0')
    expect(tokenScopes(registry)).toEqual([['repository:prod/api:pull,push', 'repository:test/api:pull']])
    expect(refused(registry)).toHaveLength(1)
  })

  test('later repositories of a host go straight to the token endpoint', async () => {
    const { registry, client } = await guarded(bearer, login)
    for (const name of ['a/1', 'a/2', 'a/3']) await client.repository(at(registry, name)).resolve('1.0')
    expect(refused(registry)).toHaveLength(1)
    expect(registry.tokens).toBe(3)
  })

  test('requests that begin together share the challenge and the token', async () => {
    const { registry, client } = await guarded(bearer, login)
    const store = client.repository(at(registry))
    await Promise.all(Array.from({ length: 20 }, () => store.resolve('1.0')))
    expect(refused(registry)).toHaveLength(1)
    expect(registry.tokens).toBe(1)
    expect(registry.requests).toHaveLength(22)
  })

  test('the token may come as access_token', async () => {
    const { registry, client } = await guarded(
      { ...bearer, field: 'access_token', silentExpiry: true },
      login,
    )
    expect(await client.repository(at(registry)).resolve('1.0')).toBeDefined()
  })

  test('a token that the registry takes no more is asked for again, once', async () => {
    const { registry, client } = await guarded(bearer, login)
    const store = client.repository(at(registry))
    await store.resolve('1.0')
    registry.expireTokens()
    await Promise.all(Array.from({ length: 5 }, () => store.resolve('1.0')))
    expect(registry.tokens).toBe(2)
  })

  test('a token that is about to run out is replaced before it does', async () => {
    const { registry, client } = await guarded({ ...bearer, expiresIn: 1 }, login)
    const store = client.repository(at(registry))
    // Less than a minute counts as a minute: the 401 of the registry is what mends it.
    await store.resolve('1.0')
    registry.expireTokens()
    expect(await store.resolve('1.0')).toBeDefined()
    expect(registry.tokens).toBe(2)
  })

  test.each(['first', 'last'] as const)(
    'an endpoint that reads the %s scope only: mounts are refused or granted, all else works',
    async (scopesRead) => {
      const { registry, client, image } = await guarded({ ...bearer, scopesRead }, login)
      const dst = client.repository(at(registry, 'prod/api'), {
        push: true,
        alongside: [{ repository: 'test/api', push: false }],
      })
      const source = client.repository(at(registry))
      const [[digest, bytes] = []] = image.blobs
      if (digest === undefined || bytes === undefined) throw new Error('no blob')
      const blob = { mediaType: 'x/y', digest, size: bytes.byteLength }
      expect(await dst.mount(blob, source)).toBe('refused')
      await dst.putBlob(blob, bodyOf(bytes))
      await source.manifest('1.0')
      expect(await dst.has(blob)).toBe(true)
      // Only the very first request, which brought the challenge, was one.
      const mounts = registry.requests.filter(({ query }) => query.has('mount'))
      expect(mounts.map(({ status }) => status)).toEqual([401])
      const asked = tokenScopes(registry).map((scopes) => scopes.join(' '))
      expect(new Set(asked).size).toBe(asked.length)
    },
  )

  test('what a token does not hold is refused by the registry, told once, and not asked for again', async () => {
    const grant = (_: string, actions: readonly string[]) => actions.filter((action) => action === 'pull')
    const { registry, client } = await guarded({ ...bearer, grant }, login)
    const dst = client.repository(at(registry), { push: true })
    const blob = makeBlob('x', 10)
    await expect(dst.putBlob(blob.descriptor, bodyOf(blob.bytes))).rejects.toMatchObject({
      code: 'unauthorized',
    })
    await expect(dst.putBlob(blob.descriptor, bodyOf(blob.bytes))).rejects.toMatchObject({
      code: 'unauthorized',
    })
    expect(await dst.resolve('1.0')).toBeDefined()
    expect(registry.tokens).toBe(1)
  })

  test('a wrong password is offered to the token endpoint once, and never shown', async () => {
    const wrong = 'canary-wr0ng'
    const { registry, client } = await guarded(bearer, { ...login, password: wrong } as Credential)
    const failures = await Promise.all(
      ['a/1', 'a/2', 'a/1'].map((name) =>
        client
          .repository(at(registry, name))
          .resolve('1.0')
          .catch((error: Error) => error),
      ),
    )
    await expect(client.repository(at(registry, 'a/3')).resolve('1.0')).rejects.toMatchObject({
      code: 'unauthorized',
      details: { hint: expect.stringContaining(`promote login ${registry.host}`) },
    })
    expect(JSON.stringify([failures.map(String), client.events])).not.toContain(wrong)
    expect(tokenScopes(registry)).toHaveLength(1)
  })

  test('an identity token is swapped by POST', async () => {
    const { registry, client } = await guarded(
      { kind: 'bearer', username: 'x', password: 'y', identityToken: SECRET },
      { kind: 'identity-token', token: SECRET },
    )
    expect(await client.repository(at(registry)).resolve('1.0')).toBeDefined()
    const [token] = registry.requests.filter(({ path }) => path === '/token')
    expect(token).toMatchObject({ method: 'POST' })
    expect(token?.query.size).toBe(0)
  })

  test('a realm on another machine-local address is refused for a public registry only', async () => {
    const { registry, client } = await guarded({ ...bearer, realm: 'http://127.0.0.1:1/token' }, login)
    // The registry is on loopback itself: its realm is asked, and nobody is there.
    await expect(client.repository(at(registry)).resolve('1.0')).rejects.toMatchObject({
      code: 'unreachable',
    })
  })

  test('passwords and tokens stay out of what is told about requests', async () => {
    const { registry, client } = await guarded(bearer, login)
    await client.repository(at(registry)).resolve('1.0')
    const told = JSON.stringify(client.events)
    expect(told).not.toContain(SECRET)
    expect(told).not.toMatch(/eyJ|Bearer|Basic/)
    expect(told).toContain('scope=repository:test/api:pull')
  })
})

test('credentials are chosen by repository', async () => {
  const registry = await startFaultRegistry({ auth: bearer })
  const asked: string[] = []
  const client = testClient({
    credential: (_, repository) => {
      asked.push(repository)
      return repository === 'test/api' ? login : { kind: 'basic', username: 'robot', password: 'x' }
    },
  })
  stack.push(registry, client)
  registry.seed('test/api', await makeImage(), ['1.0'])
  expect(await client.repository(at(registry)).resolve('1.0')).toBeDefined()
  await expect(client.repository(at(registry, 'other/api')).resolve('1.0')).rejects.toMatchObject({
    code: 'unauthorized',
  })
  expect(await client.repository(at(registry)).manifest('1.0')).toBeDefined()
  expect(new Set(asked)).toEqual(new Set(['test/api', 'other/api']))
})
