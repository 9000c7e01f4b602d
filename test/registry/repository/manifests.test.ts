import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { digestOf } from '../../../src/oci/digest.ts'
import type { ContentStore } from '../../../src/oci/store.ts'
import { collect } from '../../support/collect.ts'
import {
  type FaultRegistry,
  type FaultRegistryOptions,
  startFaultRegistry,
} from '../../support/fault-registry/registry.ts'
import { makeImage, type TestImage } from '../../support/images.ts'
import { pushImage } from '../../support/push.ts'
import { type TestClient, testClient } from '../../support/registry-client.ts'
import { startAnswering } from '../answering.ts'

let client: TestClient
const closing: { close(): Promise<void> }[] = []

beforeEach(() => {
  client = testClient({ retries: 2 })
  closing.push(client)
})

afterEach(async () => {
  for (const resource of closing.splice(0)) await resource.close()
})

async function seeded(options: FaultRegistryOptions = {}): Promise<{
  readonly registry: FaultRegistry
  readonly store: ContentStore
  readonly image: TestImage
}> {
  const registry = await startFaultRegistry(options)
  closing.push(registry)
  const image = await makeImage()
  registry.seed('test/api', image, ['1.0'])
  return { registry, image, store: open(registry.host) }
}

const open = (host: string): ContentStore =>
  client.repository({ kind: 'registry', host, repository: 'test/api' }, { push: true })
const head = { method: 'HEAD', path: /manifests/ }
const get = { method: 'GET', path: /manifests/ }

describe('looking up a tag', () => {
  test('is one HEAD with the types we understand', async () => {
    const { registry, store, image } = await seeded()
    expect(await store.resolve('1.0')).toEqual(image.manifest.descriptor)
    expect(registry.requests).toHaveLength(1)
    expect(registry.requests[0]).toMatchObject({
      method: 'HEAD',
      headers: {
        accept: expect.stringMatching(/manifest\.v1\+json.*index\.v1\+json.*manifest\.v2.*manifest\.list/),
        'accept-encoding': 'identity',
        'user-agent': 'promote/test',
      },
    })
  })

  test.each(['docker-content-digest', 'content-length', 'content-type'])(
    'reads the manifest where HEAD comes without %s',
    async (name) => {
      const { registry, store, image } = await seeded()
      registry.inject({ ...head, fault: { do: 'headers', drop: [name] } })
      expect(await store.resolve('1.0')).toEqual(image.manifest.descriptor)
      expect(registry.requests.map(({ method }) => method)).toEqual(['HEAD', 'GET'])
    },
  )

  test('by digest does not need the registry to repeat it', async () => {
    const { registry, store, image } = await seeded()
    registry.inject({ ...head, fault: { do: 'headers', drop: ['docker-content-digest'] } })
    expect(await store.resolve(image.manifest.descriptor.digest)).toEqual(image.manifest.descriptor)
    expect(registry.requests).toHaveLength(1)
  })

  test('by digest reads the manifest where the header names another, and believes its own hash', async () => {
    const { registry, store, image } = await seeded()
    const other = `sha256:${'0'.repeat(64)}`
    registry.inject({ ...head, fault: { do: 'headers', set: { 'docker-content-digest': other } } })
    expect(await store.resolve(image.manifest.descriptor.digest)).toEqual(image.manifest.descriptor)
    expect(registry.requests.map(({ method }) => method)).toEqual(['HEAD', 'GET'])
  })

  test.each([401, 403, 400, 500])('answered with %d is an error, not an absence', async (status) => {
    const { registry, store } = await seeded()
    registry.inject({ ...head, fault: { do: 'answer', status } })
    await expect(store.resolve('1.0')).rejects.toMatchObject({ details: { status } })
  })
})

describe('reading a manifest', () => {
  test('hashes it itself, whatever the header says', async () => {
    const { registry, store, image } = await seeded()
    const other = `sha256:${'0'.repeat(64)}`
    registry.inject({ ...get, fault: { do: 'headers', set: { 'docker-content-digest': other } } })
    expect((await store.manifest('1.0'))?.descriptor).toEqual(image.manifest.descriptor)
  })

  test('by digest refuses other bytes as damaged content', async () => {
    const { registry, store, image } = await seeded()
    registry.inject({ ...get, fault: { do: 'corrupt', at: 20 } })
    const { digest } = image.manifest.descriptor
    await expect(store.manifest(digest)).rejects.toMatchObject({
      code: 'content',
      message: expect.stringContaining(`${registry.host}/test/api@${digest}`),
    })
  })

  test.each(['text/plain', 'application/octet-stream', 'application/json; charset=utf-8'])(
    'does not depend on the Content-Type: %s',
    async (type) => {
      const { registry, store, image } = await seeded()
      registry.inject({ ...get, fault: { do: 'headers', set: { 'content-type': type } } })
      expect((await store.manifest('1.0'))?.descriptor).toEqual(image.manifest.descriptor)
    },
  )

  test('takes no compressed answer', async () => {
    const { registry, store } = await seeded()
    registry.inject({ ...get, fault: { do: 'gzip' } })
    await expect(store.manifest('1.0')).rejects.toMatchObject({ code: 'protocol' })
  })

  test.each(['1.0', `sha256:${'a'.repeat(64)}`])(
    'names the host that answers %s with a web page',
    async (reference) => {
      const { registry, store } = await seeded()
      const body = '<!DOCTYPE html><html><body>log in</body></html>'
      registry.inject({ ...get, fault: { do: 'answer', status: 200, body } })
      await expect(store.manifest(reference)).rejects.toMatchObject({
        code: 'protocol',
        message: expect.stringContaining(`${registry.host} answered with a web page`),
      })
    },
  )

  test('stops at 4 MiB', async () => {
    const { registry, store } = await seeded()
    const body = `{"padding":"${'x'.repeat(5 * 1024 * 1024)}"}`
    registry.inject({ ...get, fault: { do: 'answer', status: 200, body } })
    await expect(store.manifest('1.0')).rejects.toMatchObject({ code: 'protocol' })
    expect(registry.requests).toHaveLength(1)
  })

  test('refuses schema 1 by its name', async () => {
    const { registry, store } = await seeded()
    registry.inject({ ...get, fault: { do: 'answer', status: 200, body: '{"schemaVersion":1}' } })
    await expect(store.manifest('1.0')).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('schema 1'),
    })
  })

  test('refuses schema 1 that the registry signs anew for each answer, as distribution 2.8 does', async () => {
    const told = digestOf('the manifest without its signatures')
    await using server = await startAnswering((_, response, count) => {
      const headers = {
        'content-type': 'application/vnd.docker.distribution.manifest.v1+prettyjws',
        'docker-content-digest': told,
      }
      response.writeHead(200, headers).end(JSON.stringify({ schemaVersion: 1, signatures: [count] }))
    })
    for (const reference of ['1.0', told]) {
      await expect(open(server.host).manifest(reference)).rejects.toMatchObject({
        code: 'unsupported',
        message: expect.stringContaining('schema 1'),
      })
    }
    expect(server.asked).toHaveLength(2)
  })

  test('a type of schema 1 does not spare other content its digest', async () => {
    const { manifest } = await makeImage()
    await using server = await startAnswering((_, response) => {
      const headers = { 'content-type': 'application/vnd.docker.distribution.manifest.v1+json' }
      response.writeHead(200, headers).end(manifest.bytes)
    })
    await expect(open(server.host).manifest(digestOf('another'))).rejects.toMatchObject({
      code: 'unsupported',
    })
  })

  test.each([
    ['a reset', { do: 'reset' }],
    ['a reset half-way', { do: 'reset', after: 10 }],
    ['an answer that ends early', { do: 'truncate', to: 10 }],
    ['503', { do: 'answer', status: 503 }],
    ['429 with Retry-After', { do: 'answer', status: 429, headers: { 'retry-after': '0' } }],
  ] as const)('tries again after %s', async (_, fault) => {
    const { registry, store, image } = await seeded()
    registry.inject({ ...get, fault, times: 2 })
    expect((await store.manifest('1.0'))?.descriptor).toEqual(image.manifest.descriptor)
    expect(registry.requests).toHaveLength(3)
  })

  test('gives up in the end and says what the registry said', async () => {
    const { registry, store } = await seeded()
    const body =
      '{"errors":[{"code":"TOOMANYREQUESTS","message":"pull limit of Bearer eyJhbGciOiJIUzI1NiJ9.e30.x reached"}]}'
    registry.inject({ ...get, fault: { do: 'answer', status: 429, headers: { 'retry-after': '0' }, body } })
    await expect(store.manifest('1.0')).rejects.toMatchObject({
      code: 'rate-limited',
      message: expect.stringMatching(/answered 429 \(TOOMANYREQUESTS: pull limit of .*REDACTED reached\)/),
    })
    expect(registry.requests).toHaveLength(3)
  })

  test('gives up after the time limit', async () => {
    const { registry } = await seeded()
    const hasty = testClient({ retries: 0, timeoutMs: 300 })
    closing.push(hasty)
    const store = hasty.repository({ kind: 'registry', host: registry.host, repository: 'test/api' })
    registry.inject({ ...get, fault: { do: 'hang', at: 'headers' }, times: 1 })
    await expect(store.manifest('1.0')).rejects.toMatchObject({ code: 'timeout' })
    registry.inject({ ...get, fault: { do: 'hang', at: 'body', after: 5 }, times: 1 })
    await expect(store.manifest('1.0')).rejects.toMatchObject({ code: 'timeout' })
  })
})

describe('a host that is not there', () => {
  test('is named, after few tries', async () => {
    const { registry, store } = await seeded()
    await registry.close()
    await expect(store.manifest('1.0')).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining(`nothing listens at ${registry.host} (tried 3 times).`),
    })
    expect(client.events).toHaveLength(3)
  })

  test('has no name', async () => {
    const store = client.repository({ kind: 'registry', host: 'registry.invalid', repository: 'a' })
    await expect(store.manifest('1.0')).rejects.toMatchObject({ code: 'unreachable' })
  })
})

describe('writing a tag', () => {
  test('sends the bytes as they are, with their own type', async () => {
    const { registry, store } = await seeded()
    const image = await makeImage({ seed: 'docker', mediaTypes: 'docker' })
    await pushImage(store, image, ['2.0'])
    const puts = registry.requests.filter(
      ({ method, path }) => method === 'PUT' && path.includes('/manifests/'),
    )
    expect(puts.map(({ path }) => path.split('/').at(-1))).toEqual([image.manifest.descriptor.digest, '2.0'])
    expect(new Set(puts.map(({ headers }) => headers['content-type']))).toEqual(
      new Set([image.manifest.descriptor.mediaType]),
    )
  })

  test('fails when the registry says that it stored something else', async () => {
    const { registry, store, image } = await seeded()
    const other = `sha256:${'0'.repeat(64)}`
    registry.inject({ method: 'PUT', fault: { do: 'headers', set: { 'docker-content-digest': other } } })
    await expect(store.putManifest(image.manifest)).rejects.toMatchObject({ code: 'content' })
    await expect(store.tag(image.manifest, '1.0')).rejects.toMatchObject({ code: 'content' })
  })

  test.each(['ecr', 'harbor', 'hub', 'nexus', 'quay', 'acr'] as const)(
    'that is immutable on %s fails as such',
    async (way) => {
      const { store } = await seeded({ immutable: { tags: () => true, as: way } })
      const image = await makeImage({ seed: 'next' })
      await pushImage(store, image)
      await expect(store.tag(image.manifest, '1.0')).rejects.toMatchObject({ code: 'immutable' })
    },
  )

  test('that is immutable and holds the digest already is fine', async () => {
    const { store, image } = await seeded({ immutable: { tags: () => true, as: 'harbor' } })
    await store.tag(image.manifest, '1.0')
  })

  test('is done when the answer was lost and the second try is refused', async () => {
    const { registry, store } = await seeded({ immutable: { tags: () => true, as: 'harbor' } })
    const image = await makeImage({ seed: 'next' })
    await pushImage(store, image)
    registry.inject({ method: 'PUT', path: /manifests\/2\.0/, fault: { do: 'lose-answer' }, times: 1 })
    await store.tag(image.manifest, '2.0')
    expect(registry.repositories.get('test/api')?.tags.get('2.0')).toBe(image.manifest.descriptor.digest)
  })

  test('of a manifest whose blobs are gone says so', async () => {
    const { store } = await seeded()
    const image = await makeImage({ seed: 'not pushed' })
    await expect(store.putManifest(image.manifest)).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('MANIFEST_BLOB_UNKNOWN'),
    })
  })
})

describe('removing a tag', () => {
  test('takes the tag alone', async () => {
    const { registry, store, image } = await seeded()
    await store.tag(image.manifest, '1')
    expect(await store.untag('1')).toEqual({ kind: 'removed' })
    expect([...(registry.repositories.get('test/api')?.tags.keys() ?? [])]).toEqual(['1.0'])
  })

  test('is unsupported where the registry refuses, and never becomes a removal by digest', async () => {
    const { registry, store } = await seeded({ deletesTags: false })
    expect(await store.untag('1.0')).toMatchObject({ kind: 'stays' })
    const deletes = registry.requests.filter(({ method }) => method === 'DELETE').map(({ path }) => path)
    expect(deletes).toEqual(['/v2/test/api/manifests/1.0'])
  })

  test('of a tag that is not there is done', async () => {
    const { store } = await seeded()
    expect(await store.untag('9.9')).toEqual({ kind: 'removed' })
  })

  test.each(['docker.io', '1.dkr.ecr.eu-west-1.amazonaws.com', 'europe-docker.pkg.dev'])(
    'is not tried on %s',
    async (host) => {
      const store = client.repository({ kind: 'registry', host, repository: 'a/b' }, { push: true })
      expect(await store.untag('1.0')).toMatchObject({ kind: 'stays' })
      expect(client.events).toHaveLength(0)
    },
  )
})

test.each(['DENIED', 'UNAUTHORIZED'])(
  'a 404 that speaks of rights (%s) says of nothing that it is absent',
  async (code) => {
    await using registry = await startAnswering((_, response) => {
      const body = JSON.stringify({ errors: [{ code, message: 'not for you' }] })
      response.writeHead(404, { 'content-type': 'application/json' }).end(body)
    })
    const store = client.repository({ kind: 'registry', host: registry.host, repository: 'a/b' })
    const refused = { code: 'forbidden', message: expect.stringContaining(`404 (${code}: not for you)`) }
    await expect(store.manifest('1.0')).rejects.toMatchObject(refused)
    await expect(collect(store.tags())).rejects.toMatchObject(refused)
  },
)

test('redirects are followed by hand, without the authorization', async () => {
  const image = await makeImage()
  const seen: (string | undefined)[] = []
  await using storage = await startAnswering((request, response) => {
    seen.push(request.headers.authorization)
    response.writeHead(200, { 'content-type': image.manifest.descriptor.mediaType }).end(image.manifest.bytes)
  })
  await using front = await startAnswering((request, response) => {
    if (request.headers.authorization === undefined) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end()
    } else response.writeHead(307, { location: `http://${storage.host}/signed?sig=canary` }).end()
  })
  const guarded = testClient({ credential: { kind: 'basic', username: 'me', password: 'x' } })
  closing.push(guarded)
  const store = guarded.repository({ kind: 'registry', host: front.host, repository: 'a/b' })
  expect((await store.manifest('1.0'))?.descriptor).toEqual(image.manifest.descriptor)
  expect(seen).toEqual([undefined])
  expect(JSON.stringify(guarded.events)).not.toContain('canary')
})

test('redirects end after five', async () => {
  await using circle = await startAnswering((_, response, count) => {
    response.writeHead(307, { location: `/v2/a/b/${count}` }).end()
  })
  const store = client.repository({ kind: 'registry', host: circle.host, repository: 'a/b' })
  await expect(store.manifest('1.0')).rejects.toMatchObject({ code: 'protocol' })
  expect(circle.asked).toHaveLength(6)
})
