import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ContentStore } from '../../src/oci/store.ts'
import { collect } from '../support/collect.ts'
import { type FaultRegistry, startFaultRegistry } from '../support/fault-registry/registry.ts'
import { makeArtifact, makeImage, type TestImage } from '../support/images.ts'
import { bodyOf } from '../support/push.ts'
import { type TestClient, testClient } from '../support/registry-client.ts'

let registry: FaultRegistry
let client: TestClient

beforeEach(async () => {
  registry = await startFaultRegistry()
  client = testClient()
})

afterEach(async () => {
  await client.close()
  await registry.close()
})

/** What an engine does for one image in one registry: the least that copies, verifies and reads back. */
async function copyWithin(
  host: string,
  image: TestImage,
  source: ContentStore,
  dst: ContentStore,
): Promise<void> {
  const [manifest] = await Promise.all([source.manifest('1.0'), dst.resolve('1.0')])
  if (manifest === undefined) throw new Error(`nothing to copy on ${host}`)
  const blobs = [...image.blobs].map(([digest, bytes]) => ({
    mediaType: 'application/octet-stream',
    digest,
    size: bytes.byteLength,
  }))
  const mounted = await Promise.all(blobs.map((blob) => dst.mount(blob, source)))
  expect(mounted).toEqual(blobs.map(() => 'mounted'))
  await dst.putManifest(manifest)
  await dst.manifest(manifest.descriptor.digest)
  // The intent is on disk: the tag is read before it moves, and its bytes afterwards.
  expect(await dst.resolve('1.0')).toBeUndefined()
  await dst.tag(manifest, '1.0')
  expect((await dst.manifest('1.0'))?.descriptor.digest).toBe(manifest.descriptor.digest)
}

const stores = (host: string): [ContentStore, ContentStore] => [
  client.repository({ kind: 'registry', host, repository: 'test/api' }),
  client.repository(
    { kind: 'registry', host, repository: 'prod/api' },
    { push: true, alongside: [{ repository: 'test/api', push: false }] },
  ),
]

test('an anonymous copy of 11 blobs in one registry is 18 requests, none of them ours to spare', async () => {
  const image = await makeImage({ layers: 10 })
  registry.seed('test/api', image, ['1.0'])
  const [source, dst] = stores(registry.host)
  await copyWithin(registry.host, image, source, dst)
  expect(registry.requests).toHaveLength(18)
  const methods = registry.requests.map(({ method }) => method)
  const count = (wanted: string) => methods.filter((method) => method === wanted).length
  expect({ GET: count('GET'), HEAD: count('HEAD'), POST: count('POST'), PUT: count('PUT') }).toEqual({
    GET: 3,
    HEAD: 2,
    POST: 11,
    PUT: 2,
  })
  expect(client.events).toHaveLength(18)
})

test('with tokens it is 18 requests, one refusal and two tokens', async () => {
  const guarded = await startFaultRegistry({ auth: { kind: 'bearer' } })
  try {
    const image = await makeImage({ layers: 10 })
    guarded.seed('test/api', image, ['1.0'])
    const [source, dst] = stores(guarded.host)
    await copyWithin(guarded.host, image, source, dst)
    const count = (status: number) => guarded.requests.filter((request) => request.status === status).length
    expect(count(401)).toBe(1)
    expect(guarded.tokens).toBe(2)
    expect(guarded.requests).toHaveLength(21)
  } finally {
    await guarded.close()
  }
})

test('connections are kept, also after HEAD: one carries what is asked one after the other', async () => {
  const image = await makeImage()
  registry.seed('test/api', image, ['1.0'])
  const [source] = stores(registry.host)
  for (let round = 0; round < 10; round++) {
    await source.resolve('1.0')
    await source.manifest('1.0')
    await collect(source.tags())
  }
  expect(registry.requests).toHaveLength(30)
  expect(registry.connections).toBe(1)
})

test('64 metadata requests run at once, and no more', async () => {
  let [running, most] = [0, 0]
  const seen = Promise.withResolvers<void>()
  const busy = await startFaultRegistry({
    onRequest: async (number) => {
      if (number === 1) return
      most = Math.max(most, ++running)
      if (running === 64) void turns(100).then(seen.resolve)
      await seen.promise
      running--
    },
  })
  try {
    const [source] = stores(busy.host)
    // The first one alone: it may bring a challenge.
    await source.resolve('1.0')
    await Promise.all(Array.from({ length: 200 }, () => source.resolve('1.0')))
    expect(most).toBe(64)
    expect(busy.requests).toHaveLength(201)
    expect(busy.connections).toBe(64)
  } finally {
    await busy.close()
  }
})

test('32 small uploads run at once', async () => {
  let [running, most] = [0, 0]
  const seen = Promise.withResolvers<void>()
  const busy = await startFaultRegistry({
    onRequest: async (_, { method }) => {
      if (method !== 'PUT') return
      most = Math.max(most, ++running)
      if (running === 32) seen.resolve()
      await seen.promise
      running--
    },
  })
  try {
    const [, dst] = stores(busy.host)
    await Promise.all(
      Array.from({ length: 32 }, async (_, index) => {
        const image = makeArtifact({ content: `blob ${index}` })
        const [[digest, bytes] = []] = [...image.blobs].filter(([, { byteLength }]) => byteLength > 2)
        if (digest === undefined || bytes === undefined) throw new Error('no blob')
        await dst.putBlob({ mediaType: 'x/y', digest, size: bytes.byteLength }, bodyOf(bytes))
      }),
    )
    expect(most).toBe(32)
    expect(busy.writes()).toHaveLength(64)
  } finally {
    await busy.close()
  }
})

test('whether a host has the referrers API is asked once, however many ask at the same time', async () => {
  const image = await makeImage()
  registry.seed('test/api', image, ['1.0'])
  const [source] = stores(registry.host)
  const { descriptor } = image.manifest
  await Promise.all(Array.from({ length: 10 }, () => collect(source.referrers(descriptor))))
  const asked = registry.requests.filter(({ path }) => path.includes('/referrers/'))
  expect(asked).toHaveLength(1)
  expect(registry.requests).toHaveLength(11)
})

/** Lets the event loop go round that often: one more request would have come in by then. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve))
}
