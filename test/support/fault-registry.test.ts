import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type FaultRegistry, type FaultRegistryOptions, startFaultRegistry } from './fault-registry.ts'
import { makeArtifact, makeBlob, makeImage, makeIndex } from './images.ts'
import { pushToRegistry } from './push.ts'

async function start(options: FaultRegistryOptions = {}): Promise<FaultRegistry> {
  const registry = await startFaultRegistry(options)
  onTestFinished(() => registry.close())
  return registry
}

/** A registry that has a blob in `shop/api`. */
async function withBlob(options: FaultRegistryOptions = {}, size = 100_000) {
  const registry = await start(options)
  const blob = makeBlob('blob', size)
  const image = makeArtifact({ content: 'image' })
  registry.seed('shop/api', image, ['1.0'])
  registry.repositories.get('shop/api')?.blobs.set(blob.descriptor.digest, blob.bytes)
  const url = `${registry.url}/v2/shop/api/blobs/${blob.descriptor.digest}`
  return { registry, blob, image, url, get: (init?: RequestInit) => fetch(url, init) }
}

const sha256 = (bytes: Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

describe('a registry', () => {
  test('takes and gives an index with all beneath it', async () => {
    const registry = await start()
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
    const registry = await start()
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
    const registry = await start({ pageSize: 2 })
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
      const registry = await start({ referrers })
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
      const registry = await start({ immutable: { tags: (tag) => tag.startsWith('v'), as } })
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
    const registry = await start({ onRequest: (number, { method }) => void seen.push(`${number} ${method}`) })
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

describe('faults', () => {
  test('strike what they name, the n-th time, so many times', async () => {
    const { registry, get, url } = await withBlob()
    const answer = { do: 'answer', status: 503, headers: { 'retry-after': '7' }, body: 'busy' } as const
    const second = registry.inject({ method: 'GET', path: /\/blobs\//, nth: 2, fault: answer })
    const statuses = [await get(), await fetch(url, { method: 'HEAD' }), await get(), await get()].map(
      ({ status }) => status,
    )
    expect(statuses).toEqual([200, 200, 503, 200])
    expect(second.struck).toBe(1)
    const twice = registry.inject({ path: /\/blobs\//, times: 2, fault: answer })
    expect([await get(), await get(), await get()].map(({ status }) => status)).toEqual([503, 503, 200])
    twice.remove()
    expect(twice.struck).toBe(2)
  })

  test('with a probability are the same for the same seed', async () => {
    const draw = async (seed: string): Promise<number[]> => {
      const { registry, get } = await withBlob({ seed }, 1)
      registry.inject({ probability: 0.5, fault: { do: 'answer', status: 500 } })
      const statuses: number[] = []
      for (let index = 0; index < 20; index++) statuses.push((await get()).status)
      return statuses
    }
    const first = await draw('a')
    expect(new Set(first)).toEqual(new Set([200, 500]))
    expect(await draw('a')).toEqual(first)
    expect(await draw('b')).not.toEqual(first)
  })

  test('end the connection before, in and after the answer', async () => {
    const { registry, get } = await withBlob()
    registry.inject({ times: 1, fault: { do: 'reset' } })
    await expect(get()).rejects.toThrow()
    registry.inject({ times: 1, fault: { do: 'reset', after: 50_000 } })
    await expect(get().then((answer) => answer.bytes())).rejects.toThrow()
    registry.inject({ times: 1, fault: { do: 'truncate', to: 50_000 } })
    await expect(get().then((answer) => answer.bytes())).rejects.toThrow()
    registry.inject({ times: 1, fault: { do: 'truncate', to: 50_000, honest: true } })
    expect(await (await get()).bytes()).toHaveLength(50_000)
    registry.inject({ times: 1, fault: { do: 'lose-answer' } })
    const upload = await fetch(`${registry.url}/v2/shop/new/blobs/uploads/`, { method: 'POST' }).catch(
      () => undefined,
    )
    expect(upload).toBeUndefined()
    expect(registry.repositories.get('shop/new')?.uploads.size).toBe(1)
  })

  test('change what is sent', async () => {
    const { registry, get, blob } = await withBlob()
    registry.inject({ times: 1, fault: { do: 'corrupt', at: 99_999 } })
    const corrupt = await (await get()).bytes()
    expect(corrupt).toHaveLength(100_000)
    expect(sha256(corrupt)).not.toBe(blob.descriptor.digest)
    registry.inject({
      times: 1,
      fault: {
        do: 'headers',
        set: { 'content-type': 'text/html' },
        drop: ['docker-content-digest', 'content-length'],
      },
    })
    const { headers } = await get()
    expect(
      ['content-type', 'docker-content-digest', 'content-length'].map((name) => headers.get(name)),
    ).toEqual(['text/html', null, null])
    registry.inject({ times: 1, fault: { do: 'gzip' } })
    const zipped = await get()
    expect(zipped.headers.get('content-encoding')).toBe('gzip')
    expect(sha256(await zipped.bytes())).toBe(blob.descriptor.digest)
  })

  test('hang until the client gives up, or the registry closes', async () => {
    const { registry, url, get } = await withBlob()
    registry.inject({ times: 1, fault: { do: 'hang', at: 'body', after: 10 } })
    const controller = new AbortController()
    const answer = await get({ signal: controller.signal })
    const reader = answer.body?.getReader()
    expect((await reader?.read())?.value).toHaveLength(10)
    controller.abort()
    await expect(reader?.read()).rejects.toThrow()
    registry.inject({ times: 1, fault: { do: 'hang', at: 'headers' } })
    const hanging = expect(fetch(url)).rejects.toThrow()
    while (registry.requests.length < 2) await new Promise((resolve) => setImmediate(resolve))
    await registry.close()
    await hanging
  })

  test('an upload that breaks keeps what came, and goes on from there', async () => {
    const { registry, blob } = await withBlob()
    const uploads = `${registry.url}/v2/shop/new/blobs/uploads/`
    const location = (await fetch(uploads, { method: 'POST' })).headers.get('location') ?? ''
    registry.inject({ method: 'PATCH', times: 1, fault: { do: 'reset-upload', after: 60_000 } })
    await expect(send('PATCH', location, blob.bytes)).rejects.toThrow()
    const status = await fetch(location)
    expect([status.status, status.headers.get('range')]).toEqual([204, '0-59999'])
    const wrong = await send('PATCH', location, blob.bytes.subarray(70_000), {
      'content-range': '70000-99999',
    })
    expect(wrong.status).toBe(416)
    const rest = blob.bytes.subarray(60_000)
    expect((await send('PATCH', location, rest, { 'content-range': '60000-99999' })).status).toBe(202)
    const done = await send('PUT', `${location}&digest=${blob.descriptor.digest}`, new Uint8Array())
    expect(done.status).toBe(201)
    expect(registry.repositories.get('shop/new')?.blobs.has(blob.descriptor.digest)).toBe(true)
  })
})

/** Sends a body with plain node:http, which reports a reset while the body is on its way. */
async function send(
  method: string,
  url: string,
  body: Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number }> {
  const sent = request(url, { method, headers: { ...headers, 'content-length': body.byteLength } })
  sent.end(body)
  const [answer] = await once(sent, 'response')
  await buffer(answer)
  return { status: answer.statusCode }
}
