import { buffer } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { transferBlob } from '../../../src/engine/transfer.ts'
import type { RegistryOptions } from '../../../src/model/config.ts'
import type { ContentStore } from '../../../src/oci/store.ts'
import { collect } from '../../support/collect.ts'
import { type FaultRegistry, startFaultRegistry } from '../../support/fault-registry/registry.ts'
import { allBlobsOf, makeImage, type TestImage } from '../../support/images.ts'
import { type TestClient, testClient } from '../../support/registry-client.ts'

const image = await makeImage({ seed: 'mirrored', layers: [40_000, 50_000] })
const [layer] = [...allBlobsOf(image)].filter(([, bytes]) => bytes.byteLength > 30_000)

async function started(): Promise<FaultRegistry> {
  const registry = await startFaultRegistry({ referrers: true })
  onTestFinished(() => registry.close())
  return registry
}

interface Scene {
  readonly host: FaultRegistry
  readonly mirror: FaultRegistry
  readonly client: TestClient
  readonly source: ContentStore
}

/** A host that has the image, and a mirror that has it too unless told. */
async function scene({
  held = image,
  prefix = '',
  more = {},
}: {
  readonly held?: TestImage | undefined
  readonly prefix?: string
  readonly more?: RegistryOptions
} = {}): Promise<Scene> {
  const [host, mirror] = [await started(), await started()]
  host.seed('shop/api', image, ['1.0.0'])
  if (held !== undefined) mirror.seed(`${prefix}shop/api`, held)
  const client = testClient({
    registries: { [host.host]: { mirrors: [{ host: mirror.host, prefix }], ...more } },
    credential: (asked) =>
      asked === host.host ? { kind: 'basic', username: 'me', password: 'secret' } : { kind: 'anonymous' },
  })
  onTestFinished(() => client.close())
  const location = { kind: 'registry', host: host.host, repository: 'shop/api' } as const
  return { host, mirror, client, source: client.repository(location, { viaMirrors: true }) }
}

function layerDescriptor() {
  if (layer === undefined) throw new Error('the image has no large layer')
  const [digest, bytes] = layer
  return { mediaType: 'application/octet-stream', digest, size: bytes.byteLength }
}

const asked = (registry: FaultRegistry): readonly string[] =>
  registry.requests.map(({ method, path }) => `${method} ${path.replace('/v2/shop/api/', '')}`)

describe('mirrors', () => {
  test('give manifests by digest and blobs; tags, referrers and whether a blob is there are asked of the host', async () => {
    const { host, mirror, source } = await scene()
    const found = await source.manifest('1.0.0')
    expect(found?.descriptor).toEqual(image.manifest.descriptor)
    const descriptor = layerDescriptor()
    expect((await buffer(await source.open(descriptor))).equals(layer?.[1] as Uint8Array)).toBe(true)
    const { digest } = image.manifest.descriptor
    expect(asked(mirror)).toEqual([`GET manifests/${digest}`, `GET blobs/${descriptor.digest}`])
    expect(await source.has(descriptor)).toBe(true)
    expect(await source.resolve(digest)).toMatchObject({ digest })
    expect(await collect(source.tags())).toEqual(['1.0.0'])
    expect(await collect(source.referrers({ digest }))).toEqual([])
    expect(mirror.requests).toHaveLength(2)
    expect(asked(host)).toEqual([
      'HEAD manifests/1.0.0',
      `HEAD blobs/${descriptor.digest}`,
      `HEAD manifests/${digest}`,
      'GET tags/list',
      `GET referrers/${digest}`,
    ])
  })

  test('are not asked for what is written or checked', async () => {
    const { host, mirror, client } = await scene()
    const location = { kind: 'registry', host: host.host, repository: 'shop/api' } as const
    for (const access of [{}, { push: true }, { push: true, viaMirrors: true }]) {
      const store = client.repository(location, access)
      expect(await store.manifest(image.manifest.descriptor.digest)).toBeDefined()
      expect((await buffer(await store.open(layerDescriptor()))).byteLength).toBeGreaterThan(0)
    }
    expect(mirror.requests).toEqual([])
  })

  test('may have a path in front', async () => {
    const { host, mirror, source } = await scene({ prefix: 'hub-proxy/' })
    expect(await source.manifest(image.manifest.descriptor.digest)).toBeDefined()
    expect(mirror.requests.map(({ path }) => path)).toEqual([
      `/v2/hub-proxy/shop/api/manifests/${image.manifest.descriptor.digest}`,
    ])
    expect(host.requests).toEqual([])
  })

  test("never get the host's login", async () => {
    const { mirror, source } = await scene()
    mirror.inject({
      fault: { do: 'answer', status: 401, headers: { 'www-authenticate': 'Basic realm="mirror"' } },
    })
    expect(await source.manifest(image.manifest.descriptor.digest)).toBeDefined()
    expect((await buffer(await source.open(layerDescriptor()))).byteLength).toBeGreaterThan(0)
    expect(mirror.requests.length).toBeGreaterThan(0)
    expect(mirror.requests.filter(({ headers }) => headers.authorization !== undefined)).toEqual([])
    // A repository that it refuses is refused again: it is asked once.
    expect(mirror.requests).toHaveLength(1)
  })

  test('are asked with their own login', async () => {
    const host = await started()
    const mirror = await startFaultRegistry({
      auth: { kind: 'basic', username: 'reader', password: 'of-the-mirror' },
    })
    onTestFinished(() => mirror.close())
    mirror.seed('shop/api', image)
    const client = testClient({
      registries: { [host.host]: { mirrors: [{ host: mirror.host, prefix: '' }] } },
      credential: (asked) =>
        asked === mirror.host
          ? { kind: 'basic', username: 'reader', password: 'of-the-mirror' }
          : { kind: 'anonymous' },
    })
    onTestFinished(() => client.close())
    const location = { kind: 'registry', host: host.host, repository: 'shop/api' } as const
    const source = client.repository(location, { viaMirrors: true })
    expect(await source.manifest(image.manifest.descriptor.digest)).toBeDefined()
    expect(host.requests).toEqual([])
  })

  test('that limit requests are left alone at once, and not waited for', async () => {
    const { mirror, source, client } = await scene()
    mirror.inject({ fault: { do: 'answer', status: 429, headers: { 'retry-after': '50' } } })
    for (let round = 0; round < 3; round++) {
      expect(await source.manifest(image.manifest.descriptor.digest)).toBeDefined()
    }
    expect(mirror.requests).toHaveLength(1)
    expect(client.notes).toEqual([expect.stringContaining(`the mirror ${mirror.host} is not asked any more`)])
  })

  test('that lack something are passed over, each time', async () => {
    const other = await makeImage({ seed: 'other' })
    const { mirror, source, client } = await scene({ held: other })
    expect(await source.manifest(image.manifest.descriptor.digest)).toBeDefined()
    expect((await buffer(await source.open(layerDescriptor()))).byteLength).toBeGreaterThan(0)
    expect(mirror.requests).toHaveLength(2)
    expect(client.notes).toEqual([])
  })

  test('are asked in order, and one that is down costs three requests', async () => {
    const [host, second] = [await started(), await started()]
    const dead = await startFaultRegistry()
    await dead.close()
    host.seed('shop/api', image, ['1.0.0'])
    second.seed('shop/api', image)
    const mirrors = [dead, second].map((one) => ({ host: one.host, prefix: '' }))
    const client = testClient({ registries: { [host.host]: { mirrors } } })
    onTestFinished(() => client.close())
    const location = { kind: 'registry', host: host.host, repository: 'shop/api' } as const
    const source = client.repository(location, { viaMirrors: true })
    for (let round = 0; round < 5; round++) {
      expect(await source.manifest(image.manifest.descriptor.digest)).toBeDefined()
    }
    expect(second.requests).toHaveLength(5)
    expect(host.requests).toEqual([])
    expect(client.events.filter(({ url }) => url.includes(dead.host))).toHaveLength(3)
    expect(client.notes).toEqual([
      `the mirror ${dead.host} is not asked any more: nothing listens at ${dead.host}`,
    ])
  })

  test('that break in the middle are gone on from by the host', async () => {
    const { host, mirror, source } = await scene()
    mirror.inject({ fault: { do: 'reset', after: 10_000 }, path: /blobs/ })
    const bytes = await buffer(await source.open(layerDescriptor()))
    expect(bytes.equals(layer?.[1] as Uint8Array)).toBe(true)
    expect(mirror.requests).toHaveLength(1)
    expect(host.requests.map(({ headers }) => headers.range)).toEqual([expect.stringMatching(/^bytes=\d+-/)])
  })

  test('that give other bytes are found out, and the bytes come from the host', async () => {
    const { host, mirror, source, client } = await scene()
    mirror.inject({ fault: { do: 'corrupt', at: 100 } })
    const manifest = await source.manifest(image.manifest.descriptor.digest)
    expect(manifest?.descriptor).toEqual(image.manifest.descriptor)
    const destination = client.repository(
      { kind: 'registry', host: (await started()).host, repository: 'prod/api' },
      { push: true },
    )
    await transferBlob(layerDescriptor(), source, destination)
    expect(await destination.has(layerDescriptor())).toBe(true)
    // A manifest with other bytes is asked for twice: it may have been compressed on the way.
    expect(mirror.requests).toHaveLength(3)
    expect(asked(host).filter((line) => line.startsWith('GET'))).toEqual([
      `GET manifests/${image.manifest.descriptor.digest}`,
      `GET blobs/${layerDescriptor().digest}`,
    ])
    expect(client.notes).toHaveLength(2)
  })
})
