import { afterEach, describe, expect, test } from 'vitest'
import { openLayout } from '../../src/layout/layout-store.ts'
import { cosignTag } from '../../src/oci/referrer-tags.ts'
import { expectValid } from '../report/schemas.ts'
import { promotionFile, runPromote, testFolder } from '../support/cli.ts'
import { collect } from '../support/collect.ts'
import {
  type FaultRegistry,
  type FaultRegistryOptions,
  startFaultRegistry,
} from '../support/fault-registry/registry.ts'
import { makeArtifact, makeImage } from '../support/images.ts'

const opened: FaultRegistry[] = []

afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

/** A registry with an image in test that has a signature, an SBOM, and something under a tag of cosign's. */
async function scene(options: FaultRegistryOptions = {}) {
  const registry = await startFaultRegistry({ referrers: true, ...options })
  opened.push(registry)
  const image = await makeImage({ seed: 'api' })
  const attestations = await makeImage({ seed: 'attestations', layers: 1 })
  const tag = cosignTag(image.manifest.descriptor.digest, 'att') ?? ''
  registry.seed('test/api', image, ['1.0.0'])
  registry.seed('test/api', attestations, [tag])
  for (const artifactType of ['application/vnd.cncf.notary.signature', 'application/spdx+json']) {
    registry.seed('test/api', makeArtifact({ subject: image, artifactType, content: artifactType }))
  }
  return { registry, image, attestations, tag }
}

describe('on the command line', () => {
  test('a saved plan brings them, and every --json is what its schema says', async () => {
    const { registry, image } = await scene()
    const folder = await testFolder({ 'promotion.yaml': promotionFile(registry.host, { api: '1.0.0' }) })
    const json = async (schema: string, ...words: readonly string[]): Promise<Record<string, unknown>> => {
      const { code, stdout, stderr } = await runPromote([...words, '--json'], { cwd: folder })
      expect(code, stderr).toBe(0)
      const document: Record<string, unknown> = JSON.parse(stdout)
      expectValid(schema, document)
      return document
    }
    const dry = await json('result', '--from', 'test', '--to', 'prod', '--dry-run')
    expect(dry).toMatchObject({ plan: { plan: { steps: [{ kind: 'copy', referrers: { length: 3 } }] } } })
    await json('plan', 'plan', '--from', 'test', '--to', 'prod', '-o', 'plan.json')
    const applied = await json('result', 'apply', 'plan.json')
    expect(applied).toMatchObject({ verified: 4, steps: [{ outcome: 'promoted', referrers: { length: 3 } }] })
    expect(await json('verify', 'verify', 'prod', '--deep')).toMatchObject({ findings: [{ referrers: 3 }] })
    expect(await json('diff', 'diff')).toMatchObject({ different: false })

    registry.seed('test/api', makeArtifact({ subject: image, content: 'late' }))
    expect(await json('diff', 'diff', '--from', 'test', '--to', 'prod')).toMatchObject({
      different: true,
      rows: [{ state: 'referrers-missing', referrers: [{ kind: 'application/vnd.example.report.v1' }] }],
    })
    await json('plan', 'plan', '--from', 'test', '--to', 'prod', '-o', 'late.json')
    expect(await json('result', 'apply', 'late.json')).toMatchObject({ steps: [{ outcome: 'completed' }] })
    expect(await json('diff', 'diff')).toMatchObject({ different: false })
    await json('history', 'history')
    await json('status', 'status')
  })

  test('a dry run shows them to a person, and what would be denied', async () => {
    const { registry } = await scene()
    const text = promotionFile(registry.host, { api: '1.0.0' }).replace(
      '/prod/{image}"',
      '/prod/{image}", referrers: { require: [provenance] }',
    )
    const folder = await testFolder({ 'promotion.yaml': text })
    const { code, stdout } = await runPromote(['--from', 'test', '--to', 'prod', '--dry-run'], {
      cwd: folder,
    })
    expect(code).toBe(3)
    expect(stdout).toContain('referrers 3:')
    expect(stdout).toContain('It has no provenance in test, which prod requires.')
    expect(registry.writes()).toEqual([])
  })

  test('a registry that refuses what is no image is told with a way out, and nothing is tagged', async () => {
    const { registry, tag } = await scene()
    const refusal = {
      errors: [{ code: 'DENIED', message: 'unknown manifest class for application/vnd.oci.empty.v1+json' }],
    }
    registry.inject({
      fault: { do: 'answer', status: 403, body: JSON.stringify(refusal) },
      method: 'PUT',
      path: /\/v2\/prod\/api\/manifests\//,
      nth: 2,
    })
    const folder = await testFolder({ 'promotion.yaml': promotionFile(registry.host, { api: '1.0.0' }) })
    const { code, stderr, stdout } = await runPromote(['--from', 'test', '--to', 'prod'], { cwd: folder })
    // The status says 403, the words say that it takes no such content.
    expect(code).toBe(1)
    expect(stdout + stderr).toContain('unknown manifest class')
    expect(stdout + stderr).toContain('referrers: { copy: none }')
    const tags = [...(registry.repositories.get('prod/api')?.tags.keys() ?? [])]
    expect(tags.filter((one) => one !== tag)).toEqual([])
  })

  test('they go into a layout and out again, to a registry without the referrers API', async () => {
    const { registry, image, tag } = await scene()
    const { registry: last } = await scene({ referrers: false })
    const folder = await testFolder({
      'promotion.yaml': [
        'version: 1',
        'environments:',
        `  - { name: test, repository: "${registry.host}/test/{image}" }`,
        '  - { name: disk, repository: "oci:disk/{image}" }',
        `  - { name: prod, repository: "${last.host}/prod/{image}" }`,
        'images:',
        '  - { name: api, select: ["1.0.0"] }',
        '',
      ].join('\n'),
    })
    for (const [from, to] of [
      ['test', 'disk'],
      ['disk', 'prod'],
    ] as const) {
      const { code, stderr } = await runPromote(['--from', from, '--to', to], { cwd: folder })
      expect(code, stderr).toBe(0)
    }
    const layout = openLayout(`${folder}/disk/api`)
    expect(await collect(layout.referrers(image.manifest.descriptor))).toHaveLength(2)
    const own = [...(await collect(layout.tags()))].filter((one) => !/^sha256-[a-f0-9]{64}$/.test(one))
    expect(own.toSorted()).toEqual(['1.0.0', tag])
    const prod = last.repositories.get('prod/api')
    expect(prod?.tags.size).toBe(3)
    for (const digest of registry.repositories.get('test/api')?.manifests.keys() ?? []) {
      expect(prod?.manifests.has(digest)).toBe(true)
    }
    const verified = await runPromote(['verify', '--deep'], { cwd: folder })
    expect(verified.code, verified.stdout).toBe(0)
  })
})
