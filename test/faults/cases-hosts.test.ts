import type { LookupFunction } from 'node:net'
import { expect, test } from 'vitest'
import type { Credential } from '../../src/registry/auth/credentials/credential.ts'
import { scope } from '../../src/registry/auth/scopes.ts'
import { createTokenEndpoint } from '../../src/registry/auth/token-endpoint.ts'
import { type Token, TokenCache } from '../../src/registry/auth/tokens.ts'
import { Governor } from '../../src/registry/failures/governor.ts'
import { AddressGuard } from '../../src/registry/http/addresses/address-guard.ts'
import { nextUrl } from '../../src/registry/http/addresses/location-rules.ts'
import { json, startAnswering } from '../registry/answering.ts'
import { makeImage } from '../support/images.ts'
import { testClient } from '../support/registry-client.ts'
import { asked, faultBody, setScene } from './scene.ts'

const login: Credential = { kind: 'basic', username: 'me', password: 'canary-p4ss' }
const bearer = { kind: 'bearer', username: 'me', password: 'canary-p4ss' } as const

const addresses: Readonly<Record<string, string>> = {
  'registry.example.com': '203.0.113.7',
  'metadata.example.com': '169.254.169.254',
  'inside.example.com': '127.0.0.1',
  'auth.local.example.com': '127.0.0.1',
  'registry.local.example.com': '127.0.0.1',
}
/** Names as a resolver of the tests has them. */
const resolve: LookupFunction = (hostname, options, done) => {
  const address = addresses[hostname] ?? ''
  if (options.all === true) done(null, [{ address, family: 4 }])
  else done(null, address, 4)
}
const lookedUp = (guard: AddressGuard, hostname: string): Promise<string> =>
  new Promise((resolved, rejected) => {
    guard.lookup(hostname, {}, (error, address) => {
      if (error === null) resolved(String(address))
      else rejected(error)
    })
  })

test.each(['redirect', 'upload location', 'token endpoint'] as const)(
  '8. SSRF: a public host may not lead to an address of this machine or its link (%s)',
  (kind) => {
    const from = new URL('https://registry.example.com/v2/')
    for (const to of [
      'https://127.0.0.1/x',
      'https://169.254.169.254/latest',
      'https://[::1]/',
      'http://other/',
    ]) {
      expect(() => nextUrl(from, to, kind)).toThrow(expect.objectContaining({ code: 'protocol' }))
    }
  },
)

test('8. SSRF: nor to a name that stands for one; hosts the user named, and local ones, may', async () => {
  const url = (host: string) => new URL(`https://${host}/`)
  const guard = new AddressGuard(resolve)
  guard.name('registry.example.com')
  guard.name('registry.local.example.com')
  guard.lead(url('registry.example.com'), url('metadata.example.com'))
  await expect(lookedUp(guard, 'metadata.example.com')).rejects.toMatchObject({
    code: 'ERR_LOCAL_ADDRESS',
    message: expect.stringContaining('link-local'),
  })
  expect(await lookedUp(guard, 'registry.local.example.com')).toBe('127.0.0.1')
  guard.connected('registry.local.example.com', '127.0.0.1')
  guard.lead(url('registry.local.example.com'), url('auth.local.example.com'))
  expect(await lookedUp(guard, 'auth.local.example.com')).toBe('127.0.0.1')
  guard.connected('auth.local.example.com', '127.0.0.1')
  // Its connections may be open by now: who leads there counts, each time.
  expect(() => guard.lead(url('registry.example.com'), url('auth.local.example.com'))).toThrow(
    expect.objectContaining({ code: 'protocol' }),
  )
  expect(() => guard.lead(url('auth.local.example.com'), url('registry.local.example.com'))).not.toThrow()
})

test('8. SSRF: a token endpoint whose name stands for loopback is not asked on behalf of a public registry', async () => {
  await using inside = await startAnswering((_, response) => json(response, 200, { token: 'x' }))
  const port = inside.host.split(':')[1]
  // The registry is reached through a proxy, which says what a public registry would.
  await using proxy = await startAnswering((_, response) =>
    json(response, 401, {}, { 'www-authenticate': `Bearer realm="http://inside.example.com:${port}/token"` }),
  )
  const client = testClient({
    registries: { 'registry.example.com': { plainHttp: true } },
    env: { HTTP_PROXY: `http://${proxy.host}`, NO_PROXY: 'inside.example.com' },
    resolve,
  })
  const store = client.repository({ kind: 'registry', host: 'registry.example.com', repository: 'a/b' })
  await expect(store.manifest('1.0')).rejects.toMatchObject({
    code: 'protocol',
    message: expect.stringContaining('inside.example.com is a loopback address'),
  })
  expect(inside.asked).toEqual([])
  await client.close()
})

test.each(['seconds', 'a date'])('15. 429: Retry-After in %s is waited for', async (form) => {
  const scene = await setScene()
  const after = form === 'seconds' ? '1' : new Date(Date.now() + 1500).toUTCString()
  const headers = { 'retry-after': after }
  await scene.source.resolve('1.0')
  scene.from.inject({ path: /manifests/, times: 1, fault: { do: 'answer', status: 429, headers } })
  const begun = performance.now()
  await scene.source.resolve('1.0')
  // HTTP dates have no fractions of a second.
  expect(performance.now() - begun).toBeGreaterThan(400)
  expect(scene.from.requests).toHaveLength(3)
})

test('15. 429: one that asks for more than a minute is told at once, with what it asked', async () => {
  const scene = await setScene()
  const headers = { 'retry-after': '3600' }
  scene.from.inject({ fault: { do: 'answer', status: 429, headers, body: 'toomanyrequests' } })
  await expect(scene.source.manifest('1.0')).rejects.toMatchObject({
    code: 'rate-limited',
    details: { hint: expect.stringContaining('3600 s') },
  })
  expect(scene.from.requests).toHaveLength(1)
})

test('16. a token runs out in the middle of an upload: a new one, and the body again from its beginning', async () => {
  const image = await makeImage({ layers: [60_000] })
  const scene = await setScene({ image, destination: { auth: bearer }, client: { credential: login } })
  // All uploads are open: their next request is the PUT with the bytes.
  scene.to.inject({
    method: 'PUT',
    path: /uploads/,
    times: 1,
    fault: {
      do: 'answer',
      status: 401,
      headers: { 'www-authenticate': `Bearer realm="${scene.to.url}/token"` },
    },
  })
  await scene.copy()
  expect(scene.hasAll()).toBe(true)
  expect(asked(scene.to, 'POST', /uploads/).filter(({ status }) => status === 202)).toHaveLength(2)
  expect(asked(scene.from, 'GET', /blobs/)).toHaveLength(3)
  expect(scene.to.tokens).toBe(2)
})

test('16. a token that is about to run out is replaced before a request is sent with it', async () => {
  let now = 0
  const cache = cacheOf(() => now, 300_000)
  const [first] = [await tokenFrom(cache)]
  now = 269_000
  expect(await tokenFrom(cache)).toBe(first)
  now = 271_000
  expect(await tokenFrom(cache)).not.toBe(first)
})

function cacheOf(clock: () => number, lifetimeMs: number): TokenCache {
  let made = 0
  return new TokenCache({ ask: async () => ({ kind: 'token', value: `token-${made++}`, lifetimeMs }) }, clock)
}

function tokenFrom(cache: TokenCache): Promise<Token> {
  const need = { needed: scope('a/b', 'pull'), wanted: scope('a/b', 'pull') }
  return cache.get({ url: new URL('https://auth.example.com/'), service: 's' }, login, need, undefined)
}

test.each([-365, 365])(
  '17. clock skew: a token counts from when it came, whatever it says of its day (%d days off)',
  async (days) => {
    let tokens = 0
    const image = await makeImage()
    await using server = await startAnswering((request, response): unknown => {
      if (request.url?.startsWith('/token') === true) {
        const issued = new Date(Date.now() + days * 86_400_000).toISOString()
        return json(response, 200, { token: `t${tokens++}`, expires_in: 300, issued_at: issued })
      }
      if (request.headers.authorization === undefined) {
        const realm = `Bearer realm="http://${request.headers.host}/token",service="s"`
        return json(response, 401, {}, { 'www-authenticate': realm })
      }
      return response
        .writeHead(200, { 'content-type': image.manifest.descriptor.mediaType })
        .end(image.manifest.bytes)
    })
    const client = testClient()
    const store = client.repository({ kind: 'registry', host: server.host, repository: 'a/b' })
    for (let round = 0; round < 3; round++) expect(await store.manifest('1.0')).toBeDefined()
    expect(tokens).toBe(1)
    await client.close()
  },
)

test.each([
  ['no expiry', {}],
  ['an expiry of nothing', { expires_in: 0 }],
  ['a shorter one', { expires_in: 5 }],
  ['one that is no number', { expires_in: 'soon' }],
])('17. clock skew: a token with %s lives for 60 seconds', async (_, fields) => {
  const endpoint = createTokenEndpoint({
    host: 'registry.example.com',
    base: new URL('https://registry.example.com/'),
    wire: {
      send: async (request) => ({
        status: 200,
        headers: {},
        body: Buffer.from(JSON.stringify({ token: 'x', ...fields })),
        url: request.url,
      }),
    },
    governorOf: () => new Governor(),
    retries: 0,
    timeoutMs: 1000,
  })
  const realm = { url: new URL('https://auth.example.com/'), service: 's' }
  const { signal } = new AbortController()
  expect(await endpoint.ask(realm, login, scope('a/b', 'pull'), signal)).toMatchObject({ lifetimeMs: 60_000 })
})

test.each([401, 403])(
  '%d is never taken for absent, not even where a name that does not exist gets it',
  async (status) => {
    const scene = await setScene()
    const body = faultBody('DENIED', 'requested access to the resource is denied')
    scene.from.inject({ fault: { do: 'answer', status, body } })
    const code = status === 401 ? 'unauthorized' : 'forbidden'
    await expect(scene.source.resolve('1.0')).rejects.toMatchObject({ code })
    await expect(scene.source.manifest('1.0')).rejects.toMatchObject({
      code,
      message: expect.stringContaining('requested access to the resource is denied'),
      details: { hint: expect.stringMatching(/login|account/), status },
    })
  },
)

test.each(['basic', 'bearer'] as const)(
  'a wrong password is offered once (%s), however many repositories ask at the same moment',
  async (kind) => {
    const wrong: Credential = { kind: 'basic', username: 'me', password: 'canary-wr0ng' }
    const auth = kind === 'basic' ? ({ ...bearer, kind: 'basic' } as const) : bearer
    const scene = await setScene({ source: { auth }, client: { credential: wrong } })
    const all = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        scene.client
          .repository({ kind: 'registry', host: scene.from.host, repository: `test/${index}` })
          .resolve('1.0'),
      ),
    )
    for (const one of all) expect(one).toMatchObject({ status: 'rejected', reason: { code: 'unauthorized' } })
    const offers = scene.from.requests.filter(({ headers }) => headers.authorization?.startsWith('Basic'))
    expect(offers).toHaveLength(1)
  },
)

test.each(['basic', 'bearer'] as const)(
  'a login that runs out while the run goes on is asked for again, once (%s)',
  async (kind) => {
    const passwords = ['first', 'second']
    let [valid, tokens, renewals] = ['first', 0, 0]
    const challenge = (host: string | undefined): string =>
      kind === 'basic' ? 'Basic realm="x"' : `Bearer realm="http://${host}/token",service="s"`
    await using server = await startAnswering((request, response) => {
      const { authorization, host } = request.headers
      const isRight = authorization === `Basic ${Buffer.from(`me:${valid}`).toString('base64')}`
      if (request.url?.startsWith('/token') === true) {
        return isRight ? json(response, 200, { token: `${valid}-${tokens++}` }) : json(response, 401, {})
      }
      const isGood = kind === 'basic' ? isRight : authorization?.startsWith(`Bearer ${valid}`) === true
      if (isGood) return json(response, 404, {})
      return json(response, 401, {}, { 'www-authenticate': challenge(host) })
    })
    const client = testClient({
      credentials: {
        get: async (_host, _repository, { renew = false } = {}) => {
          if (renew) renewals++
          return { kind: 'basic', username: 'me', password: passwords[renewals] ?? 'none left' }
        },
      },
    })
    const resolveAll = (): Promise<unknown> =>
      Promise.all(
        Array.from({ length: 5 }, (_, index) =>
          client.repository({ kind: 'registry', host: server.host, repository: `a/${index}` }).resolve('1.0'),
        ),
      )
    await resolveAll()
    valid = 'second'
    await resolveAll()
    expect(renewals).toBe(1)
    valid = 'third'
    await expect(resolveAll()).rejects.toMatchObject({ code: 'unauthorized' })
    expect(renewals).toBe(2)
    await client.close()
  },
)
