import { appendFile, mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { PromotionResult } from '../../../src/model/result.ts'
import { carryOut } from '../../../src/pipeline/apply/carry-out.ts'
import type { PipelineContext } from '../../../src/pipeline/context.ts'
import { makePlan } from '../../../src/pipeline/plan/make-plan.ts'
import { makeImage } from '../../support/images.ts'
import { overriding, testPipeline } from '../../support/pipeline.ts'
import { pushImage } from '../../support/push.ts'

async function promote(context: PipelineContext): Promise<PromotionResult> {
  const request = { from: 'test', to: 'prod', images: [] }
  const made = await makePlan(context, request, { describe: false, push: true })
  return carryOut(context, made, { keepGoing: false })
}

async function ready() {
  const pipeline = await testPipeline()
  await pushImage(pipeline.memory('test.example.com/api'), await makeImage(), ['1.0.0'])
  const beside = async (): Promise<string[]> => {
    const names = await readdir(path.dirname(pipeline.ledgerFile))
    return names.filter((name) => name.includes('.kept-'))
  }
  return { pipeline, beside }
}

test('a ledger that breaks while tags move ends in a result that says what moved and where the outcome is kept', async () => {
  const { pipeline, beside } = await ready()
  pipeline.replace('prod.example.com/api', (store) =>
    overriding(store, {
      tag: async (...args) => {
        await store.tag(...args)
        await appendFile(pipeline.ledgerFile, 'garbage\n')
      },
    }),
  )
  const result = await promote(pipeline.context)
  expect(result).toMatchObject({
    exitCode: 1,
    entry: null,
    head: null,
    steps: [{ outcome: 'promoted', tags: [{ result: 'moved' }] }],
  })
  expect(result.failures).toMatchObject([{ code: 'ledger', hint: expect.stringContaining('is kept in') }])
  expect(await beside()).toHaveLength(1)
})

test('a run whose intent cannot be written leaves nothing beside the ledger', async () => {
  const { pipeline, beside } = await ready()
  const { context } = pipeline
  const ledger = overriding(context.ledger, {
    // After the run has asked whether the ledger can be written, and the gates have read it.
    append: async (...args) => {
      await mkdir(pipeline.ledgerFile, { recursive: true })
      return context.ledger.append(...args)
    },
  })
  const result = await promote({ ...context, ledger })
  expect(result).toMatchObject({ exitCode: 1, entry: null, failures: [{ code: 'disk' }] })
  expect(await beside()).toEqual([])
})

test('an outcome that cannot be recorded is said beside what ended the run', async () => {
  const { pipeline, beside } = await ready()
  pipeline.replace('prod.example.com/api', (store) =>
    overriding(store, {
      putManifest: async (...args) => {
        await mkdir(pipeline.ledgerFile, { recursive: true })
        pipeline.abort()
        return store.putManifest(...args)
      },
    }),
  )
  const result = await promote(pipeline.context)
  expect(result.failures).toMatchObject([{ code: 'cancelled' }])
  expect(result.warnings).toEqual([
    expect.stringMatching(/it is no regular file\. .*set aside in .*\.set-aside/),
  ])
  expect(await beside()).toHaveLength(1)
})
