import { expect, test } from 'vitest'
import { NO_GATES, PLAIN_RULE } from '../../../src/model/gates/rules.ts'
import { makePlan } from '../../../src/pipeline/plan/make-plan.ts'
import { makeImage } from '../../support/images.ts'
import { testPipeline } from '../../support/pipeline.ts'
import { pushImage } from '../../support/push.ts'

const DAY = 86_400_000

/** What planning says where these gates are to be passed over and prod asks for a soak. */
async function planOver(...gates: readonly string[]): Promise<unknown> {
  const soak = { ...PLAIN_RULE, forMs: DAY, since: 'outcome' as const }
  const pipeline = await testPipeline({
    environments: [{ name: 'test' }, { name: 'prod', gates: { ...NO_GATES, soak } }],
  })
  await pushImage(pipeline.memory('test.example.com/api'), await makeImage(), ['1.0.0'])
  const overrides = { gates, reason: 'The shop is down.' }
  const request = { from: 'test', to: 'prod', images: [] }
  return makePlan(pipeline.context, request, { describe: false, push: false, overrides })
}

test('a gate that is asked is passed over', async () => {
  expect(await planOver('soak')).toMatchObject({ obstacles: [] })
})

test('a gate that does not exist is an error that names the nearest', async () => {
  await expect(planOver('soka')).rejects.toMatchObject({
    code: 'usage',
    message: 'There is no gate "soka".',
    details: { hint: 'Did you mean "soak"?' },
  })
})

test('a gate that nobody asks there is an error: there is nothing to pass over', async () => {
  await expect(planOver('soak', 'freeze')).rejects.toMatchObject({
    code: 'usage',
    message: 'prod does not ask for the gate freeze: there is nothing to pass over.',
    details: { hint: expect.stringContaining('promote gates --to prod') },
  })
})
