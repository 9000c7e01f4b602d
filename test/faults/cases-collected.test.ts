import { expect, test } from 'vitest'
import { createCopyEngine } from '../../src/engine/copy.ts'
import { startFaultRegistry } from '../support/fault-registry/registry.ts'
import { makeImage } from '../support/images.ts'
import { asked, faultBody, setScene } from './scene.ts'

test('a garbage collection between HEAD and PUT: what the registry lacks is sent again, and the manifest put once more', async () => {
  const scene = await setScene()
  const blobs = [...scene.image.blobs]
  const [, gone] = blobs
  if (gone === undefined) throw new Error('no layer')
  scene.to.seed('prod/api', scene.image)
  scene.to.repositories.get('prod/api')?.manifests.clear()
  const body = faultBody('MANIFEST_BLOB_UNKNOWN', 'blob unknown to registry', gone[0])
  scene.to.inject({ method: 'PUT', path: /manifests/, times: 1, fault: { do: 'answer', status: 400, body } })
  await scene.copy()
  expect(scene.hasAll()).toBe(true)
  // The config is under the size that is worth a question: it is sent anyway.
  expect(asked(scene.from, 'GET', /blobs/).filter(({ path }) => path.endsWith(gone[0]))).toHaveLength(1)
  expect(asked(scene.to, 'PUT', /manifests/)).toHaveLength(2)
})

test('a garbage collection that always wins ends the copy after one more try', async () => {
  const scene = await setScene()
  const body = faultBody(
    'MANIFEST_BLOB_UNKNOWN',
    'blob unknown to registry',
    [...scene.image.blobs.keys()][0],
  )
  scene.to.inject({ method: 'PUT', path: /manifests/, fault: { do: 'answer', status: 400, body } })
  await expect(scene.copy()).rejects.toMatchObject({
    code: 'not-found',
    details: { side: 'destination', hint: expect.stringContaining('garbage collection') },
  })
  expect(asked(scene.to, 'PUT', /manifests/)).toHaveLength(2)
})

test('a registry that says only that some blob is missing gets them all again, each once for two images', async () => {
  const base = await makeImage({ seed: 'base', layers: [30_000] })
  const images = await Promise.all(['a', 'b'].map((seed) => makeImage({ seed, base, layers: 1 })))
  const to = await startFaultRegistry()
  const scene = await setScene({ image: base })
  for (const image of images) scene.from.seed('test/api', image)
  const body = faultBody('MANIFEST_INVALID', 'blob not found')
  to.inject({ method: 'PUT', path: /manifests/, times: 2, fault: { do: 'answer', status: 400, body } })
  const destination = scene.client.repository(
    { kind: 'registry', host: to.host, repository: 'prod/api' },
    { push: true },
  )
  const engine = createCopyEngine(8)
  await Promise.all(
    images.map(({ manifest }) =>
      engine.copy({ source: scene.source, destination, root: manifest.descriptor }),
    ),
  )
  const unique = new Set(images.flatMap(({ blobs }) => [...blobs.keys()])).size
  expect(asked(to, 'PUT', /uploads/)).toHaveLength(2 * unique)
  await to.close()
})
