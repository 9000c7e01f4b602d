import { expect, test } from 'vitest'
import { createCopyEngine } from '../../src/engine/copy.ts'
import { countCalls } from '../support/counting-store.ts'
import { makeImage, type TestImage } from '../support/images.ts'
import { createMemoryStore, flipFirstByte, type MemoryStore } from '../support/memory-store.ts'
import { pushImage } from '../support/push.ts'

const LARGE = 64 * 1024

const prod = (name: string): MemoryStore => createMemoryStore({ domain: 'prod', name })

async function testing(name: string, image: TestImage): Promise<MemoryStore> {
  const store = createMemoryStore({ domain: 'test', name })
  await pushImage(store, image)
  return store
}

/** Two images on one base, each in a repository of its own; what the first one's repository gives is damaged. */
async function oneDamaged(): Promise<{
  images: [TestImage, TestImage]
  sources: [MemoryStore, MemoryStore]
}> {
  const base = await makeImage({ seed: 'base', layers: [LARGE, LARGE] })
  const one = await makeImage({ seed: 'one', base, layers: [LARGE] })
  const two = await makeImage({ seed: 'two', base, layers: [LARGE] })
  const broken = await testing('test/one', one)
  for (const digest of one.blobs.keys()) broken.setDamage(digest)
  return { images: [one, two], sources: [broken, await testing('test/two', two)] }
}

test('an image for two repositories is put into both', async () => {
  const image = await makeImage()
  const [source, engine] = [await testing('test/api', image), createCopyEngine(8)]
  const stores = [prod('prod/one'), prod('prod/two')]
  for (const destination of stores)
    await engine.copy({ source, destination, root: image.manifest.descriptor })
  expect(stores.map((store) => store.manifests.has(image.manifest.descriptor.digest))).toEqual([true, true])
})

test('what failed is tried again when it is asked for again', async () => {
  const image = await makeImage({ layers: [LARGE] })
  const [source, destination, engine] = [
    await testing('test/api', image),
    prod('prod/api'),
    createCopyEngine(8),
  ]
  const request = { source, destination, root: image.manifest.descriptor }
  for (const digest of image.blobs.keys()) source.setDamage(digest)
  await expect(engine.copy(request)).rejects.toMatchObject({ code: 'content' })
  for (const digest of image.blobs.keys()) source.mend(digest)
  expect(await engine.copy(request)).toMatchObject({ copied: 2 })

  const other = prod('prod/other')
  let refusals = 1
  const putManifest: MemoryStore['putManifest'] = (...args) =>
    refusals-- > 0 ? Promise.reject(new Error('refused once')) : other.putManifest(...args)
  const refusing = { ...countCalls(other), putManifest }
  await expect(engine.copy({ ...request, destination: refusing })).rejects.toThrow('refused once')
  await engine.copy({ ...request, destination: refusing })
  expect(other.manifests.has(image.manifest.descriptor.digest)).toBe(true)
})

test('a shared layer that did not arrive is not mounted from where it was to be', async () => {
  const { images, sources } = await oneDamaged()
  const [engine, memory] = [createCopyEngine(8), prod('prod/two')]
  const destination = countCalls(memory)
  const [first, second] = await Promise.allSettled(
    [prod('prod/one'), destination].map((store, index) => {
      const { manifest } = images[index] as TestImage
      return engine.copy({
        source: sources[index] as MemoryStore,
        destination: store,
        root: manifest.descriptor,
        manifest,
      })
    }),
  )
  expect(first).toMatchObject({ status: 'rejected', reason: { code: 'content' } })
  expect(second).toMatchObject({ status: 'fulfilled', value: { copied: 4, mounted: 0 } })
  expect(destination.count('mount')).toBe(0)
})

test('two images for one repository: the second one brings what the first one could not', async () => {
  const { images, sources } = await oneDamaged()
  const [engine, destination] = [createCopyEngine(8), prod('prod/both')]
  const [first, second] = await Promise.allSettled(
    images.map(({ manifest }, index) =>
      engine.copy({
        source: sources[index] as MemoryStore,
        destination,
        root: manifest.descriptor,
        manifest,
      }),
    ),
  )
  expect([first?.status, second?.status]).toEqual(['rejected', 'fulfilled'])
  expect(new Set(destination.blobs.keys())).toEqual(new Set(images[1].blobs.keys()))
})

test.for(['mounted', 'session'] as const)(
  'bytes that came damaged once are moved once more (mounts: %s)',
  async (mounts) => {
    const image = await makeImage({ layers: [LARGE] })
    // One registry, so that a session is offered; a mount is granted nowhere, as the registries differ.
    const domain = mounts === 'session' ? 'test' : 'prod'
    const destination = createMemoryStore({ domain, name: 'prod/api', mounts })
    const source = await testing('test/api', image)
    const [, layer] = image.blobs.keys()
    let damages = 1
    source.setDamage(layer as never, (bytes) => (damages-- > 0 ? flipFirstByte(bytes) : bytes))
    const report = await createCopyEngine(8).copy({ source, destination, root: image.manifest.descriptor })
    expect(report).toMatchObject({ copied: 2, mounted: 0 })
    expect(damages).toBeLessThan(0)
    expect(destination.openSessions).toBe(0)
  },
)
