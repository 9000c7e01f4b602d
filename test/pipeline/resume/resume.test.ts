import { describe, expect, test } from 'vitest'
import { LedgerView } from '../../../src/model/ledger/queries.ts'
import type { ResumeReport } from '../../../src/model/ledger/resume.ts'
import type { Digest } from '../../../src/oci/digest.ts'
import { promote } from '../../../src/pipeline/apply/promote.ts'
import type { PipelineContext } from '../../../src/pipeline/context.ts'
import { readStatus } from '../../../src/pipeline/inspect/status.ts'
import { resume } from '../../../src/pipeline/resume/resume.ts'
import { rollback } from '../../../src/pipeline/rollback/rollback.ts'
import { PromoteError } from '../../../src/support/errors.ts'
import { makeImage, type TestImage } from '../../support/images.ts'
import { overriding, type TestEnvironment, type TestPipeline, testPipeline } from '../../support/pipeline.ts'
import { pushImage } from '../../support/push.ts'

const RUN = { dryRun: false, isRead: false, keepGoing: false }
const PLACE = 'prod.example.com/api'

function digestIn({ manifest }: TestImage): Digest {
  return manifest.descriptor.digest
}

interface Scene {
  readonly all: TestPipeline
  readonly one: Digest
  readonly two: Digest
}

/** 1.0.0 was promoted to prod, and the run that promotes 1.1.0 died: its intent is open, and these tags have moved. */
async function died(moved: readonly string[], prod: Partial<TestEnvironment> = {}): Promise<Scene> {
  const all = await testPipeline({
    environments: [{ name: 'test' }, { name: 'prod', tags: ['{tag}', '{major}'], ...prod }],
  })
  const images = [await makeImage({ seed: 'one' }), await makeImage({ seed: 'two' })] as const
  for (const [at, image] of images.entries()) {
    await pushImage(all.memory('test.example.com/api'), image, [`1.${at}.0`])
  }
  await run(all.again(), 'api:1.0.0')
  await run(dying(all), 'api:1.1.0').catch(() => undefined)
  const { manifest } = images[1]
  for (const tag of moved) await all.memory(PLACE).tag(manifest, tag)
  expect(await all.context.ledger.open()).toHaveLength(1)
  return { all, one: digestIn(images[0]), two: digestIn(images[1]) }
}

/** A run that dies as soon as its intent is on disk. */
function dying(all: TestPipeline): PipelineContext {
  const context = all.again()
  const { ledger } = context
  let isDead = false
  const append: typeof ledger.append = async (body, ...more) => {
    if (isDead) throw new PromoteError('ledger', 'dead')
    const appended = await ledger.append(body, ...more)
    isDead = body.kind === 'intent'
    return appended
  }
  all.replace(PLACE, (store) => {
    const unlessDead =
      <Words extends readonly unknown[], Answer>(work: (...words: Words) => Promise<Answer>) =>
      async (...words: Words): Promise<Answer> => {
        if (isDead) throw new PromoteError('unreachable', 'dead')
        return work(...words)
      }
    return overriding(store, {
      resolve: unlessDead(store.resolve.bind(store)),
      manifest: unlessDead(store.manifest.bind(store)),
      tag: unlessDead(store.tag.bind(store)),
      untag: unlessDead(store.untag.bind(store)),
    })
  })
  return { ...context, ledger: overriding(ledger, { append }) }
}

async function run(context: PipelineContext, ...images: readonly string[]): Promise<void> {
  const result = await promote(context, { from: 'test', to: 'prod', images }, RUN)
  expect(result.exitCode, JSON.stringify(result.failures)).toBe(0)
}

function end(all: TestPipeline, asked: Partial<Parameters<typeof resume>[1]> = {}): Promise<ResumeReport> {
  all.replace(PLACE, (store) => store)
  return resume(all.again(), { what: undefined, undo: false, dryRun: false, ...asked })
}

function held(all: TestPipeline): Readonly<Record<string, Digest>> {
  return Object.fromEntries(all.memory(PLACE).tagged)
}

async function currentTag(all: TestPipeline): Promise<string | undefined> {
  const view = new LedgerView()
  for (const entry of await all.entries()) view.add(entry)
  return view.current('prod', 'api')?.tag
}

describe('resume', () => {
  test('moves the rest of the tags, and records it as the run would have', async () => {
    const { all, one, two } = await died(['1.1.0'])
    const dry = await end(all, { dryRun: true })
    expect(dry.runs).toMatchObject([{ entry: null, tags: [{ result: 'moved' }, { result: 'moved' }] }])
    expect(held(all)).toEqual({ '1.0.0': one, '1': one, '1.1.0': two })
    const report = await end(all, { what: 'prod' })
    expect(report).toMatchObject({ exitCode: 0, runs: [{ entry: { sequence: 4 } }] })
    expect(held(all)).toEqual({ '1.0.0': one, '1': two, '1.1.0': two })
    expect((await all.entries()).at(-1)).toMatchObject({
      ...{ kind: 'outcome', result: 'done' },
      steps: [
        {
          outcome: 'promoted',
          tags: [
            { old: null, result: 'moved' },
            { old: one, result: 'moved' },
          ],
        },
      ],
    })
    expect(await currentTag(all)).toBe('1.1.0')
    expect(await all.context.ledger.open()).toEqual([])
    expect(await end(all)).toMatchObject({ runs: [], exitCode: 0 })
  })

  test('--undo puts back what moved, removes what was new, and records it', async () => {
    const { all, one, two } = await died(['1.1.0', '1'])
    const dry = await end(all, { undo: true, dryRun: true })
    expect(dry.runs).toMatchObject([{ tags: [{ result: 'restored' }, { result: 'restored' }] }])
    const report = await end(all, { undo: true })
    expect(report.exitCode).toBe(0)
    expect(held(all)).toEqual({ '1.0.0': one, '1': one })
    expect((await all.entries()).at(-1)).toMatchObject({
      ...{
        kind: 'outcome',
        result: 'cancelled',
        error: 'Entry 3 was undone: what its run had moved was put back.',
      },
      steps: [{ outcome: 'restored', tags: [{ result: 'restored' }, { result: 'restored' }] }],
    })
    expect(await currentTag(all)).toBe('1.0.0')
    expect(await all.context.ledger.open()).toEqual([])
    await run(all.again(), 'api:1.1.0')
    expect(held(all)).toMatchObject({ '1': two, '1.1.0': two })
  })

  test('what somebody else moved since is left alone: it cannot be finished, and undone without that tag', async () => {
    const { all, one } = await died(['1.1.0'])
    const third = await makeImage({ seed: 'third' })
    await pushImage(all.memory(PLACE), third, ['1'])
    const refused = await end(all)
    expect(refused.exitCode).toBe(4)
    expect(refused.runs[0]?.failure?.message).toMatch(
      /^Entry 3 cannot be finished: prod\.example\.com\/api:1 holds [0-9a-f]{8}: somebody else moved it since\.$/,
    )
    const { open } = await readStatus(all.again(), { images: [] })
    expect(open[0]?.next).toMatchObject({ undo: 'promote resume 3 --undo' })
    expect(open[0]?.next.resume).toBeUndefined()
    expect(open[0]?.inTheWay).toHaveLength(1)
    await end(all, { undo: true })
    expect(held(all)).toEqual({ '1.0.0': one, '1': digestIn(third) })
    expect((await all.entries()).at(-1)).toMatchObject({
      steps: [
        {
          tags: [
            { tag: '1.1.0', result: 'restored' },
            { tag: '1', result: 'overtaken' },
          ],
        },
      ],
    })
  })

  test('an immutable tag is not put back, and stays what it is for verify', async () => {
    const { all, two } = await died(['1.1.0'], { immutable: ['*.*.*'] })
    const unread = await readStatus(all.again(), { images: [] })
    expect(unread.open[0]?.inTheWay).toEqual(['What its tags hold could not be read: dead'])
    all.replace(PLACE, (store) => store)
    const again = await readStatus(all.again(), { images: [] })
    expect(again.open[0]?.next.undo).toBeUndefined()
    expect(again.open[0]?.inTheWay).toEqual([`${PLACE}:1.1.0 is immutable, and is not put back.`])
    const report = await end(all, { undo: true })
    expect(report.warnings).toEqual([`${PLACE}:1.1.0 was moved to ${two} and stays there: it is immutable.`])
    expect((await all.entries()).at(-1)).toMatchObject({ steps: [{ outcome: 'left' }] })
    expect(await all.context.ledger.open()).toEqual([])
  })

  test('what was held or rejected since may not be finished', async () => {
    const { all, two } = await died(['1.1.0'])
    const identity = await all.context.identify()
    const body = { environment: 'prod', image: 'api', digest: two, reason: 'it breaks', cause: null } as const
    await all.context.ledger.append({ kind: 'hold', run: identity, ...body })
    const report = await end(all)
    expect(report.exitCode).toBe(3)
    expect(report.runs[0]?.failure?.message).toBe(
      'Entry 3 may not be finished: api is held in prod by entry 4 (it breaks).',
    )
  })

  test('a rollback that died is finished with its hold, or undone without', async () => {
    const { all, one, two } = await died(['1.1.0', '1'])
    await end(all)
    const back = { environment: 'prod', images: [], reason: 'slow' }
    await rollback(dying(all), back, RUN).catch(() => undefined)
    expect(await all.context.ledger.open()).toHaveLength(1)
    await expect(run(all.again(), 'api:1.0.0')).rejects.toBeDefined()
    await end(all, { undo: true })
    expect(held(all)).toEqual({ '1.0.0': one, '1': two, '1.1.0': two })
    await rollback(dying(all), back, RUN).catch(() => undefined)
    await end(all)
    expect(held(all)).toEqual({ '1.0.0': one, '1': one })
    const [outcome, hold] = (await all.entries()).slice(-2)
    expect(outcome).toMatchObject({ kind: 'outcome', purpose: { kind: 'rollback' } })
    expect(hold).toMatchObject({ kind: 'hold', digest: two, cause: outcome?.id })
    expect(await currentTag(all)).toBe('1.0.0')
  })

  test('a run that died, and the one that went on with it and died too, are both ended', async () => {
    for (const undo of [false, true]) {
      const { all, one, two } = await died(['1.1.0'])
      all.replace(PLACE, (store) => store)
      await run(dying(all), 'api:1.1.0').catch(() => undefined)
      expect(await all.context.ledger.open()).toHaveLength(2)
      const report = await end(all, { undo })
      expect(report).toMatchObject({ exitCode: 0 })
      expect(report.runs.map(({ intent }) => intent.sequence)).toEqual(undo ? [4, 3] : [3, 4])
      expect(held(all)).toEqual(undo ? { '1.0.0': one, '1': one } : { '1.0.0': one, '1': two, '1.1.0': two })
      expect(await all.context.ledger.open()).toEqual([])
      expect(await currentTag(all)).toBe(undo ? '1.0.0' : '1.1.0')
    }
  })

  test('a name that is neither an environment nor an open entry is said', async () => {
    const { all } = await died([])
    await expect(end(all, { what: 'prd' })).rejects.toMatchObject({
      code: 'usage',
      message: '"prd" is neither an environment nor an open entry.',
    })
    expect(await end(all, { what: 'test' })).toMatchObject({ runs: [] })
  })
})
