import fc from 'fast-check'
import { expect, test } from 'vitest'
import { carryOut } from '../../../src/pipeline/apply/carry-out.ts'
import { promote } from '../../../src/pipeline/apply/promote.ts'
import type { PipelineContext } from '../../../src/pipeline/context.ts'
import { diffMatrix } from '../../../src/pipeline/inspect/diff.ts'
import { readStatus } from '../../../src/pipeline/inspect/status.ts'
import { makePlan } from '../../../src/pipeline/plan/make-plan.ts'
import { PromoteError } from '../../../src/support/errors.ts'
import { makeImage, type TestImage } from '../../support/images.ts'
import { overriding, type TestPipeline, testPipeline } from '../../support/pipeline.ts'
import { pushImage } from '../../support/push.ts'
import { expectAgreement, selectAll } from './agreeing.ts'

const TAGS = ['1.0.0', '1.1.0', '2.0.0'] as const
const NAMES = ['api', 'web'] as const

/** What is asked to go from test to prod; nothing: all that the file selects. */
type Asked = readonly string[]

type Event =
  | { readonly kind: 'push'; readonly to: 'test' | 'prod'; readonly name: string; readonly tag: string }
  | { readonly kind: 'promote'; readonly images: Asked }

const nameOf = fc.constantFrom(...NAMES)
const tagOf = fc.constantFrom(...TAGS)
const askedOf: fc.Arbitrary<Asked> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Asked>([]) },
  { weight: 1, arbitrary: fc.tuple(nameOf, tagOf).map(([name, tag]): Asked => [`${name}:${tag}`]) },
)
const eventOf: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('test', 'test', 'test', 'prod'), nameOf, tagOf)
      .map(([to, name, tag]): Event => ({ kind: 'push', to, name, tag }) as Event),
  },
  { weight: 3, arbitrary: askedOf.map((images): Event => ({ kind: 'promote', images })) },
)

const images = new Map<string, TestImage>()
for (const tag of TAGS) images.set(tag, await makeImage({ seed: tag }))

async function push(pipeline: TestPipeline, to: string, name: string, tag: string): Promise<void> {
  const image = images.get(tag)
  if (image !== undefined) await pushImage(pipeline.memory(`${to}.example.com/${name}`), image, [tag])
}

async function run(context: PipelineContext, asked: Asked): Promise<void> {
  try {
    const options = { keepGoing: false, dryRun: false, isRead: false }
    await promote(context, { from: 'test', to: 'prod', images: asked }, options)
  } catch (error) {
    if (!(error instanceof PromoteError)) throw error
  }
}

/** A run that is killed as it is about to write the n-th tag, or its outcome where it writes fewer. Kept aside: it never ends. */
async function runKilled(pipeline: TestPipeline, asked: Asked, nth: number): Promise<void> {
  const context = pipeline.again()
  const killed = Promise.withResolvers<void>()
  const never = (): Promise<never> => {
    killed.resolve()
    return new Promise(() => {})
  }
  let left = nth
  const stores: PipelineContext['stores'] = {
    open: (location, access) => {
      const store = context.stores.open(location, access)
      return overriding(store, {
        tag: async (manifest, tag) => (--left <= 0 ? never() : store.tag(manifest, tag)),
      })
    },
  }
  const ledger = overriding(context.ledger, {
    append: async (body, ...rest) =>
      body.kind === 'outcome' ? never() : context.ledger.append(body, ...rest),
  })
  const work = async (): Promise<void> => {
    const request = { from: 'test', to: 'prod', images: asked }
    const made = await makePlan(context, request, { describe: false, push: true })
    await carryOut({ ...context, stores, ledger }, made, { keepGoing: false })
  }
  await Promise.race([
    killed.promise,
    work().catch((error) => {
      if (!(error instanceof PromoteError)) throw error
    }),
  ])
}

/** What people are shown of where prod is: no entries, which a crash adds to. */
async function shown(pipeline: TestPipeline): Promise<unknown> {
  const context = pipeline.again()
  const matrix = await diffMatrix(context, { images: [] })
  const status = await readStatus(context, { images: [] })
  const dry = await makePlan(
    context,
    { from: 'test', to: 'prod', images: [] },
    { describe: true, push: false },
  ).catch((error) => {
    if (!(error instanceof PromoteError)) throw error
    return undefined
  })
  return {
    matrix: matrix.rows.map(({ image, cells }) => [image, cells.map(({ current }) => current)]),
    status: status.rows.map(({ image, cells }) => [image, cells.map(({ tag, digest }) => [tag, digest])]),
    open: status.open.length,
    dry: dry?.document.plan.steps.map(({ image, kind, source }) => [image, source.tag, kind]),
    current: dry?.document.current,
  }
}

test('killed at any tag and run again, all that is shown is as after one clean run', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<readonly string[]>(['{tag}'], ['{tag}', 'latest']),
      fc.array(eventOf, { minLength: 2, maxLength: 8 }),
      askedOf,
      fc.integer({ min: 1, max: 5 }),
      async (tags, events, asked, nth) => {
        const pipelines: TestPipeline[] = []
        for (const _ of ['clean', 'killed']) {
          const pipeline = await testPipeline({
            environments: [{ name: 'test' }, { name: 'prod', tags }],
            images: NAMES.map((name) => ({ name, select: selectAll, optional: true })),
          })
          for (const event of events) {
            if (event.kind === 'push') await push(pipeline, event.to, event.name, event.tag)
            else await run(pipeline.again(), event.images)
          }
          pipelines.push(pipeline)
        }
        const [clean, killed] = pipelines
        if (clean === undefined || killed === undefined) throw new Error('no pipelines')
        await run(clean.again(), asked)
        await runKilled(killed, asked, nth)
        await run(killed.again(), asked)
        expect(await shown(killed)).toEqual(await shown(clean))
        await expectAgreement(killed, 'test', 'prod')
      },
    ),
    { numRuns: 100 },
  )
}, 120_000)
