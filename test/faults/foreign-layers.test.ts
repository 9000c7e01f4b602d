import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCopyEngine } from '../../src/engine/copy.ts'
import { parseManifest } from '../../src/oci/manifest.ts'
import { promotionFile, runPromote, testFolder } from '../support/cli.ts'
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

const families = ['oci', 'docker'] as const

test.each(families.flatMap((mediaTypes) => [true, false].map((urls) => ({ mediaTypes, urls }))))(
  'a foreign layer that the source has is copied: $mediaTypes, urls: $urls',
  async ({ mediaTypes, urls }) => {
    const image = await makeImage({ foreignLayer: { held: true, urls }, mediaTypes })
    const scene = await setScene({ image })
    expect(await scene.copy()).toMatchObject({ copied: 4 })
    expect(scene.hasAll()).toBe(true)
  },
)

test.each(families)('without URLs one that the source lacks is an error (%s)', async (mediaTypes) => {
  const image = await makeImage({ foreignLayer: { held: false, urls: false }, mediaTypes })
  const scene = await setScene({ image })
  await expect(scene.copy()).rejects.toMatchObject({ code: 'not-found', details: { side: 'source' } })
})

test('what is not copied is said: in a dry run, in the result, and when it is verified', async () => {
  const { from } = await setScene({ image: await makeImage({ foreignLayer: true }) })
  const cwd = await testFolder({ 'promotion.yaml': promotionFile(from.host, { api: '1.0' }) })
  const said = `! api: 1 layer is not copied, as ${from.host}/test/api does not have it`
  const route = ['--from', 'test', '--to', 'prod']
  const planned = await runPromote([...route, '--dry-run'], { cwd })
  const promoted = await runPromote([...route, '--yes'], { cwd })
  const verified = await runPromote(['verify', 'prod', '--deep'], { cwd })
  expect([planned.code, promoted.code, verified.code], promoted.stderr).toEqual([0, 0, 0])
  for (const { stdout } of [planned, promoted]) expect(stdout.split(said)).toHaveLength(2)
  expect(verified.stdout).toContain('! prod api 1.0: 1 layer is not in the repository')
})

test('verify --deep finds a foreign layer without URLs missing', async () => {
  const image = await makeImage({ foreignLayer: { held: true, urls: false } })
  const { from } = await setScene({ image })
  const cwd = await testFolder({ 'promotion.yaml': promotionFile(from.host, { api: '1.0' }) })
  const promoted = await runPromote(['--from', 'test', '--to', 'prod', '--yes'], { cwd })
  expect(promoted.code, promoted.stderr).toBe(0)
  const parsed = parseManifest(image.manifest)
  const layer = parsed.kind === 'image' ? parsed.layers[0]?.digest : undefined
  expect((await runPromote(['verify', 'prod', '--deep'], { cwd })).code).toBe(0)
  expect(from.repositories.get('prod/api')?.blobs.delete(layer ?? 'sha256:')).toBe(true)
  const verified = await runPromote(['verify', 'prod', '--deep'], { cwd })
  expect(verified.code).toBe(5)
  expect(verified.stdout).toContain('damaged')
})
