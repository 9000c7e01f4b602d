import { rm } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseManifest, rawManifest } from '../../src/oci/manifest.ts'
import { cosignTag, fallbackTag } from '../../src/oci/referrer-tags.ts'
import { type CliResult, makeFolder, promotionFile, runPromote } from '../support/cli.ts'
import {
  type FaultRegistry,
  type FaultRegistryOptions,
  startFaultRegistry,
} from '../support/fault-registry/registry.ts'
import { makeArtifact, makeImage } from '../support/images.ts'
import { verifyFile } from '../support/ledger.ts'

interface Scene {
  readonly registry: FaultRegistry
  readonly folder: string
  run(options?: Partial<Parameters<typeof runPromote>[1]>): Promise<CliResult>
}

const image = await makeImage({ seed: 'crash', layers: 1 })
const { digest } = image.manifest.descriptor
const sbom = makeArtifact({ subject: image, artifactType: 'application/spdx+json', content: 'sbom' })
const along = [
  makeArtifact({
    subject: image,
    artifactType: 'application/vnd.cncf.notary.signature',
    content: 'signature',
  }),
  sbom,
  makeArtifact({ subject: sbom, artifactType: 'application/vnd.cncf.notary.signature', content: 'seal' }),
]
const underTag = await makeImage({ seed: 'sig', layers: 1 })

/** One image with referrers of each sort, on a registry without the referrers API. */
async function withScene<T>(options: FaultRegistryOptions, work: (scene: Scene) => Promise<T>): Promise<T> {
  const registry = await startFaultRegistry(options)
  const folder = await makeFolder({ 'promotion.yaml': promotionFile(registry.host, { api: '1.0.0' }) })
  try {
    registry.seed('test/api', image, ['1.0.0'])
    registry.seed('test/api', underTag, [cosignTag(digest, 'sig') ?? ''])
    for (const one of along) registry.seed('test/api', one)
    for (const subject of [image, sbom]) {
      const own = along.filter(({ manifest }) => {
        const parsed = parseManifest(manifest)
        return parsed.subject?.digest === subject.manifest.descriptor.digest
      })
      const index = {
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.index.v1+json',
        manifests: own.map(({ manifest }) => manifest.descriptor),
      }
      const manifest = rawManifest(new TextEncoder().encode(JSON.stringify(index)))
      const tag = fallbackTag(subject.manifest.descriptor.digest)
      registry.seed('test/api', { manifest, blobs: new Map(), children: [] }, [tag])
    }
    return await work({
      registry,
      folder,
      run: (more = {}) => runPromote(['--from', 'test', '--to', 'prod'], { cwd: folder, ...more }),
    })
  } finally {
    await registry.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** What prod's tags hold; of a list of referrers, what it lists, in any order. */
function heldBy(registry: FaultRegistry): unknown {
  const repository = registry.repositories.get('prod/api')
  const tags = [...(repository?.tags ?? [])].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return tags.map(([tag, held]) => {
    const stored = repository?.manifests.get(held)
    const parsed =
      stored === undefined ? undefined : parseManifest(rawManifest(stored.bytes, stored.mediaType))
    return [tag, parsed?.kind === 'index' ? parsed.manifests.map((one) => one.digest).toSorted() : held]
  })
}

const clean = await withScene({}, async (scene) => {
  const { code, stderr } = await scene.run()
  if (code !== 0) throw new Error(`The clean run failed: ${stderr}`)
  return { held: heldBy(scene.registry), requests: scene.registry.requests.length }
})

// Every third request: test/crash kills at each of them, and these runs take a second each.
describe('with signatures, killed and run again, it ends as one clean run', () => {
  test('which has the image, two lists of referrers and the tag of cosign', () => {
    expect(clean.held).toHaveLength(4)
  })

  test.concurrent.each(Array.from({ length: Math.ceil(clean.requests / 3) }, (_, index) => 3 * index + 1))(
    'killed at request %i',
    async (fatal) => {
      let kill: (() => Promise<void>) | undefined
      const onRequest = async (number: number): Promise<void> => {
        if (number === fatal) await kill?.()
      }
      await withScene({ onRequest }, async (scene) => {
        await scene.run({
          onSpawn: (child) => {
            kill = () =>
              new Promise((resolve) => {
                child.once('exit', () => resolve())
                child.kill('SIGKILL')
              })
          },
        })
        kill = undefined
        const again = await scene.run()
        expect(again.stderr).not.toContain('✖')
        expect(again.code).toBe(0)
        expect(heldBy(scene.registry)).toEqual(clean.held)
        expect(await verifyFile(path.join(scene.folder, 'promotions.jsonl'))).toMatchObject({ ok: true })
      })
    },
  )
})
