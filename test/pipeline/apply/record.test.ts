import { describe, expect, test } from 'vitest'
import { outcomeOf } from '../../../src/model/ledger/outcome.ts'
import type { PromotionResult } from '../../../src/model/result.ts'
import { carryOut } from '../../../src/pipeline/apply/carry-out.ts'
import { applySavedPlan } from '../../../src/pipeline/apply/promote.ts'
import { diffPair } from '../../../src/pipeline/inspect/diff.ts'
import { readStatus } from '../../../src/pipeline/inspect/status.ts'
import { type MadePlan, makePlan } from '../../../src/pipeline/plan/make-plan.ts'
import { makeImage } from '../../support/images.ts'
import { overriding, type TestPipeline, testPipeline } from '../../support/pipeline.ts'
import { pushImage } from '../../support/push.ts'
import { expectAgreement } from '../inspect/agreeing.ts'

const TEST = 'test.example.com/api'
const PROD = 'prod.example.com/api'
const run = { keepGoing: false, dryRun: false, isRead: false }

/** 2.0.0 and 2.1.0 are in test, and were promoted in this order; `latest` follows the highest. */
async function promoted(...order: readonly string[]): Promise<TestPipeline> {
  const pipeline = await testPipeline({
    environments: [{ name: 'test' }, { name: 'prod', tags: ['{tag}', 'latest'] }],
    images: [{ name: 'api', select: [{ kind: 'semver', range: '*', newest: 1 }] }],
  })
  for (const tag of ['2.0.0', '2.1.0'])
    await pushImage(pipeline.memory(TEST), await makeImage({ seed: tag }), [tag])
  for (const tag of order) await promote(pipeline, `api:${tag}`)
  return pipeline
}

async function plan(pipeline: TestPipeline, ...images: readonly string[]): Promise<MadePlan> {
  const request = { from: 'test', to: 'prod', images }
  return makePlan(pipeline.again(), request, { describe: true, push: true })
}

async function promote(pipeline: TestPipeline, ...images: readonly string[]): Promise<PromotionResult> {
  return carryOut(pipeline.again(), await plan(pipeline, ...images), run)
}

async function currentTag(pipeline: TestPipeline): Promise<string | null | undefined> {
  return (await readStatus(pipeline.again(), { images: [] })).rows[0]?.cells[1]?.tag
}

async function outcomes(pipeline: TestPipeline): Promise<readonly (readonly string[])[]> {
  const entries = await pipeline.entries()
  return entries.map((entry) =>
    entry.kind === 'outcome' ? outcomeOf(entry).steps.map(({ outcome }) => outcome) : [entry.kind],
  )
}

describe('a version that is there and not current', () => {
  test('is a step of its own kind: nothing moves, and an entry makes it current', async () => {
    const pipeline = await promoted('2.0.0', '2.1.0', '2.0.0')
    expect(await currentTag(pipeline)).toBe('2.0.0')
    const pair = await diffPair(pipeline.again(), { from: 'test', to: 'prod', images: [] })
    expect(pair.rows[0]).toMatchObject({
      state: 'behind',
      from: { current: { tag: '2.1.0' } },
      to: { current: { tag: '2.0.0' } },
    })
    const made = await plan(pipeline)
    expect(made.document.plan.steps).toMatchObject([
      { kind: 'record', tags: [{ action: 'unchanged' }, { tag: 'latest', action: 'unchanged' }] },
    ])
    pipeline.counted(PROD).reset()
    const result = await carryOut(pipeline.again(), made, run)
    expect(result).toMatchObject({ exitCode: 0, steps: [{ outcome: 'recorded', digest: expect.anything() }] })
    expect(pipeline.counted(PROD).writes).toEqual([])
    expect(await currentTag(pipeline)).toBe('2.1.0')
    await expectAgreement(pipeline, 'test', 'prod')
    expect((await plan(pipeline)).steps).toMatchObject([{ kind: 'unchanged' }])
  })

  test('asks no registry anything where the ledger knows nothing of the image, and nothing more where it agrees', async () => {
    const pipeline = await promoted('2.1.0')
    const calls = async (context = pipeline.again()): Promise<unknown> => {
      for (const repository of [TEST, PROD]) pipeline.counted(repository).reset()
      await makePlan(context, { from: 'test', to: 'prod', images: [] }, { describe: false, push: true })
      return [TEST, PROD].flatMap((repository) => pipeline.counted(repository).calls)
    }
    const known = await calls()
    const ledger = overriding(pipeline.context.ledger, { entries: async function* () {} })
    const silent = { ...pipeline.again(), ledger }
    expect(await calls(silent)).toEqual(known)
  })

  test('is left alone where somebody moved one of its tags meanwhile, and the plan is stale', async () => {
    const pipeline = await promoted('2.0.0', '2.1.0', '2.0.0')
    const made = await plan(pipeline)
    await pushImage(pipeline.memory(PROD), await makeImage({ seed: 'foreign' }), ['2.1.0'])
    expect(await carryOut(pipeline.again(), made, run)).toMatchObject({
      exitCode: 4,
      steps: [{ outcome: 'failed', tags: [{ result: 'overtaken' }, { result: 'not-begun' }] }],
      failures: [{ code: 'stale' }],
    })
    expect((await pipeline.context.ledger.open({ signal: pipeline.context.signal })).length).toBe(0)
  })

  test('does not become current where another image of the group fails', async () => {
    const pipeline = await testPipeline({
      images: [
        { name: 'api', select: [{ kind: 'semver', range: '*', newest: 1 }] },
        { name: 'web', select: [{ kind: 'semver', range: '*', newest: 1 }] },
      ],
    })
    for (const name of ['api', 'web'])
      for (const tag of ['1.0.0', '2.0.0'])
        await pushImage(pipeline.memory(`test.example.com/${name}`), await makeImage({ seed: tag }), [tag])
    for (const tag of ['2.0.0', '1.0.0']) await promote(pipeline, `api:${tag}`)
    pipeline.replace('prod.example.com/web', (store) =>
      overriding(store, {
        tag: async () => {
          throw new Error('no')
        },
      }),
    )
    const result = await promote(pipeline)
    expect(result.steps).toMatchObject([{ outcome: 'cancelled' }, { outcome: 'failed' }])
    expect((await readStatus(pipeline.again(), { images: ['api'] })).rows[0]?.cells[1]?.tag).toBe('1.0.0')
    await expectAgreement(pipeline, 'test', 'prod')
  })
})

describe('floating tags of an older version', () => {
  test('stay at the higher one, which is said with the command that takes them along', async () => {
    const pipeline = await promoted('2.1.0')
    const result = await promote(pipeline, 'api:2.0.0')
    expect(result.warnings).toEqual([
      'api: latest stays at 2.1.0 in prod. To take it to 2.0.0: promote --from test --to prod api:2.0.0 --take-floating',
    ])
    const request = { from: 'test', to: 'prod', images: ['api:2.0.0'], takesFloating: true }
    const made = await makePlan(pipeline.again(), request, { describe: true, push: true })
    expect(made.document).toMatchObject({
      warnings: [],
      plan: {
        takesFloating: true,
        steps: [{ tags: [{ action: 'unchanged' }, { tag: 'latest', action: 'move' }] }],
      },
    })
    await applySavedPlan(pipeline.again(), made.document, run)
    const held = pipeline.memory(PROD)
    expect(await held.resolve('latest')).toEqual(await held.resolve('2.0.0'))
    expect((await plan(pipeline, 'api:2.0.0')).document).toMatchObject({
      warnings: [],
      plan: { steps: [{ kind: 'unchanged' }] },
    })
    await expectAgreement(pipeline, 'test', 'prod')
    await promote(pipeline)
    expect(await held.resolve('latest')).toEqual(await held.resolve('2.1.0'))
  })
})

describe('a run that only records, ended before its outcome', () => {
  test('is finished by the next one, which has nothing more to do', async () => {
    const pipeline = await promoted('2.0.0', '2.1.0', '2.0.0')
    const made = await plan(pipeline)
    const context = pipeline.again()
    const { ledger } = context
    const dying = overriding(ledger, {
      append: async (body, ...rest) => {
        if (body.kind === 'outcome') throw new Error('killed')
        return ledger.append(body, ...rest)
      },
    })
    await carryOut({ ...context, ledger: dying }, made, run)
    expect((await outcomes(pipeline)).at(-1)).toEqual(['intent'])
    expect(await currentTag(pipeline)).toBe('2.0.0')
    await promote(pipeline)
    expect((await outcomes(pipeline)).slice(-2)).toEqual([['intent'], ['recorded']])
    expect(await currentTag(pipeline)).toBe('2.1.0')
  })
})

describe('a saved plan', () => {
  test('that records does so once, and not where the tags are others by now', async () => {
    const pipeline = await promoted('2.0.0', '2.1.0', '2.0.0')
    const { document } = await plan(pipeline)
    expect(await applySavedPlan(pipeline.again(), document, run)).toMatchObject({
      steps: [{ outcome: 'recorded' }],
    })
    const entries = (await pipeline.entries()).length
    expect(await applySavedPlan(pipeline.again(), document, run)).toMatchObject({
      exitCode: 0,
      steps: [{ outcome: 'unchanged' }],
    })
    expect((await pipeline.entries()).length).toBe(entries)
    await pushImage(pipeline.memory(PROD), await makeImage({ seed: 'foreign' }), ['2.1.0'])
    await expect(applySavedPlan(pipeline.again(), document, run)).rejects.toMatchObject({ code: 'stale' })
  })

  test('that says a version is in step does not make it current', async () => {
    const pipeline = await promoted('2.0.0', '2.1.0')
    const { document } = await plan(pipeline)
    expect(document.plan.steps).toMatchObject([{ kind: 'unchanged' }])
    await promote(pipeline, 'api:2.0.0')
    await applySavedPlan(pipeline.again(), document, run)
    expect(await currentTag(pipeline)).toBe('2.0.0')
  })
})
