import { describe, expect, test } from 'vitest'
import { makeArtifact, makeBlob, makeImage, makeIndex } from '../images.ts'
import { pushToRegistry } from '../push.ts'
import { sha256, startForTest, withBlob } from './fixture.ts'

describe('a registry', () => {
  test('takes and gives an index with all beneath it', async () => {
    const registry = await startForTest()
    const index = makeIndex([await makeImage(), await makeImage({ seed: 'b' })], { attestations: true })
    await pushToRegistry(registry.host, 'shop/api', index, ['1.0'])
    const answer = await fetch(`${registry.url}/v2/shop/api/manifests/1.0`, {
      headers: { accept: index.manifest.descriptor.mediaType },
    })
    expect(answer.headers.get('docker-content-digest')).toBe(index.manifest.descriptor.digest)
    expect(sha256(await answer.bytes())).toBe(index.manifest.descriptor.digest)
    expect(registry.writes()).toHaveLength(registry.requests.length - 1)
    expect(registry.requests.map(({ number }) => number)).toEqual(
      registry.requests.map((_, index) => index + 1),
    )
  })

  test('names every part that a manifest lacks', async () => {
    const registry = await startForTest()
    const image = await makeImage({ layers: 2 })
    const { descriptor, bytes } = image.manifest
    const answer = await fetch(`${registry.url}/v2/shop/api/manifests/1.0`, {
      method: 'PUT',
      headers: { 'content-type': descriptor.mediaType },
      body: Buffer.from(bytes),
    })
    expect(answer.status).toBe(400)
    const { errors } = (await answer.json()) as { errors: { code: string; detail: string }[] }
    expect(new Set(errors.map(({ detail }) => detail))).toEqual(new Set(image.blobs.keys()))
    expect(registry.repositories.get('shop/api')?.tags.size).toBe(0)
  })

  test('mounts as it is told', async () => {
    for (const [mounts, digestStatus, otherStatus] of [
      ['link', 201, 202],
      ['ignore', 202, 202],
      [404, 404, 404],
    ] as const) {
      const { registry, blob } = await withBlob({ mounts })
      const ask = async (digest: string): Promise<number> => {
        const url = `${registry.url}/v2/shop/prod/blobs/uploads/?mount=${digest}&from=shop/api`
        return (await fetch(url, { method: 'POST' })).status
      }
      expect(await ask(blob.descriptor.digest)).toBe(digestStatus)
      expect(await ask(makeBlob('other', 1).descriptor.digest)).toBe(otherStatus)
    }
  })

  test('gives ranges, and 416 beyond the end', async () => {
    const { blob, get } = await withBlob()
    const part = await get({ headers: { range: 'bytes=99990-' } })
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 99990-99999/100000'])
    expect(Buffer.from(await part.bytes()).equals(blob.bytes.subarray(99_990))).toBe(true)
    expect((await get({ headers: { range: 'bytes=100000-' } })).status).toBe(416)
  })

  test('lists tags in pages', async () => {
    const registry = await startForTest({ pageSize: 2 })
    registry.seed('shop/api', makeArtifact(), ['c', 'a', 'e', 'b', 'd'])
    const pages: string[][] = []
    let next: string | undefined = '/v2/shop/api/tags/list'
    while (next !== undefined) {
      const answer: Response = await fetch(new URL(next, registry.url))
      pages.push(((await answer.json()) as { tags: string[] }).tags)
      next = /^<(.+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1]
    }
    expect(pages).toEqual([['a', 'b'], ['c', 'd'], ['e']])
  })

  test('has a referrers API only when told', async () => {
    const subject = await makeImage()
    const report = makeArtifact({ subject, artifactType: 'a/b' })
    for (const [referrers, status] of [
      [true, 200],
      [false, 404],
    ] as const) {
      const registry = await startForTest({ referrers })
      registry.seed('shop/api', subject, ['1.0'])
      registry.seed('shop/api', report)
      const answer = await fetch(
        `${registry.url}/v2/shop/api/referrers/${subject.manifest.descriptor.digest}`,
      )
      expect(answer.status).toBe(status)
      if (!referrers) continue
      const { manifests } = (await answer.json()) as { manifests: unknown[] }
      expect(manifests).toMatchObject([{ digest: report.manifest.descriptor.digest, artifactType: 'a/b' }])
    }
  })

  test('refuses to move an immutable tag in the way it is told', async () => {
    const [old, next] = [makeArtifact({ content: 'old' }), makeArtifact({ content: 'next' })]
    for (const [as, status, same] of [
      ['harbor', 412, 412],
      ['ecr', 400, 400],
      ['acr', 405, 201],
      ['quay', 409, 201],
      ['nexus', 400, 400],
    ] as const) {
      const registry = await startForTest({ immutable: { tags: (tag) => tag.startsWith('v'), as } })
      registry.seed('shop/api', old, ['v1'])
      registry.seed('shop/api', next)
      const put = async (image: typeof old, reference: string): Promise<number> => {
        const { descriptor, bytes } = image.manifest
        const url = `${registry.url}/v2/shop/api/manifests/${reference}`
        const headers = { 'content-type': descriptor.mediaType }
        return (await fetch(url, { method: 'PUT', headers, body: Buffer.from(bytes) })).status
      }
      expect([await put(next, 'v1'), await put(old, 'v1')]).toEqual([status, same])
      expect([await put(next, 'v2'), await put(next, 'latest')]).toEqual([201, 201])
      expect(registry.repositories.get('shop/api')?.tags.get('v1')).toBe(old.manifest.descriptor.digest)
    }
  })

  test('sends blob reads to a storage that takes no credentials', async () => {
    const { registry, blob, url, get } = await withBlob({ redirectBlobs: true })
    expect(sha256(await (await get()).bytes())).toBe(blob.descriptor.digest)
    const sent = await fetch(url, { redirect: 'manual' })
    expect(new URL(sent.headers.get('location') ?? '').host).toBe(registry.storageHost)
    const signed = sent.headers.get('location') ?? ''
    expect((await fetch(signed, { headers: { authorization: 'Bearer x' } })).status).toBe(400)
    expect(registry.requests.map(({ server }) => server)).toContain('storage')
  })

  test('waits for onRequest before each answer', async () => {
    const seen: string[] = []
    const registry = await startForTest({
      onRequest: (number, { method }) => void seen.push(`${number} ${method}`),
    })
    await fetch(`${registry.url}/v2/`)
    await fetch(`${registry.url}/v2/`, { method: 'HEAD' })
    expect(seen).toEqual(['1 GET', '2 HEAD'])
  })
})

describe('access', () => {
  const credentials = { username: 'user', password: 'Canary-Password-1' }
  const basic = `Basic ${btoa(`${credentials.username}:${credentials.password}`)}`

  test('with Basic, and no secret in what is recorded', async () => {
    const { registry, get } = await withBlob({ auth: { kind: 'basic', ...credentials } })
    expect((await get()).headers.get('www-authenticate')).toMatch(/^Basic realm=/)
    expect((await get({ headers: { authorization: basic } })).status).toBe(200)
    expect(registry.requests[1]?.headers.authorization).toBe('Basic [removed]')
    expect(JSON.stringify(registry.requests)).not.toContain(btoa(`:${credentials.password}`).slice(4, 20))
  })

  test('with tokens: the challenge names the scope, the token holds it, and it ends', async () => {
    const { registry, get } = await withBlob({ auth: { kind: 'bearer', ...credentials } })
    const challenge = (await get()).headers.get('www-authenticate') ?? ''
    const [, realm, service, scope] = /realm="(.+?)",service="(.+?)",scope="(.+?)"/.exec(challenge) ?? []
    expect(scope).toBe('repository:shop/api:pull')
    const ask = `${realm}?service=${service}&scope=${scope}`
    expect((await fetch(ask)).status).toBe(401)
    const { token } = (await (await fetch(ask, { headers: { authorization: basic } })).json()) as {
      token: string
    }
    const withToken = { headers: { authorization: `Bearer ${token}` } }
    expect((await get(withToken)).status).toBe(200)
    const push = await fetch(`${registry.url}/v2/shop/api/blobs/uploads/`, { method: 'POST', ...withToken })
    expect([push.status, push.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringContaining('insufficient_scope'),
    ])
    registry.expireTokens()
    expect((await get(withToken)).status).toBe(401)
    expect([registry.tokens, registry.writes().length]).toEqual([1, 1])
  })

  test('a mount needs the right to pull from the source', async () => {
    const { registry, blob } = await withBlob({ auth: { kind: 'bearer' } })
    const tokenFor = async (...scopes: string[]): Promise<string> => {
      const query = new URLSearchParams(scopes.map((scope): [string, string] => ['scope', scope]))
      const answer = await fetch(`${registry.url}/token?${query}`)
      return ((await answer.json()) as { token: string }).token
    }
    const mount = async (token: string): Promise<number> => {
      const url = `${registry.url}/v2/shop/prod/blobs/uploads/?mount=${blob.descriptor.digest}&from=shop/api`
      return (await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${token}` } })).status
    }
    const own = 'repository:shop/prod:pull,push'
    expect(await mount(await tokenFor(own))).toBe(401)
    expect(await mount(await tokenFor(own, 'repository:shop/api:pull'))).toBe(201)
  })
})
