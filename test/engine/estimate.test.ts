import { expect, test } from 'vitest'
import { createCopyEngine } from '../../src/engine/copy.ts'
import { estimateCopies } from '../../src/engine/estimate.ts'
import { countCalls } from '../support/counting-store.ts'
import { makeImage } from '../support/images.ts'
import { createMemoryStore } from '../support/memory-store.ts'
import { pushImage } from '../support/push.ts'

test.for(['prod', 'test'])(
  'an image that %s has under another tag moves nothing, and its blobs are not asked for',
  async (domain) => {
    const image = await makeImage({ layers: 3 })
    const root = image.manifest.descriptor
    const source = createMemoryStore({ domain: 'test', name: 'test/api' })
    const destination = countCalls(createMemoryStore({ domain, name: 'prod/api' }))
    await pushImage(source, image)
    const before = await estimateCopies([{ source, destination, root }])
    expect(before).toMatchObject([domain === 'test' ? { mount: 4, present: 0 } : { copy: 4, present: 0 }])
    await createCopyEngine(8).copy({ source, destination, root })
    const asked = destination.count('has')
    expect(await estimateCopies([{ source, destination, root }])).toEqual([
      { mount: 0, copy: 0, copyBytes: 0, present: 4, elsewhere: 0 },
    ])
    expect(destination.count('has')).toBe(asked)
  },
)
