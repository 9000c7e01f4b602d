import path from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { createCopyEngine } from '../../src/engine/copy.ts'
import { CopyMeter } from '../../src/engine/meter.ts'
import { openLayout } from '../../src/layout/layout-store.ts'
import { setScene } from '../faults/scene.ts'
import { testFolder } from '../support/cli.ts'
import { makeImage, type TestImage } from '../support/images.ts'
import { createMemoryStore, type MemoryStore, type MemoryStoreOptions } from '../support/memory-store.ts'
import { bodyOf, pushImage } from '../support/push.ts'

const LARGE = 200_000

async function testing(name: string, image: TestImage): Promise<MemoryStore> {
  const store = createMemoryStore({ domain: 'test', name })
  await pushImage(store, image)
  return store
}

const prod = (name: string, more: Partial<MemoryStoreOptions> = {}): MemoryStore =>
  createMemoryStore({ domain: 'prod', name, ...more })

function bytesOf(image: TestImage): number {
  return [...image.blobs.values()].reduce((sum, { byteLength }) => sum + byteLength, 0)
}

function shown({ bytes, sent, blobs, placed }: CopyMeter): object {
  return { bytes, sent, blobs, ...placed }
}

const NONE = { mounted: 0, copied: 0, present: 0 }

test('bytes count while they go out, before any blob is there', async () => {
  const image = await makeImage({ layers: [LARGE] })
  const total = bytesOf(image)
  const source = await testing('test/api', image)
  const meter = new CopyMeter()
  const seen: object[] = []
  source.open = async ({ digest }) => {
    const bytes = Buffer.from(image.blobs.get(digest) ?? [])
    if (bytes.byteLength < LARGE) return Readable.from([bytes])
    return Readable.from(
      (async function* () {
        for (let at = 0; at < bytes.byteLength; at += 50_000) {
          seen.push(shown(meter))
          yield bytes.subarray(at, at + 50_000)
        }
      })(),
      { highWaterMark: 1 },
    )
  }
  const copying = createCopyEngine(1).copy({
    source,
    destination: prod('prod/api'),
    root: image.manifest.descriptor,
    meter,
  })
  await copying
  expect(seen.length).toBeGreaterThan(3)
  const sent = seen.map((one) => (one as { sent: number }).sent)
  expect(sent).toEqual(sent.toSorted((a, b) => a - b))
  expect(sent.some((bytes) => bytes >= 50_000 && bytes < LARGE)).toBe(true)
  for (const one of seen) expect(one).toMatchObject({ bytes: total, blobs: 2 })
  expect(shown(meter)).toEqual({ ...NONE, bytes: total, sent: total, blobs: 2, copied: 2 })
})

describe('the total', () => {
  test('does without what is mounted', async () => {
    const image = await makeImage({ layers: [LARGE] })
    const source = await testing('test/api', image)
    const destination = createMemoryStore({ domain: 'test', name: 'prod/api' })
    const meter = new CopyMeter()
    await createCopyEngine(8).copy({ source, destination, root: image.manifest.descriptor, meter })
    expect(shown(meter)).toEqual({ ...NONE, bytes: 0, sent: 0, blobs: 2, mounted: 2 })
  })

  test('of a copy between folders, too', async () => {
    const image = await makeImage({ layers: [LARGE] })
    const folder = await testFolder()
    const source = openLayout(path.join(folder, 'test'))
    await pushImage(source, image)
    const meter = new CopyMeter()
    await createCopyEngine(8).copy({
      source,
      destination: openLayout(path.join(folder, 'prod')),
      root: image.manifest.descriptor,
      meter,
    })
    expect(shown(meter)).toEqual({ ...NONE, bytes: 0, sent: 0, blobs: 2, mounted: 2 })
  })

  test('gets what was to be mounted and is not', async () => {
    const image = await makeImage({ layers: [LARGE] })
    const source = await testing('test/api', image)
    const destination = createMemoryStore({ domain: 'test', name: 'prod/api', mounts: 'refused' })
    const meter = new CopyMeter()
    await createCopyEngine(8).copy({ source, destination, root: image.manifest.descriptor, meter })
    const total = bytesOf(image)
    expect(shown(meter)).toEqual({ ...NONE, bytes: total, sent: total, blobs: 2, copied: 2 })
  })

  test('loses what is found there', async () => {
    const image = await makeImage({ layers: [1_500_000, LARGE] })
    const destination = prod('prod/api')
    const [[digest, bytes] = []] = [...image.blobs].filter((blob) => blob[1].byteLength > 1_000_000)
    if (digest === undefined || bytes === undefined) throw new Error('No large blob.')
    await destination.putBlob(
      { mediaType: 'application/octet-stream', digest, size: bytes.byteLength },
      bodyOf(bytes),
    )
    const meter = new CopyMeter()
    await createCopyEngine(8).copy({
      source: await testing('test/api', image),
      destination,
      root: image.manifest.descriptor,
      meter,
    })
    const total = bytesOf(image) - bytes.byteLength
    expect(shown(meter)).toEqual({ ...NONE, bytes: total, sent: total, blobs: 3, copied: 2, present: 1 })
  })

  test('has what two images share once', async () => {
    const base = await makeImage({ seed: 'base', layers: [LARGE, LARGE] })
    const images = [
      await makeImage({ seed: 'one', base, layers: [LARGE] }),
      await makeImage({ seed: 'two', base, layers: [LARGE] }),
    ]
    const engine = createCopyEngine(8)
    const meters = await Promise.all(
      images.map(async (image, at) => {
        const meter = new CopyMeter()
        const source = await testing(`test/${at}`, image)
        await engine.copy({ source, destination: prod(`prod/${at}`), root: image.manifest.descriptor, meter })
        return meter
      }),
    )
    const unique = new Map(images.flatMap((image) => [...image.blobs]))
    const total = [...unique.values()].reduce((sum, { byteLength }) => sum + byteLength, 0)
    expect(meters.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(total)
    expect(meters.reduce((sum, { sent }) => sum + sent, 0)).toBe(total)
    expect(meters.map(({ blobs }) => blobs)).toEqual([4, 4])
  })

  test('loses what fails', async () => {
    const image = await makeImage({ layers: [LARGE] })
    const source = await testing('test/api', image)
    for (const digest of image.blobs.keys()) source.setDamage(digest)
    const meter = new CopyMeter()
    const copying = createCopyEngine(8).copy({
      source,
      destination: prod('prod/api'),
      root: image.manifest.descriptor,
      meter,
    })
    await expect(copying).rejects.toMatchObject({ code: 'content' })
    expect(meter.sent).toBe(0)
  })
})

describe('what is sent twice counts once', () => {
  test('after bytes that were damaged on their way', async () => {
    const image = await makeImage({ layers: [LARGE] })
    const source = await testing('test/api', image)
    const open = source.open.bind(source)
    let opened = 0
    source.open = async (descriptor, options) => {
      if (descriptor.size >= LARGE && opened++ === 0) source.setDamage(descriptor.digest)
      const stream = await open(descriptor, options)
      source.mend(descriptor.digest)
      return stream
    }
    const meter = new CopyMeter()
    await createCopyEngine(8).copy({
      source,
      destination: prod('prod/api'),
      root: image.manifest.descriptor,
      meter,
    })
    expect(opened).toBe(2)
    const total = bytesOf(image)
    expect(shown(meter)).toEqual({ ...NONE, bytes: total, sent: total, blobs: 2, copied: 2 })
  })

  test.for([
    ['an upload that breaks and goes on', 'destination', { do: 'reset-upload', after: 90_000 }, 'PUT'],
    ['an upload that is lost and begins again', 'destination', { do: 'reset' }, 'PUT'],
    ['a download that breaks and goes on', 'source', { do: 'reset', after: 90_000 }, 'GET'],
  ] as const)('%s', async ([, side, fault, method]) => {
    const image = await makeImage({ layers: [LARGE] })
    const { from, to, source, destination } = await setScene({ image })
    const rules = side === 'source' ? from : to
    const struck = rules.inject({ fault, method, path: /\/blobs\//, times: 1 })
    const meter = new CopyMeter()
    await createCopyEngine(1).copy({ source, destination, root: image.manifest.descriptor, meter })
    expect(struck.struck).toBe(1)
    const total = bytesOf(image)
    expect(shown(meter)).toEqual({ ...NONE, bytes: total, sent: total, blobs: 2, copied: 2 })
  })
})
