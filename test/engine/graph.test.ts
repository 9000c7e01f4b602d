import { expect, test } from 'vitest'
import { allBlobsOf, nodesOf, readGraph } from '../../src/engine/graph.ts'
import { rawManifest } from '../../src/oci/manifest.ts'
import { MEDIA_TYPES } from '../../src/oci/media-types.ts'
import { countCalls } from '../support/counting-store.ts'
import { makeBlob, makeImage, makeIndex } from '../support/images.ts'
import { createMemoryStore } from '../support/memory-store.ts'
import { pushImage } from '../support/push.ts'

test('a manifest that several indexes list is read once', async () => {
  const image = await makeImage()
  const index = makeIndex([makeIndex([image]), makeIndex([image, await makeImage({ seed: 'other' })]), image])
  const memory = createMemoryStore({ name: 'api' })
  await pushImage(memory, index)
  const store = countCalls(memory)
  const graph = await readGraph(store, index.manifest.descriptor)
  expect(store.count('manifest')).toBe(5)
  expect(nodesOf(graph).map((node) => node.manifest.descriptor.digest)).toHaveLength(5)
  expect(nodesOf(graph).at(-1)).toBe(graph)
})

test('what an index lists beside manifests, as a build cache does, is moved as a blob', async () => {
  const layer = makeBlob('layer of a cache', 1000).descriptor
  const document = { schemaVersion: 2, mediaType: MEDIA_TYPES.ociIndex, manifests: [layer, layer] }
  const manifest = rawManifest(Buffer.from(JSON.stringify(document)), MEDIA_TYPES.ociIndex)
  const store = createMemoryStore({ name: 'api' })
  const graph = await readGraph(store, manifest.descriptor, { known: manifest })
  expect(graph.children).toEqual([])
  expect(allBlobsOf(graph).map((blob) => blob.digest)).toEqual([layer.digest])
})

test('a manifest of another size than its descriptor says is damaged content', async () => {
  const image = await makeImage()
  const store = createMemoryStore({ name: 'api' })
  await pushImage(store, image)
  const { descriptor } = image.manifest
  await expect(readGraph(store, { ...descriptor, size: descriptor.size + 1 })).rejects.toMatchObject({
    code: 'content',
    message: expect.stringContaining(`${descriptor.size} bytes instead of the ${descriptor.size + 1}`),
  })
})
