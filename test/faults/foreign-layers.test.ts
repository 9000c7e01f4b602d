import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCopyEngine } from '../../src/engine/copy.ts'
import { makeImage } from '../support/images.ts'
import {
  describeWith,
  type RunningRegistry,
  registryKinds,
  startRegistry,
} from '../support/real-registries.ts'
import { asked, setScene } from './scene.ts'

for (const kind of registryKinds) {
  describeWith(kind, `4. foreign layers (\`urls\`) on ${kind}`, () => {
    let registry: RunningRegistry
    beforeAll(async () => {
      registry = await startRegistry(kind)
    })
    afterAll(() => registry.close())

    test.each(['oci', 'docker'] as const)(
      '%s: stored as they are, or refused with the setting to change',
      async (mediaTypes) => {
        const image = await makeImage({ foreignLayer: true, mediaTypes })
        const { client, source, from } = await setScene({ image })
        const destination = client.repository(
          { kind: 'registry', host: registry.host, repository: 'prod/api' },
          { push: true },
        )
        const copy = createCopyEngine(8).copy({ source, destination, root: image.manifest.descriptor })
        // ociserver reads only OCI manifests, ggcr none.
        const isUnread = kind === 'ggcr' || (kind === 'ociserver' && mediaTypes === 'docker')
        if (isUnread) expect(await copy).toMatchObject({ copied: 3 })
        else {
          // A registry may check what is named by URL: distribution allows no URL unless it is told to.
          await expect(copy).rejects.toMatchObject({
            details: {
              side: 'destination',
              hint: expect.stringContaining('validation.manifests.urls.allow'),
            },
          })
        }
        expect(asked(from, 'GET', /blobs/)).toHaveLength(3)
        expect(client.lines.filter((line) => /^PUT .*manifests/.test(line))).toHaveLength(1)
      },
    )
  })
}
