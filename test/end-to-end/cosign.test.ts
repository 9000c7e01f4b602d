import { rm } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { PromotionResult, VerifyReport } from '../../src/model/result.ts'
import { makeFolder, runPromote, testFolder } from '../support/cli.ts'
import { type Cosign, cosignMissing, startCosign } from '../support/cosign.ts'
import { makeImage, makeIndex, type TestImage } from '../support/images.ts'
import { pushToRegistry } from '../support/push.ts'
import {
  missingReason,
  type RegistryKind,
  type RunningRegistry,
  startRegistry,
} from '../support/real-registries.ts'

const opened: RunningRegistry[] = []

afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

async function registry(kind: RegistryKind): Promise<RunningRegistry> {
  const started = await startRegistry(kind)
  opened.push(started)
  return started
}

function file(test: string, prod: string, require: string): string {
  return [
    'version: 1',
    'environments:',
    `  - { name: test, repository: "${test}/shop/{image}" }`,
    `  - { name: prod, repository: "${prod}/prod/{image}", referrers: { require: [${require}] } }`,
    'images:',
    '  - { name: api, select: ["1.4.2"] }',
    '',
  ].join('\n')
}

function digestOf(image: TestImage): string {
  return image.manifest.descriptor.digest
}

async function promote(folder: string): Promise<PromotionResult> {
  const run = await runPromote(['--from', 'test', '--to', 'prod', '--json'], { cwd: folder })
  const result = JSON.parse(run.stdout) as PromotionResult
  expect(result.failures).toEqual([])
  expect(run.code).toBe(0)
  return result
}

/** cosign takes half a second to start, and each test starts it a dozen times. */
const LONG = { timeout: 120_000 }

/** From and to a registry with the referrers API, and one without; each way round. */
const ways: readonly (readonly [RegistryKind, RegistryKind])[] = [
  ['ociserver', 'ociserver'],
  ['distribution3', 'distribution3'],
  ['distribution3', 'ociserver'],
  ['ociserver', 'distribution3'],
  ['distribution3', 'ggcr'],
]

const missing =
  cosignMissing() ??
  ways
    .flat()
    .map(missingReason)
    .find((reason) => reason !== undefined)
const title = 'what cosign has signed it can verify after a promotion'

describe.skipIf(missing !== undefined)(
  missing === undefined ? title : `${title} [skipped: ${missing}]`,
  () => {
    let cosign: Cosign
    let keys: string

    beforeAll(async () => {
      keys = await makeFolder()
      cosign = await startCosign(keys)
    })

    afterAll(() => rm(keys, { recursive: true, force: true }))

    test.for(ways)('an image, from %s to %s', LONG, async ([from, to]) => {
      const [test, prod] = [await registry(from), await registry(to)]
      const image = await makeImage({ seed: 'signed' })
      await pushToRegistry(test.host, 'shop/api', image, ['1.4.2'])
      const source = `${test.host}/shop/api@${digestOf(image)}`
      await cosign.sign(source, 'bundles')
      await cosign.attest(source, 'slsaprovenance1', 'bundles')
      await cosign.attest(source, 'spdxjson', 'bundles')
      const folder = await testFolder({
        'promotion.yaml': file(test.host, prod.host, 'signature, provenance, sbom'),
      })
      const place = `${prod.host}/prod/api@${digestOf(image)}`
      await expect(cosign.verify(place, 'bundles')).rejects.toThrow()
      const result = await promote(folder)
      const kinds = result.plan.plan.steps[0]?.referrers.map((referrer) => referrer.kinds.join(' '))
      expect(kinds?.toSorted()).toEqual(['provenance attestation', 'sbom attestation', 'signature'])
      await cosign.verify(place, 'bundles')
      await cosign.verifyAttestation(place, 'slsaprovenance1', 'bundles')
      await cosign.verifyAttestation(place, 'spdxjson', 'bundles')
      const verified = await runPromote(['verify', 'prod', '--deep', '--json'], { cwd: folder })
      expect((JSON.parse(verified.stdout) as VerifyReport).findings).toMatchObject([
        { state: 'ok', referrers: 3 },
      ])
      const again = await promote(folder)
      expect(again.steps.map(({ outcome }) => outcome)).toEqual(['unchanged'])
    })

    test.for(ways.slice(0, 2))('an index with a signed child, from %s to %s', LONG, async ([from, to]) => {
      const [test, prod] = [await registry(from), await registry(to)]
      const images = [
        await makeImage({ seed: 'amd64' }),
        await makeImage({ seed: 'arm64', platform: { os: 'linux', architecture: 'arm64' } }),
      ]
      const index = makeIndex(images, { attestations: true })
      await pushToRegistry(test.host, 'shop/api', index, ['1.4.2'])
      const [first] = images as [TestImage, ...TestImage[]]
      await cosign.sign(`${test.host}/shop/api@${digestOf(index)}`, 'bundles')
      await cosign.sign(`${test.host}/shop/api@${digestOf(first)}`, 'bundles')
      const folder = await testFolder({ 'promotion.yaml': file(test.host, prod.host, 'signature') })
      const result = await promote(folder)
      expect(result.plan.plan.steps[0]?.referrers.map(({ subject }) => subject).toSorted()).toEqual(
        [digestOf(index), digestOf(first)].toSorted(),
      )
      await cosign.verify(`${prod.host}/prod/api@${digestOf(index)}`, 'bundles')
      await cosign.verify(`${prod.host}/prod/api@${digestOf(first)}`, 'bundles')
    })

    test.for(ways.slice(0, 2))(
      'under cosign tags, of an index and all below it, from %s to %s',
      LONG,
      async ([from, to]) => {
        const [test, prod] = [await registry(from), await registry(to)]
        const images = [await makeImage({ seed: 'tagged a' }), await makeImage({ seed: 'tagged b' })]
        const index = makeIndex(images)
        await pushToRegistry(test.host, 'shop/api', index, ['1.4.2'])
        const source = `${test.host}/shop/api@${digestOf(index)}`
        await cosign.sign(source, 'tags', { recursive: true })
        await cosign.attest(source, 'slsaprovenance1', 'tags')
        const folder = await testFolder({
          'promotion.yaml': file(test.host, prod.host, 'signature, provenance'),
        })
        const result = await promote(folder)
        const tagOf = (image: TestImage, suffix: string): string =>
          `${digestOf(image).replace(':', '-')}.${suffix}`
        expect(result.plan.plan.steps[0]?.referrers.map(({ tag }) => tag?.tag).toSorted()).toEqual(
          [...[index, ...images].map((image) => tagOf(image, 'sig')), tagOf(index, 'att')].toSorted(),
        )
        for (const image of [index, ...images])
          await cosign.verify(`${prod.host}/prod/api@${digestOf(image)}`, 'tags')
        await cosign.verifyAttestation(`${prod.host}/prod/api@${digestOf(index)}`, 'slsaprovenance1', 'tags')

        // A second signature in test: prod's tag moves to what has both.
        await cosign.attest(source, 'custom', 'tags')
        const later = await promote(folder)
        expect(later.steps).toMatchObject([
          { outcome: 'completed', referrers: [{ tag: tagOf(index, 'att') }] },
        ])
        await cosign.verifyAttestation(`${prod.host}/prod/api@${digestOf(index)}`, 'custom', 'tags')
        await cosign.verifyAttestation(`${prod.host}/prod/api@${digestOf(index)}`, 'slsaprovenance1', 'tags')
      },
    )

    test('an image that nobody signed is denied where a signature is required', async () => {
      const only = await registry('ociserver')
      await pushToRegistry(only.host, 'shop/api', await makeImage({ seed: 'unsigned' }), ['1.4.2'])
      const folder = await testFolder({ 'promotion.yaml': file(only.host, only.host, 'signature') })
      const run = await runPromote(['--from', 'test', '--to', 'prod'], { cwd: folder })
      expect(run.code).toBe(3)
      expect(run.stderr + run.stdout).toContain('It has no signature in test, which prod requires.')
    })
  },
)
