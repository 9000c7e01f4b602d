import { expect, test } from 'vitest'
import { openLedger } from '../../../src/ledger/file/file-ledger.ts'
import { NO_GATES, PLAIN_RULE } from '../../../src/model/gates/rules.ts'
import { carryOut } from '../../../src/pipeline/apply/carry-out.ts'
import { makePlan } from '../../../src/pipeline/plan/make-plan.ts'
import { outcomeBody, step } from '../../ledger/entry-bodies.ts'
import { tickingClock } from '../../ledger/workplace.ts'
import { makeImage } from '../../support/images.ts'
import { testPipeline } from '../../support/pipeline.ts'
import { pushImage } from '../../support/push.ts'

const route = { from: 'test', to: 'prod', images: [] }
const DAY = 86_400_000

test('a freeze that begins while content is on its way stops the tags', async () => {
  const windows = ['2026-11-27T15:00/2026-11-30']
  const freeze = { ...PLAIN_RULE, timezone: 'UTC', windows }
  const pipeline = await testPipeline({
    environments: [{ name: 'test' }, { name: 'prod', gates: { ...NO_GATES, freeze } }],
  })
  await pushImage(pipeline.memory('test.example.com/api'), await makeImage(), ['1.0.0'])
  const at = (text: string) => ({ ...pipeline.context, clock: { now: () => new Date(text) } })
  const made = await makePlan(at('2026-11-27T14:59:59.999Z'), route, { describe: false, push: true })
  expect(made.obstacles).toEqual([])
  const result = await carryOut(at('2026-11-27T15:00:00Z'), made, { keepGoing: false })
  expect(result).toMatchObject({
    exitCode: 3,
    failures: [
      { code: 'denied', message: `The gate freeze denies prod: prod is frozen: ${windows} in UTC.` },
    ],
  })
  expect(pipeline.memory('prod.example.com/api').tagged.size).toBe(0)
  expect(pipeline.counted('prod.example.com/api').writes.length).toBeGreaterThan(0)
})

test('what a gate denied before is no news when its sentence has gone on with the time', async () => {
  const soak = { ...PLAIN_RULE, forMs: DAY, since: 'outcome' as const }
  const pipeline = await testPipeline({
    environments: [{ name: 'test' }, { name: 'prod', gates: { ...NO_GATES, soak } }],
    images: [{ name: 'api' }, { name: 'web' }],
  })
  const begin = Date.UTC(2026, 10, 25, 12)
  for (const [image, at] of [
    ['web', begin - 2 * DAY],
    ['api', begin - 60_000],
  ] as const) {
    const made = await makeImage({ seed: image })
    await pushImage(pipeline.memory(`test.example.com/${image}`), made, ['1.0.0'])
    const { digest } = made.manifest.descriptor
    const came = step(image, { image, digest, tags: [{ tag: '1.0.0', old: null, new: digest }] })
    const ledger = openLedger(pipeline.ledgerFile, { clock: { now: () => new Date(at) } })
    await ledger.append(outcomeBody(null, [came], { from: 'dev', to: 'test' }))
  }
  const context = { ...pipeline.context, clock: tickingClock(begin) }
  const made = await makePlan(context, route, { describe: false, push: true })
  const result = await carryOut(context, made, { keepGoing: true })
  expect(result).toMatchObject({
    exitCode: 3,
    failures: [
      { image: 'api', message: expect.stringMatching(/^The gate soak denies prod: It has been in/) },
    ],
  })
  expect(pipeline.memory('prod.example.com/web').tagged.size).toBe(1)
  expect(pipeline.memory('prod.example.com/api').tagged.size).toBe(0)
  const outcome = (await pipeline.entries()).at(-1)
  expect(outcome).toMatchObject({ kind: 'outcome', result: 'done' })
})
