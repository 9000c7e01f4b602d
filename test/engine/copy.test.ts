import { describe, expect, test } from 'vitest'
import { type CopyReport, createCopyEngine, readBack } from '../../src/engine/copy.ts'
import type { ContentSource, ContentStore } from '../../src/oci/store.ts'
import { countCalls } from '../support/counting-store.ts'
import { allBlobsOf, makeArtifact, makeImage, makeIndex, type TestImage } from '../support/images.ts'
import { createMemoryStore } from '../support/memory-store.ts'
import { pushImage } from '../support/push.ts'

const LARGE = 64 * 1024

async function release(images: number, own: number, shared: number): Promise<readonly TestImage[]> {
  const base = await makeImage({ seed: 'base', layers: Array.from({ length: shared }, () => LARGE) })
  return Promise.all(
    Array.from({ length: images }, (_, index) =>
      makeImage({ seed: `image-${index}`, base, layers: Array.from({ length: own }, () => LARGE) }),
    ),
  )
}

async function source(domain: string, name: string, image: TestImage): Promise<ContentSource> {
  const store = createMemoryStore({ domain, name })
  await pushImage(store, image)
  return store
}

describe('within one registry', () => {
  test('every blob is mounted, none is asked about or sent', async () => {
    const image = await makeImage({ layers: 10 })
    const from = countCalls((await source('r', 'r/test/api', image)) as never)
    const to = countCalls(createMemoryStore({ domain: 'r', name: 'r/prod/api' }))
    const report = await createCopyEngine(8).copy({
      source: from,
      destination: to,
      root: image.manifest.descriptor,
    })
    expect(report).toMatchObject({ mounted: 11, copied: 0, present: 0, bytes: 0 })
    expect([to.count('mount'), to.count('has'), to.count('putBlob'), to.count('putManifest')]).toEqual([
      11, 0, 0, 1,
    ])
    expect([from.count('manifest'), from.count('open')]).toEqual([1, 0])
  })

  test('a manifest that is known is not fetched again', async () => {
    const image = await makeImage()
    const from = countCalls((await source('r', 'r/test/api', image)) as never)
    const to = createMemoryStore({ domain: 'r', name: 'r/prod/api' })
    await createCopyEngine(8).copy({
      source: from,
      destination: to,
      root: image.manifest.descriptor,
      manifest: image.manifest,
    })
    expect(from.count('manifest')).toBe(0)
  })

  test('one repository has everything already', async () => {
    const image = await makeImage({ layers: 3 })
    const store = createMemoryStore({ domain: 'r', name: 'r/app' })
    await pushImage(store, image)
    const counted = countCalls(store)
    const report = await createCopyEngine(8).copy({
      source: counted,
      destination: counted,
      root: image.manifest.descriptor,
    })
    expect(report).toMatchObject({ mounted: 0, copied: 0, present: 4 })
    expect(counted.writes).toEqual([])
  })

  test('a session instead of a mount is filled, not opened again', async () => {
    const image = await makeImage({ layers: 2 })
    const from = await source('r', 'r/test/api', image)
    const memory = createMemoryStore({ domain: 'r', name: 'r/prod/api', mounts: 'session' })
    const to = countCalls(memory)
    const report = await createCopyEngine(8).copy({
      source: from,
      destination: to,
      root: image.manifest.descriptor,
    })
    expect(report).toMatchObject({ mounted: 0, copied: 3 })
    expect(memory.openSessions).toBe(0)
    expect(to.uploads.repeats).toBe(0)
  })

  test('a refused source is not asked again; shared layers are then sent once and mounted from there', async () => {
    const images = await release(5, 1, 3)
    const from = createMemoryStore({ domain: 'r', name: 'r/test/all' })
    for (const image of images) await pushImage(from, image)
    const engine = createCopyEngine(8)
    const askedOfSource: string[] = []
    const stores = images.map((_, index) => {
      const store = createMemoryStore({ domain: 'r', name: `r/prod/${index}` })
      const mount: typeof store.mount = async (descriptor, other, options) => {
        if (other.name !== from.name) return store.mount(descriptor, other, options)
        askedOfSource.push(store.name)
        return 'refused'
      }
      return countCalls(
        new Proxy(store, { get: (target, key) => (key === 'mount' ? mount : bound(target, key)) }),
      )
    })
    const copy = (image: TestImage, index: number): Promise<CopyReport> =>
      engine.copy({ source: from, destination: stores[index] as never, root: image.manifest.descriptor })
    await copy(images[0] as TestImage, 0)
    const asked = askedOfSource.length
    const reports = await Promise.all(images.slice(1).map((image, index) => copy(image, index + 1)))
    expect(asked).toBeGreaterThan(0)
    expect(askedOfSource).toHaveLength(asked)
    expect(reports.map(({ mounted, copied }) => [mounted, copied])).toEqual(Array(4).fill([3, 2]))
    const sent = stores.flatMap((store) => [...store.uploads.digests.keys()])
    expect(sent).toHaveLength(5 + 5 + 3)
    expect(new Set(sent).size).toBe(sent.length)
  })
})

function bound(target: object, key: string | symbol): unknown {
  const value = Reflect.get(target, key, target)
  return typeof value === 'function' ? value.bind(target) : value
}

describe('between registries', () => {
  test('a release sends each blob once and mounts it everywhere else', async () => {
    const images = await release(50, 2, 8)
    const engine = createCopyEngine(8)
    const stores = images.map((_, index) =>
      countCalls(createMemoryStore({ domain: 'prod', name: `prod/${index}` })),
    )
    const sources = await Promise.all(images.map((image, index) => source('test', `test/${index}`, image)))
    const reports = await Promise.all(
      images.map((image, index) =>
        engine.copy({
          source: sources[index] as ContentSource,
          destination: stores[index] as never,
          root: image.manifest.descriptor,
        }),
      ),
    )
    const sent = stores.flatMap((store) => [...store.uploads.digests.keys()])
    expect(sent).toHaveLength(50 * 2 + 8 + 50)
    expect(new Set(sent).size).toBe(sent.length)
    const unique = new Map(images.flatMap((image) => [...image.blobs]))
    const uniqueBytes = [...unique.values()].reduce((sum, bytes) => sum + bytes.byteLength, 0)
    expect(stores.reduce((sum, store) => sum + store.bytesIn, 0)).toBe(uniqueBytes)
    expect(reports.reduce((sum, report) => sum + report.bytes, 0)).toBe(uniqueBytes)
    expect(reports.reduce((sum, report) => sum + report.mounted, 0)).toBe(49 * 8)
    // Large blobs are asked about once each; small ones (the configs) are sent unasked.
    expect(stores.reduce((sum, store) => sum + store.count('has'), 0)).toBe(50 * 2 + 8)
  })

  test('what is there already is not sent', async () => {
    const image = await makeImage({ layers: [LARGE, LARGE] })
    const from = await source('test', 'test/api', image)
    const memory = createMemoryStore({ domain: 'prod', name: 'prod/api' })
    await pushImage(memory, image)
    const to = countCalls(memory)
    const report = await createCopyEngine(8).copy({
      source: from,
      destination: to,
      root: image.manifest.descriptor,
    })
    expect(report).toMatchObject({ present: 2, copied: 1 })
    const [config] = image.blobs.keys()
    expect([...to.uploads.digests.keys()]).toEqual([config])
  })

  test('where mounts between destinations give sessions, the others send for themselves', async () => {
    const images = await release(3, 1, 2)
    const engine = createCopyEngine(8)
    const stores = images.map((_, index) =>
      createMemoryStore({ domain: 'prod', name: `prod/${index}`, mounts: 'session' }),
    )
    const counted = stores.map((store) => countCalls(store))
    const reports: CopyReport[] = []
    // One after the other: what the second learns of mounts here, the third knows.
    for (const [index, image] of images.entries()) {
      const from = await source('test', `test/${index}`, image)
      const [destination, root] = [counted[index] as ContentStore, image.manifest.descriptor]
      reports.push(await engine.copy({ source: from, destination, root }))
    }
    for (const [index, image] of images.entries()) {
      expect(new Set(stores[index]?.blobs.keys())).toEqual(new Set(image.blobs.keys()))
      expect(stores[index]?.manifests.has(image.manifest.descriptor.digest)).toBe(true)
    }
    expect(reports.map(({ mounted, copied }) => [mounted, copied])).toEqual(Array(3).fill([0, 4]))
    expect(counted.map((store) => store.uploads.repeats)).toEqual([0, 0, 0])
    expect(counted.map((store) => store.count('mount'))).toEqual([0, expect.any(Number), 0])
    expect(counted[1]?.count('mount')).toBeGreaterThan(0)
    // A session that a mount gave is the one that is filled.
    expect(stores.map((store) => store.openSessions)).toEqual([0, 0, 0])
  })
})

describe('whole content', () => {
  test('an index comes with all children, attestations too, children first', async () => {
    const index = makeIndex(
      [
        await makeImage({ seed: 'amd' }),
        await makeImage({ seed: 'arm', platform: { os: 'linux', architecture: 'arm64' } }),
      ],
      { attestations: true },
    )
    const from = await source('test', 'test/api', index)
    const memory = createMemoryStore({ domain: 'prod', name: 'prod/api' })
    const to = countCalls(memory)
    const report = await createCopyEngine(8).copy({
      source: from,
      destination: to,
      root: index.manifest.descriptor,
    })
    expect(memory.manifests.size).toBe(5)
    // The store refuses a manifest whose parts it lacks; none was refused and put again.
    expect(to.count('putManifest')).toBe(5)
    expect(to.calls.at(-1)).toEqual({ method: 'putManifest', about: index.manifest.descriptor.digest })
    expect(memory.blobs.size).toBe(allBlobsOf(index).size)
    expect(await readBack(report.graph, memory)).toBe(5)
    expect(memory.manifests.get(index.manifest.descriptor.digest)?.bytes).toEqual(index.manifest.bytes)
  })

  test('nested indexes, docker lists, artifacts and foreign layers', async () => {
    const docker = makeIndex([await makeImage({ mediaTypes: 'docker', seed: 'd', foreignLayer: true })], {
      mediaTypes: 'docker',
    })
    const nested = makeIndex([
      makeIndex([await makeImage({ seed: 'inner' })]),
      await makeImage({ seed: 'outer' }),
    ])
    const artifact = makeArtifact()
    for (const [image, manifests] of [
      [docker, 2],
      [nested, 4],
      [artifact, 1],
    ] as const) {
      const from = await source('test', 'test/x', image)
      const memory = createMemoryStore({ domain: 'prod', name: 'prod/x' })
      const report = await createCopyEngine(8).copy({
        source: from,
        destination: memory,
        root: image.manifest.descriptor,
      })
      expect(await readBack(report.graph, memory)).toBe(manifests)
      expect(new Set(memory.blobs.keys())).toEqual(new Set(allBlobsOf(image).keys()))
    }
  })
})

describe('failures', () => {
  test('content that does not match fails on the source side, and the manifest is not put', async () => {
    const image = await makeImage({ layers: [LARGE] })
    const damaged = createMemoryStore({ domain: 'test', name: 'test/api' })
    await pushImage(damaged, image)
    const layer = [...image.blobs].find(([, bytes]) => bytes.byteLength >= LARGE)
    damaged.setDamage(layer?.[0] as never)
    const memory = createMemoryStore({ domain: 'prod', name: 'prod/api' })
    const copying = createCopyEngine(8).copy({
      source: damaged,
      destination: memory,
      root: image.manifest.descriptor,
    })
    await expect(copying).rejects.toMatchObject({ code: 'content', details: { side: 'source' } })
    expect(memory.manifests.size).toBe(0)
    expect(memory.blobs.has(layer?.[0] as never)).toBe(false)
  })

  test('an index whose child is missing names it', async () => {
    const child = await makeImage({ seed: 'gone' })
    const index = makeIndex([child, await makeImage({ seed: 'there' })])
    const memory = createMemoryStore({ domain: 'test', name: 'test/api' })
    await pushImage(memory, index)
    memory.remove(child.manifest.descriptor.digest)
    const copying = createCopyEngine(8).copy({
      source: memory,
      destination: createMemoryStore({ domain: 'prod', name: 'prod/api' }),
      root: index.manifest.descriptor,
    })
    await expect(copying).rejects.toMatchObject({ code: 'not-found', details: { side: 'source' } })
    await expect(copying).rejects.toThrow(child.manifest.descriptor.digest)
  })

  test('one image failing leaves the shared layer it was bringing to the others', async () => {
    const [one, two] = (await release(2, 1, 2)) as [TestImage, TestImage]
    const broken = createMemoryStore({ domain: 'test', name: 'test/one' })
    await pushImage(broken, one)
    for (const digest of one.blobs.keys()) broken.setDamage(digest)
    const from = await source('test', 'test/two', two)
    const engine = createCopyEngine(8)
    const memory = createMemoryStore({ domain: 'prod', name: 'prod/two' })
    const [first, second] = await Promise.allSettled([
      engine.copy({
        source: broken,
        destination: createMemoryStore({ domain: 'prod', name: 'prod/one' }),
        root: one.manifest.descriptor,
        manifest: one.manifest,
      }),
      engine.copy({ source: from, destination: memory, root: two.manifest.descriptor }),
    ])
    expect(first.status).toBe('rejected')
    expect(second.status).toBe('fulfilled')
    expect(memory.manifests.has(two.manifest.descriptor.digest)).toBe(true)
  })

  test('an aborted copy rejects and puts no manifest', async () => {
    const image = await makeImage({ layers: [LARGE, LARGE] })
    const from = await source('test', 'test/api', image)
    const memory = createMemoryStore({ domain: 'prod', name: 'prod/api' })
    const controller = new AbortController()
    const open = from.open.bind(from)
    let opened = 0
    from.open = (descriptor, options) => {
      if (++opened === 2) controller.abort(new Error('enough'))
      return open(descriptor, options)
    }
    const copying = createCopyEngine(1).copy(
      { source: from, destination: memory, root: image.manifest.descriptor },
      { signal: controller.signal },
    )
    await expect(copying).rejects.toThrow('enough')
    expect(memory.manifests.size).toBe(0)
    expect(memory.blobs.size).toBeLessThan(image.blobs.size)
  })

  test('reading back finds a manifest that is gone, and one that changed', async () => {
    const image = await makeImage()
    const memory = createMemoryStore({ domain: 'prod', name: 'prod/api' })
    const { digest } = image.manifest.descriptor
    const { graph } = await createCopyEngine(8).copy({
      source: await source('test', 'test/api', image),
      destination: memory,
      root: image.manifest.descriptor,
    })
    memory.setDamage(digest, (bytes) => Buffer.concat([bytes, Buffer.from(' ')]))
    await expect(readBack(graph, memory)).rejects.toMatchObject({ code: 'content' })
    memory.mend(digest)
    memory.remove(digest)
    await expect(readBack(graph, memory)).rejects.toMatchObject({
      code: 'content',
      message: expect.stringContaining(digest),
      details: { side: 'destination' },
    })
  })
})
