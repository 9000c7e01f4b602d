import { appendFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import type { EntryBody } from '../../../src/model/ledger/entry.ts'
import { LedgerView } from '../../../src/model/ledger/queries.ts'
import type { PromotionResult } from '../../../src/model/result.ts'
import type { Digest } from '../../../src/oci/digest.ts'
import { promote } from '../../../src/pipeline/apply/promote.ts'
import type { PipelineContext } from '../../../src/pipeline/context.ts'
import { repair } from '../../../src/pipeline/repair/repair.ts'
import { verifyEnvironments } from '../../../src/pipeline/verify/verify.ts'
import { PromoteError } from '../../../src/support/errors.ts'
import { outcomeBody, step } from '../../ledger/entry-bodies.ts'
import { newerLine } from '../../ledger/newer-entry.ts'
import { makeArtifact, makeImage, type TestImage } from '../../support/images.ts'
import { overriding, type TestPipeline, type TestSetup, testPipeline } from '../../support/pipeline.ts'
import { pushImage } from '../../support/push.ts'

const RUN = { dryRun: false, isRead: false, keepGoing: false }

function digestIn({ manifest }: TestImage): Digest {
  return manifest.descriptor.digest
}

interface Asked {
  readonly deep?: boolean
  readonly isRead?: boolean
  readonly dryRun?: boolean
}

function repairProd(
  context: PipelineContext,
  { deep = false, isRead = false, dryRun = false }: Asked = {},
): Promise<PromotionResult> {
  const request = { environment: 'prod', images: [], reason: 'drift', deep }
  return repair(context, request, { ...RUN, isRead, dryRun })
}

/** Versions 1.0.0 and 2.0.0, pushed to test and promoted to prod in this order. */
async function promoted(
  setup: TestSetup = {},
): Promise<{ readonly all: TestPipeline; readonly images: readonly TestImage[] }> {
  const all = await testPipeline(setup)
  const images = [await makeImage({ seed: 'one' }), await makeImage({ seed: 'two' })]
  for (const [at, image] of images.entries()) {
    await pushImage(all.memory('test.example.com/api'), image, [`${at + 1}.0.0`])
    await run(all, `api:${at + 1}.0.0`)
  }
  return { all, images }
}

async function run(all: TestPipeline, ...images: readonly string[]): Promise<void> {
  const result = await promote(all.again(), { from: 'test', to: 'prod', images }, RUN)
  expect(result.exitCode, JSON.stringify(result.failures)).toBe(0)
}

async function viewOf(all: TestPipeline): Promise<LedgerView> {
  const view = new LedgerView()
  for (const entry of await all.entries()) view.add(entry)
  return view
}

describe('repair', () => {
  test('nothing is put back where a newer version may have put something else there', async () => {
    const { all } = await promoted()
    const last = (await all.entries()).at(-1)
    if (last === undefined) throw new Error('something was promoted')
    await appendFile(all.ledgerFile, newerLine(last, outcomeBody(null, []), { kind: 'rename' }))
    await expect(repairProd(all.again(), { dryRun: true })).rejects.toMatchObject({
      code: 'ledger',
      message: expect.stringContaining('(rename)'),
      details: { hint: expect.stringContaining('Update promote') },
    })
  })

  test('what is current stays so, since when and by whom it is there too', async () => {
    const { all, images } = await promoted()
    // The older version was promoted after the newer one.
    await run(all, 'api:1.0.0')
    const before = await viewOf(all)
    expect(before.current('prod', 'api')?.tag).toBe('1.0.0')
    const prod = all.memory('prod.example.com/api')
    const other = await makeImage({ seed: 'other' })
    await pushImage(prod, other, ['1.0.0', '2.0.0'])
    const result = await repairProd(all.again())
    expect(result).toMatchObject({
      kind: 'repair',
      exitCode: 0,
      steps: [{ outcome: 'repaired' }, { outcome: 'repaired' }],
    })
    expect([...prod.tagged]).toEqual([
      ['1.0.0', digestIn(images[0] as TestImage)],
      ['2.0.0', digestIn(images[1] as TestImage)],
    ])
    const after = await viewOf(all)
    expect(after.current('prod', 'api')).toEqual(before.current('prod', 'api'))
    expect(after.tagsIn('prod')).toEqual(before.tagsIn('prod'))
  })

  test('a tag that the ledger gave to another digest while somebody thought about it is not touched', async () => {
    const { all, images } = await promoted()
    const [one, two] = images.map(digestIn)
    const prod = all.memory('prod.example.com/api')
    await pushImage(prod, images[1] as TestImage, ['1.0.0'])
    const context = all.again()
    const { ledger } = context
    let isFirst = true
    const append = async (body: EntryBody, ...more: [never?, never?]) => {
      // A run on another machine, which shares no locks, ends just before this one holds the tag.
      if (body.kind === 'intent' && isFirst) {
        isFirst = false
        const place = {
          destination: 'prod.example.com/api',
          tags: [{ tag: '1.0.0', old: one ?? null, new: two as Digest }],
        }
        await ledger.append(outcomeBody(null, [{ ...step('x', place), digest: two as Digest }]))
      }
      return ledger.append(body, ...more)
    }
    const result = await repairProd({ ...context, ledger: overriding(ledger, { append }) })
    expect(result.exitCode).toBe(4)
    expect(result.failures[0]?.message).toContain(`is to hold ${two} as the ledger has it now, by entry 5`)
    expect(prod.tagged.get('1.0.0')).toBe(two)
    expect(await all.context.ledger.open()).toEqual([])
  })

  test('an environment that cannot be read is passed over; where no other has the content it is named', async () => {
    const { all, images } = await promoted({
      environments: [{ name: 'dev' }, { name: 'test', from: [] }, { name: 'prod', from: ['test'] }],
    })
    const [one] = images as [TestImage, TestImage]
    await pushImage(all.memory('dev.example.com/api'), one, ['nightly'])
    all.memory('prod.example.com/api').remove(digestIn(one))
    const down = (): Promise<never> =>
      Promise.reject(new PromoteError('unreachable', 'test does not answer.'))
    all.replace('test.example.com/api', (store) => overriding(store, { manifest: down, resolve: down }))
    const result = await repairProd(all.again())
    expect(result.failures).toEqual([])
    expect(result.steps[0]?.source).toBe(`dev.example.com/api@${digestIn(one)}`)
    all.memory('prod.example.com/api').remove(digestIn(one))
    all.memory('dev.example.com/api').remove(digestIn(one))
    const failed = await repairProd(all.again())
    expect(failed.exitCode).toBe(1)
    expect(failed.failures[0]?.message).toBe(
      `${digestIn(one)} (1.0.0) cannot be put back: none of prod, test, dev has it; test could not be read: test does not answer.`,
    )
  })

  test('a signature that is nowhere to be had is said, and keeps nothing else back under --keep-going', async () => {
    const all = await testPipeline({
      environments: [{ name: 'test' }, { name: 'prod', referrers: { copy: 'all', require: ['signature'] } }],
    })
    const image = await makeImage({ seed: 'one' })
    const signature = makeArtifact({ subject: image, artifactType: 'application/vnd.cncf.notary.signature' })
    const [source, prod] = [all.memory('test.example.com/api'), all.memory('prod.example.com/api')]
    await pushImage(source, image, ['1.0.0'])
    await pushImage(source, signature)
    await run(all)
    source.remove(digestIn(signature))
    prod.remove(digestIn(signature))
    prod.remove(digestIn(image))
    const failed = await repairProd(all.again())
    expect(failed.exitCode).toBe(1)
    expect(failed.failures).toMatchObject([
      {
        code: 'not-found',
        message: expect.stringContaining(`${digestIn(signature)} (1.0.0) cannot be put back`),
      },
    ])
    const request = { environment: 'prod', images: [], reason: 'drift', deep: false }
    const rest = await repair(all.again(), request, { ...RUN, keepGoing: true })
    expect(rest.steps).toMatchObject([{ image: 'api', outcome: 'repaired' }])
    expect(rest.exitCode).toBe(1)
    expect(prod.tagged.get('1.0.0')).toBe(digestIn(image))
  })

  test('layers of a signature are looked at under deep, too', async () => {
    const all = await testPipeline({
      environments: [{ name: 'test' }, { name: 'prod', referrers: { copy: 'all', require: [] } }],
    })
    const image = await makeImage({ seed: 'one' })
    const signature = makeArtifact({ subject: image, content: 'signed', artifactType: 'application/x' })
    await pushImage(all.memory('test.example.com/api'), image, ['1.0.0'])
    await pushImage(all.memory('test.example.com/api'), signature)
    await run(all)
    const prod = all.memory('prod.example.com/api')
    const [layer] = [...signature.blobs.keys()].slice(-1)
    prod.setDamage(layer as Digest)
    expect((await verifyEnvironments(all.again(), { environment: 'prod', images: [], deep: true })).ok).toBe(
      false,
    )
    const seen = await repair(
      all.again(),
      { environment: 'prod', images: [], reason: undefined, deep: true },
      { ...RUN, dryRun: true, isRead: true },
    )
    expect(seen.plan.plan.steps).toMatchObject([{ kind: 'referrers', lost: { blobs: [layer] } }])
    expect(seen.plan.estimates).toMatchObject([{ copy: 1, mount: 0 }])
    // What the store goes on giving damaged is not called repaired.
    const kept = await repairProd(all.again(), { deep: true })
    expect(kept.exitCode).toBe(5)
    expect(kept.failures[0]?.message).toContain('does not give it back whole')
  })

  test('a tag that a rule of the registry keeps is known before anything is written; the others go back without it', async () => {
    const { all, images } = await promoted()
    const prod = all.memory('prod.example.com/api')
    const other = await makeImage({ seed: 'other' })
    await pushImage(prod, other, ['1.0.0', '2.0.0'])
    all.replace('prod.example.com/api', (store) =>
      overriding(store, { immovable: async (tags) => new Set(tags.filter((tag) => tag === '1.0.0')) }),
    )
    const denied = await repairProd(all.again())
    expect(denied).toMatchObject({ exitCode: 3, steps: [] })
    expect(denied.failures[0]?.hint).toContain('Lift that rule')
    const request = { environment: 'prod', images: [], reason: 'drift', deep: false }
    const rest = await repair(all.again(), request, { ...RUN, keepGoing: true })
    expect(rest.exitCode).toBe(3)
    expect(prod.tagged.get('1.0.0')).toBe(digestIn(other))
    expect(prod.tagged.get('2.0.0')).toBe(digestIn(images[1] as TestImage))
  })

  test('a reading that is read counts what would move', async () => {
    const { all, images } = await promoted()
    all.memory('prod.example.com/api').remove(digestIn(images[0] as TestImage))
    const result = await repairProd(all.again(), { isRead: true })
    expect(result.plan.estimates).toMatchObject([{ image: 'api', digest: digestIn(images[0] as TestImage) }])
  })
})
