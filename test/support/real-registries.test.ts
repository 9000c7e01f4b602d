import { createHash } from 'node:crypto'
import { access, readFile } from 'node:fs/promises'
import { request as httpsRequest } from 'node:https'
import { afterEach, describe, expect, test } from 'vitest'
import { builtPath } from './programs.ts'
import { describeWith, missingReason, registryKinds, startRegistry } from './real-registries.ts'
import type { TokenPolicy } from './token-server.ts'

const stack: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of stack.splice(0).reverse()) await close()
})

async function running(...args: Parameters<typeof startRegistry>) {
  const registry = await startRegistry(...args)
  stack.push(registry.close)
  return registry
}

for (const kind of registryKinds) {
  describeWith(kind, kind, () => {
    test('stores a blob and gives the same bytes back', async () => {
      const registry = await running(kind)
      const bytes = Buffer.from(`a blob for ${kind}`)
      const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
      const opened = await fetch(`${registry.url}/v2/shop/api/blobs/uploads/`, { method: 'POST' })
      const location = new URL(opened.headers.get('location') ?? '', opened.url)
      location.searchParams.set('digest', digest)
      const stored = await fetch(location, {
        method: 'PUT',
        body: bytes,
        headers: { 'content-type': 'application/octet-stream' },
      })
      const read = await fetch(`${registry.url}/v2/shop/api/blobs/${digest}`)
      expect([opened.status, stored.status, read.status]).toEqual([202, 201, 200])
      expect(Buffer.from(await read.arrayBuffer())).toEqual(bytes)
    })

    test('with TLS answers a client that trusts its authority, and no other', async () => {
      const registry = await running(kind, { tls: true })
      expect(registry.url).toMatch(/^https:/)
      const ca = await readFile(registry.caFile ?? '')
      expect(await statusOf(`${registry.url}/v2/`, ca)).toBe(200)
      await expect(statusOf(`${registry.url}/v2/`, undefined)).rejects.toThrow(/certificate/)
    })

    test('is gone after close, and so are its files', async () => {
      const registry = await startRegistry(kind, { tls: true })
      await registry.close()
      await expect(fetch(`${registry.url}/v2/`)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
      await expect(access(registry.caFile ?? '')).rejects.toMatchObject({ code: 'ENOENT' })
    })
  })
}

for (const kind of ['distribution3', 'distribution2'] as const) {
  describeWith(kind, `${kind} with access control`, () => {
    const users = { ada: 'correct horse' }

    test('takes a token from the token server for what the policy grants, and nothing else', async () => {
      const policy: TokenPolicy = (scope) =>
        scope.user === 'ada' && scope.name === 'shop/api' ? ['pull'] : []
      const registry = await running(kind, { auth: { kind: 'token', server: { users, policy } } })
      const tags = (name: string, token: string) =>
        fetch(`${registry.url}/v2/${name}/tags/list`, { headers: { authorization: `Bearer ${token}` } })
      const challenge = await fetch(`${registry.url}/v2/shop/api/tags/list`)
      expect(challenge.headers.get('www-authenticate')).toContain(`realm="${registry.tokens?.realm}"`)
      expect(challenge.status).toBe(401)

      const scopes = ['repository:shop/api:pull,push', 'repository:other/web:pull']
      const { token } = await askToken(registry.tokens?.realm, scopes, 'ada', 'correct horse')
      expect((await tags('shop/api', token)).status).toBe(404)
      expect((await tags('other/web', token)).status).toBe(401)
      const push = await fetch(`${registry.url}/v2/shop/api/blobs/uploads/`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
      })
      expect(push.status).toBe(401)

      const anonymous = await askToken(registry.tokens?.realm, scopes)
      expect((await tags('shop/api', anonymous.token)).status).toBe(401)
      expect((await askToken(registry.tokens?.realm, scopes, 'ada', 'wrong')).status).toBe(401)
      expect(registry.tokens?.requests.map(({ grant, user, status }) => [grant, user, status])).toEqual([
        ['basic', 'ada', 200],
        ['anonymous', undefined, 200],
        ['basic', 'ada', 401],
      ])
      expect(registry.tokens?.requests[0]?.scopes).toEqual(scopes)
    })

    test('takes a token that was got with an identity token', async () => {
      const registry = await running(kind, {
        auth: { kind: 'token', server: { users, identityTokens: { 'identity-of-ada': 'ada' } } },
      })
      const ask = (refreshToken: string) =>
        fetch(registry.tokens?.realm ?? '', {
          method: 'POST',
          body: new URLSearchParams({
            grant_type: 'refresh_token',
            service: 'test-registry',
            refresh_token: refreshToken,
            scope: 'repository:shop/api:pull repository:shop/web:pull',
          }),
        })
      const granted = await ask('identity-of-ada')
      const { access_token: token } = (await granted.json()) as { access_token: string }
      const read = await fetch(`${registry.url}/v2/shop/web/tags/list`, {
        headers: { authorization: `Bearer ${token}` },
      })
      expect(read.status).toBe(404)
      expect((await ask('somebody else')).status).toBe(401)
      expect(registry.tokens?.requests[0]?.scopes).toEqual([
        'repository:shop/api:pull',
        'repository:shop/web:pull',
      ])
    })

    const isHashable = builtPath('htpasswd') !== undefined
    test.skipIf(!isHashable)('takes the password of its htpasswd file and refuses another', async () => {
      const registry = await running(kind, {
        auth: { kind: 'htpasswd', user: 'ada', password: 'correct horse' },
      })
      const ask = (password: string) =>
        fetch(`${registry.url}/v2/`, { headers: { authorization: basic('ada', password) } })
      expect((await ask('correct horse')).status).toBe(200)
      expect((await ask('wrong')).status).toBe(401)
    })
  })
}

describe('startRegistry', () => {
  test('refuses an option that the kind does not know', async () => {
    await expect(startRegistry('ociserver', { storage: '/nowhere' })).rejects.toThrow(
      missingReason('ociserver') ?? 'ociserver knows neither auth nor storage nor canDelete',
    )
  })
})

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}

async function askToken(
  realm: string | undefined,
  scopes: readonly string[],
  user?: string,
  password?: string,
): Promise<{ status: number; token: string }> {
  const url = new URL(realm ?? '')
  url.searchParams.set('service', 'test-registry')
  for (const scope of scopes) url.searchParams.append('scope', scope)
  const headers = user === undefined ? {} : { authorization: basic(user, password ?? '') }
  const answer = await fetch(url, { headers })
  const { token = '' } = (await answer.json()) as { token?: string }
  return { status: answer.status, token }
}

function statusOf(url: string, ca: Buffer | undefined): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const ask = httpsRequest(url, { agent: false, ...(ca && { ca }) }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode))
    })
    ask.on('error', reject)
    ask.end()
  })
}
