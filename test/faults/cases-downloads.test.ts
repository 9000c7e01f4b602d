import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { startAnswering } from '../registry/answering.ts'
import { makeImage } from '../support/images.ts'
import { arrived, large, move, withLarge } from './large.ts'
import { asked, setScene } from './scene.ts'

const get = { method: 'GET', path: /blobs\/sha256/ }
test('6. gzip: only identity is asked for, and what comes compressed all the same is asked for once more', async () => {
  const scene = await withLarge()
  scene.from.inject({ ...get, times: 1, fault: { do: 'gzip' } })
  await move(scene)
  expect(arrived(scene)).toBe(true)
  const codings = asked(scene.from, 'GET').map(({ headers }) => headers['accept-encoding'])
  expect(codings).toEqual(['identity', 'identity;q=1, *;q=0'])
})

test('6. gzip: a blob that always comes compressed is refused, and nothing is stored', async () => {
  const scene = await withLarge()
  scene.from.inject({ ...get, fault: { do: 'gzip' } })
  await expect(move(scene)).rejects.toMatchObject({
    code: 'protocol',
    message: expect.stringContaining('gzip'),
  })
  expect(arrived(scene)).toBe(false)
})

test('6. gzip: so is a manifest', async () => {
  const scene = await setScene()
  const manifests = scene.from.inject({ method: 'GET', path: /manifests/, fault: { do: 'gzip' } })
  await expect(scene.copy()).rejects.toMatchObject({ code: 'protocol', details: { side: 'source' } })
  manifests.remove()
  scene.from.inject({ method: 'GET', path: /manifests/, times: 1, fault: { do: 'gzip' } })
  await scene.copy()
  expect(scene.hasAll()).toBe(true)
})

test('7. a redirect to storage: followed by hand, Authorization stays behind', async () => {
  const scene = await setScene({ source: { auth: { kind: 'bearer' }, redirectBlobs: true } })
  await scene.copy()
  expect(scene.hasAll()).toBe(true)
  const stored = scene.from.requests.filter(({ server }) => server === 'storage')
  expect(stored).toHaveLength(scene.image.blobs.size)
  expect(stored.every(({ headers }) => headers.authorization === undefined)).toBe(true)
})

test('7. a redirect to storage whose signature has run out: the registry is asked for another', async () => {
  const scene = await withLarge({ source: { redirectBlobs: true } })
  scene.from.inject({ server: 'storage', times: 1, fault: { do: 'reset', after: 300_000 } })
  await move(scene)
  expect(arrived(scene)).toBe(true)
  expect(asked(scene.from, 'GET', /^\/v2\//)).toHaveLength(2)
})

test('13. a download breaks: it goes on by Range, and the whole is hashed', async () => {
  const scene = await withLarge()
  scene.from.inject({ ...get, times: 1, fault: { do: 'reset', after: 300_000 } })
  expect((await buffer(await scene.source.open(large.descriptor))).equals(large.bytes)).toBe(true)
  const [first, second] = asked(scene.from, 'GET')
  expect([first?.headers.range, second?.status]).toEqual([undefined, 206])
  expect(second?.headers.range).toMatch(/^bytes=[1-9]\d+-899999$/)
  // The first part is right, the second is not: only the hash of both together shows it.
  scene.from.inject({ ...get, times: 1, fault: { do: 'reset', after: 300_000 } })
  scene.from.inject({ ...get, times: 1, fault: { do: 'corrupt', at: 10 } })
  await expect(buffer(await scene.source.open(large.descriptor))).rejects.toMatchObject({ code: 'content' })
})

test('13. a download breaks where the server knows no ranges: the part that is here is passed over', async () => {
  await using server = await startAnswering((_, response, count) => {
    response.writeHead(200, { 'content-length': large.bytes.byteLength })
    if (count > 1) response.end(large.bytes)
    else response.write(large.bytes.subarray(0, 300_000), () => response.destroy())
  })
  const scene = await setScene()
  const store = scene.client.repository({ kind: 'registry', host: server.host, repository: 'a/b' })
  expect((await buffer(await store.open(large.descriptor))).equals(large.bytes)).toBe(true)
  expect(server.asked).toHaveLength(2)
})

test('a size that lies: too little and too much are both refused on the side of the source', async () => {
  const scene = await setScene()
  for (const size of [large.descriptor.size - 1, large.descriptor.size + 1]) {
    scene.from.repositories.get('test/api')?.blobs.set(large.descriptor.digest, large.bytes)
    const lying = { ...large.descriptor, size }
    const sent = scene.destination.putBlob(lying, (offset) => scene.source.open(lying, { offset }))
    await expect(sent).rejects.toMatchObject({ code: 'content' })
  }
  expect(scene.to.repositories.get('prod/api')?.blobs.size ?? 0).toBe(0)
})

test('a blob that changed on the way is moved once more; one that is damaged where it lies is not stored', async () => {
  const image = await makeImage({ layers: [80_000] })
  const scene = await setScene({ image })
  const [config, layer] = [...image.blobs.keys()].map((digest) => ({ ...get, path: new RegExp(digest) }))
  scene.from.inject({ ...config, times: 1, fault: { do: 'corrupt', at: 5 } })
  scene.from.inject({ ...layer, times: 1, fault: { do: 'truncate', to: 50, honest: true } })
  await scene.copy()
  expect(scene.hasAll()).toBe(true)
  const damaged = await setScene({ image })
  damaged.from.inject({ ...get, fault: { do: 'corrupt', at: 5 } })
  await expect(damaged.copy()).rejects.toMatchObject({ code: 'content', details: { side: 'source' } })
  expect(damaged.to.repositories.get('prod/api')?.blobs.size ?? 0).toBe(0)
  expect(asked(damaged.to, 'PUT', /manifests/)).toHaveLength(0)
})
