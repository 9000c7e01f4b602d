import { rm } from 'node:fs/promises'
import fc from 'fast-check'
import { test } from 'vitest'
import { type TestPipeline, testPipeline } from '../../support/pipeline.ts'
import { pushImage } from '../../support/push.ts'
import { expectAgreement, expectPromoted, expectRolledBack, promoteInto, rollBack } from './agreeing.ts'
import {
  type Event,
  eventOf,
  excludeOf,
  imageArgument,
  imageOf,
  ROUTES,
  selectOf,
  templatesOf,
} from './histories.ts'

async function happen(pipeline: TestPipeline, event: Event): Promise<void> {
  switch (event.kind) {
    case 'push':
      await pushImage(pipeline.memory(`${event.to}.example.com/api`), imageOf(event.seed), [event.tag])
      return
    case 'remove':
      await pipeline.memory(`${event.from}.example.com/api`).untag?.(event.tag)
      return
    case 'promote': {
      const [from, to] = event.route
      const images = imageArgument(event.what)
      const result = await promoteInto(pipeline, { from, to, images })
      if (result?.exitCode === 0) await expectPromoted(pipeline, result, images)
      return
    }
    case 'rollback': {
      const result = await rollBack(pipeline, event)
      if (result?.exitCode === 0) await expectRolledBack(pipeline, event, result)
      return
    }
    case 'lose-ledger':
      for (const end of ['', '.open', '.lock']) await rm(`${pipeline.ledgerFile}${end}`, { force: true })
      return
    default:
      event satisfies never
  }
}

test('a comparison, the matrix, a status and a dry run agree after whatever happened', async () => {
  await fc.assert(
    fc.asyncProperty(
      selectOf,
      fc.record({ optional: fc.boolean(), exclude: excludeOf }),
      templatesOf,
      fc.array(eventOf, { minLength: 1, maxLength: 12 }),
      async (select, rule, tags, events) => {
        const pipeline = await testPipeline({
          environments: [
            { name: 'dev' },
            { name: 'test', tags },
            { name: 'prod', tags, from: ['test', 'dev'] },
          ],
          images: [{ name: 'api', select, ...rule }],
        })
        for (const event of events) {
          await happen(pipeline, event)
          for (const [from, to] of ROUTES) await expectAgreement(pipeline, from, to)
        }
      },
    ),
    { numRuns: 150 },
  )
}, 240_000)
