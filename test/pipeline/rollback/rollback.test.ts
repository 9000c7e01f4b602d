import { describe, expect, test } from 'vitest'
import { NO_GATES } from '../../../src/model/gates/rules.ts'
import { LedgerView } from '../../../src/model/ledger/queries.ts'
import type { PromotionResult } from '../../../src/model/result.ts'
import type { Digest } from '../../../src/oci/digest.ts'
import { promote } from '../../../src/pipeline/apply/promote.ts'
import { type RollbackRequest, rollback } from '../../../src/pipeline/rollback/rollback.ts'
import { verifyEnvironments } from '../../../src/pipeline/verify/verify.ts'
import { makeImage, type TestImage } from '../../support/images.ts'
import { overriding, type TestPipeline, type TestSetup, testPipeline } from '../../support/pipeline.ts'
import { pushImage } from '../../support/push.ts'

const RUN = { dryRun: false, isRead: false, keepGoing: false }
const PLACE = 'prod.example.com/api'

function digestIn({ manifest }: TestImage): Digest {
  return manifest.descriptor.digest
}

function environments(more: object = {}): TestSetup {
  return { environments: [{ name: 'test' }, { name: 'prod', tags: ['{tag}', '{major}'], ...more }] }
}

/** Versions 1.0.0, 1.1.0, … pushed to test and promoted to prod in this order. */
async function promoted(
  count: number,
  setup: TestSetup = environments(),
): Promise<{ readonly all: TestPipeline; readonly digests: readonly Digest[] }> {
  const all = await testPipeline(setup)
  const digests: Digest[] = []
  for (let at = 0; at < count; at += 1) {
    const image = await makeImage({ seed: `version ${at}` })
    await pushImage(all.memory('test.example.com/api'), image, [`1.${at}.0`])
    await promoteTo(all, `api:1.${at}.0`)
    digests.push(digestIn(image))
  }
  return { all, digests }
}

async function promoteTo(all: TestPipeline, ...images: readonly string[]): Promise<void> {
  const result = await promote(all.again(), { from: 'test', to: 'prod', images }, RUN)
  expect(result.exitCode, JSON.stringify(result.failures)).toBe(0)
}

function back(
  all: TestPipeline,
  request: Partial<RollbackRequest> = {},
  run: Partial<typeof RUN> = {},
): Promise<PromotionResult> {
  const asked = { environment: 'prod', images: [], reason: undefined, ...request }
  return rollback(all.again(), asked, { ...RUN, ...run })
}

async function releaseAll(all: TestPipeline): Promise<void> {
  const { ledger } = all.context
  const run = await all.context.identify()
  for (const { id, environment, image, digest } of (await ledger.standing()).holds) {
    await ledger.append({ kind: 'release', run, of: id, environment, image, digest, reason: 'fixed' })
  }
}

async function viewOf(all: TestPipeline): Promise<LedgerView> {
  const view = new LedgerView()
  for (const entry of await all.entries()) view.add(entry)
  return view
}

function held(all: TestPipeline, place = PLACE): Readonly<Record<string, Digest>> {
  return Object.fromEntries([...all.memory(place).tagged].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

describe('rollback', () => {
  test('floating tags go back, new ones are taken away, the old version is current again, and what went is held', async () => {
    const { all, digests } = await promoted(2)
    const [one, two] = digests as [Digest, Digest]
    const dry = await back(all, {}, { dryRun: true, isRead: true })
    expect(dry.plan.plan.steps).toMatchObject([
      {
        ...{ kind: 'retag', current: true, takenOut: [two] },
        tags: [
          { tag: '1.0.0', action: 'unchanged' },
          { tag: '1', action: 'move', replaces: two },
          { tag: '1.1.0', action: 'remove', replaces: two },
        ],
      },
    ])
    expect(held(all)).toEqual({ '1': two, '1.0.0': one, '1.1.0': two })
    const result = await back(all, { reason: 'slow' })
    expect(result).toMatchObject({ kind: 'rollback', exitCode: 0, steps: [{ outcome: 'rolled-back' }] })
    expect(held(all)).toEqual({ '1': one, '1.0.0': one })
    const view = await viewOf(all)
    expect(view.current('prod', 'api')).toMatchObject({ tag: '1.0.0', step: { digest: one } })
    const [intent, outcome, hold] = (await all.entries()).slice(-3)
    const purpose = { kind: 'rollback', reason: 'slow', state: 2 }
    expect(intent).toMatchObject({ kind: 'intent', purpose })
    expect(outcome).toMatchObject({ kind: 'outcome', purpose, result: 'done' })
    expect(hold).toMatchObject({
      ...{ kind: 'hold', environment: 'prod', image: 'api', digest: two, cause: outcome?.id },
      reason: 'rolled back by entry 6: slow',
    })
    expect(
      await verifyEnvironments(all.again(), { environment: 'prod', images: [], deep: true }),
    ).toMatchObject({
      ok: true,
    })
  })

  test('a second time nothing is done; further back, and forward again, is said with --steps and --to', async () => {
    const { all, digests } = await promoted(3)
    const [one, two, three] = digests as [Digest, Digest, Digest]
    await back(all)
    const count = (await all.entries()).length
    const again = await back(all)
    expect(again).toMatchObject({ exitCode: 0, steps: [] })
    expect(again.warnings).toEqual(['There is nothing to roll back: prod is as it was before entry 6.'])
    expect(await all.entries()).toHaveLength(count)
    await back(all, { steps: 2 })
    expect(held(all)).toEqual({ '1': one, '1.0.0': one })
    const denied = await back(all, { to: '6' })
    expect(denied.exitCode).toBe(3)
    expect(denied.failures[0]?.message).toMatch(/^The gate hold denies prod: /)
    await releaseAll(all)
    await back(all, { to: '6' })
    expect(held(all)).toEqual({ '1': three, '1.0.0': one, '1.1.0': two, '1.2.0': three })
    expect((await viewOf(all)).current('prod', 'api')?.tag).toBe('1.2.0')
    await back(all, { steps: 2 })
    expect(held(all)).toEqual({ '1': one, '1.0.0': one })
  })

  test('promotions that were rolled back when the last one was made do not count', async () => {
    const { all, digests } = await promoted(3)
    await back(all)
    await pushImage(all.memory('test.example.com/api'), await makeImage({ seed: 'fix' }), ['1.3.0'])
    await promoteTo(all, 'api:1.3.0')
    const [one, two] = digests as [Digest, Digest]
    await back(all)
    expect(held(all)).toEqual({ '1': two, '1.0.0': one, '1.1.0': two })
    await back(all, { steps: 2 })
    expect(held(all)).toEqual({ '1': one, '1.0.0': one })
    await expect(back(all, { steps: 4 })).rejects.toMatchObject({
      code: 'usage',
      message: 'The ledger has 3 promotions to prod to go back over, not 4.',
    })
  })

  test('an image that was not there goes; what is immutable stays, and the version before is current by the record', async () => {
    const { all, digests } = await promoted(1)
    await back(all)
    expect(held(all)).toEqual({})
    expect((await viewOf(all)).current('prod', 'api')).toBeUndefined()
    expect((await all.entries()).at(-1)).toMatchObject({ kind: 'hold', digest: digests[0] })

    const fixed = await promoted(2, environments({ tags: ['{tag}'], immutable: ['*'] }))
    const result = await back(fixed.all)
    expect(result.plan.plan.steps).toMatchObject([
      { kind: 'record', tags: [{ tag: '1.0.0' }, { tag: '1.1.0', action: 'kept' }] },
    ])
    expect(Object.keys(held(fixed.all))).toEqual(['1.0.0', '1.1.0'])
    expect((await viewOf(fixed.all)).current('prod', 'api')?.tag).toBe('1.0.0')
    expect((await fixed.all.entries()).at(-1)).toMatchObject({ kind: 'hold', digest: fixed.digests[1] })
  })

  test('a tag that the registry cannot take away stays, which is said and no failure', async () => {
    const { all, digests } = await promoted(2)
    all.replace(PLACE, (store) =>
      overriding(store, {
        untag: async () => ({ kind: 'stays', why: 'the registry cannot remove a tag alone' }),
      }),
    )
    const result = await back(all)
    expect(result).toMatchObject({ exitCode: 0, steps: [{ outcome: 'rolled-back' }] })
    expect(result.warnings).toEqual([
      `${PLACE}:1.1.0 was not there before, and stays: the registry cannot remove a tag alone. A hold denies what it holds.`,
    ])
    expect(held(all)).toMatchObject({ '1': digests[0], '1.1.0': digests[1] })
    expect(await all.context.ledger.open()).toEqual([])
    expect((await viewOf(all)).current('prod', 'api')?.tag).toBe('1.0.0')
    expect(await back(all)).toMatchObject({ exitCode: 0 })
  })

  test('where it is known that the registry cannot take a tag away the plan says so, and nothing is tried', async () => {
    const { all, digests } = await promoted(2)
    let tries = 0
    all.replace(PLACE, (store) =>
      overriding(store, {
        keepsTags: () => 'the registry cannot remove a tag alone',
        untag: async () => {
          tries += 1
          return { kind: 'removed' }
        },
      }),
    )
    const dry = await back(all, {}, { dryRun: true, isRead: true })
    expect(dry.plan.plan).toMatchObject({
      state: 2,
      steps: [{ tags: [{}, {}, { tag: '1.1.0', action: 'kept' }] }],
    })
    expect(dry.warnings).toEqual([
      `${PLACE}:1.1.0 was not there before, and stays: the registry cannot remove a tag alone.`,
    ])
    expect(await back(all)).toMatchObject({
      exitCode: 0,
      steps: [{ outcome: 'rolled-back', takenOut: [digests[1]] }],
    })
    expect(held(all)).toMatchObject({ '1': digests[0], '1.1.0': digests[1] })
    // The image was not there before the first promotion; its tags stay, and so does it.
    await back(all, { steps: 2 })
    expect(held(all)['1.1.0']).toBe(digests[1])
    expect(tries).toBe(0)
  })

  test('content that is gone comes from where the ledger says it came from; where it is nowhere that is said', async () => {
    const { all, digests } = await promoted(2)
    const [one] = digests as [Digest, Digest]
    all.memory(PLACE).remove(one)
    const dry = await back(all, {}, { dryRun: true, isRead: true })
    expect(dry.plan.plan.steps).toMatchObject([
      { kind: 'copy', source: { repository: 'test.example.com/api' } },
    ])
    all.memory('test.example.com/api').remove(one)
    const failed = await back(all)
    expect(failed.exitCode).toBe(1)
    expect(failed.failures[0]?.message).toBe(
      `${one} (1.0.0, 1) cannot be brought back: none of prod, test has it.`,
    )
    expect(failed.steps).toEqual([])
    expect(await all.entries()).toHaveLength(4)
  })

  test('gates that say so are asked about it, and can be passed over', async () => {
    const platforms = { require: ['plan9/amd64'], appliesTo: ['rollback'], overridable: true } as const
    const { all, digests } = await promoted(2, environments({ gates: { ...NO_GATES, platforms } }))
    const denied = await back(all)
    expect(denied).toMatchObject({ exitCode: 3, plan: { verdicts: [{ gate: 'platforms', answer: 'deny' }] } })
    expect(await all.entries()).toHaveLength(4)
    const overrides = { gates: ['platforms'], reason: 'it burns' }
    const asked = { environment: 'prod', images: [], reason: 'slow' }
    const passed = await rollback(all.again(), asked, { ...RUN, overrides })
    expect(passed).toMatchObject({
      exitCode: 0,
      plan: { verdicts: [{ overridden: { reason: 'it burns' } }] },
    })
    expect(held(all)['1']).toBe(digests[0])
    expect(
      (await all.entries()).find(({ kind, sequence }) => kind === 'intent' && sequence > 4),
    ).toMatchObject({
      verdicts: [{ gate: 'platforms', overridden: { reason: 'it burns' } }],
    })
  })

  test('images that were there before the ledger get their tags back', async () => {
    const all = await testPipeline(environments())
    const [old, fresh] = [await makeImage({ seed: 'old' }), await makeImage({ seed: 'fresh' })]
    await pushImage(all.memory(PLACE), old, ['0.9.0', '1'])
    await pushImage(all.memory('test.example.com/api'), fresh, ['1.0.0'])
    await promoteTo(all, 'api:1.0.0')
    await back(all)
    expect(held(all)).toEqual({ '0.9.0': digestIn(old), '1': digestIn(old) })
  })
})
