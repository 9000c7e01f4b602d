import { expect, test } from 'vitest'
import type { Verdict } from '../../src/model/gates/verdict.ts'
import type { PlanCore } from '../../src/model/plan.ts'
import { type Digest, digestOf, shortDigest } from '../../src/oci/digest.ts'
import { carryOut } from '../../src/pipeline/apply/carry-out.ts'
import { makePlan, type PlanOptions } from '../../src/pipeline/plan/make-plan.ts'
import { rejectDigests } from '../../src/pipeline/standing/reject.ts'
import { PromoteError } from '../../src/support/errors.ts'
import { holdBody, rejectBody, releaseBody } from '../ledger/entry-bodies.ts'
import { makeArtifact, makeImage, makeIndex, type TestImage } from '../support/images.ts'
import { overriding, type TestPipeline, testPipeline } from '../support/pipeline.ts'
import { pushImage } from '../support/push.ts'

const TEST = 'test.example.com/api'
const route = { from: 'test', to: 'prod', images: [] }
const digest = (image: TestImage): Digest => image.manifest.descriptor.digest

interface Scene {
  readonly pipeline: TestPipeline
  readonly image: TestImage
  readonly amd64: TestImage
  /** What the gates `hold` and `reject` say of it on its way to prod. */
  judged(options?: Partial<PlanOptions>): Promise<readonly Verdict[]>
}

/** An index of two platforms as api:1.0.0 in test. */
async function scene(): Promise<Scene> {
  const pipeline = await testPipeline()
  const [amd64, arm64] = await Promise.all([makeImage({ seed: 'amd64' }), makeImage({ seed: 'arm64' })])
  if (amd64 === undefined || arm64 === undefined) throw new Error('no image')
  const image = makeIndex([amd64, arm64])
  await pushImage(pipeline.memory(TEST), image, ['1.0.0'])
  return {
    pipeline,
    image,
    amd64,
    async judged(options = {}) {
      const made = await makePlan(pipeline.context, route, { describe: false, push: false, ...options })
      return made.document.verdicts.filter(({ gate }) => gate === 'hold' || gate === 'reject')
    },
  }
}

test('what is neither held nor rejected is not spoken of, and nothing more is read for it', async () => {
  const { pipeline, judged } = await scene()
  expect(await judged()).toEqual([])
  const before = pipeline.counted(TEST).calls.length
  const { ledger } = pipeline.context
  await ledger.append(holdBody({ image: 'web', digest: null }))
  await ledger.append(holdBody({ environment: 'test', digest: null }))
  expect(await judged()).toEqual([])
  expect(pipeline.counted(TEST).calls.length).toBe(2 * before)
})

test('a hold on the digest denies it there, with who said so and what takes it back', async () => {
  const { pipeline, image, judged } = await scene()
  const { entry } = await pipeline.context.ledger.append(holdBody({ digest: digest(image) }))
  const short = shortDigest(digest(image))
  expect(await judged()).toEqual([
    {
      gate: 'hold',
      image: 'api',
      tag: '1.0.0',
      answer: 'deny',
      reason: `${short} is held in prod by release-manager (entry 1: Logins fail.); "promote hold release 1 --reason TEXT" takes that back.`,
      evidence: {
        ...{ entry: 1, id: entry.id, at: entry.at, actor: 'release-manager', why: 'Logins fail.' },
        refused: digest(image),
      },
    },
  ])
  await pipeline.context.ledger.append(releaseBody(entry.id))
  expect(await judged()).toEqual([])
})

test.each<[string, (scene: Scene) => object]>([
  ['every digest of the image', () => holdBody({ digest: null })],
  ['the index', ({ image }) => holdBody({ digest: digest(image) })],
  ['one that the index lists', ({ amd64 }) => holdBody({ digest: digest(amd64) })],
  ['the index, which is rejected', ({ image }) => rejectBody({ digest: digest(image) })],
  ['one that the index lists, which is rejected', ({ amd64 }) => rejectBody({ digest: digest(amd64) })],
])('%s is in the way, and nothing is written', async (_, bodyOf) => {
  const opened = await scene()
  const { pipeline, image } = opened
  await pipeline.context.ledger.append(bodyOf(opened) as never)
  const made = await makePlan(pipeline.context, route, { describe: false, push: true })
  const result = await carryOut(pipeline.context, made, { keepGoing: false })
  expect(result).toMatchObject({ exitCode: 3, entry: null })
  expect(await pipeline.memory('prod.example.com/api').resolve(digest(image))).toBeUndefined()
  expect(await pipeline.entries()).toHaveLength(1)
})

test.each<[string, (scene: Scene) => object]>([
  ['another digest', () => holdBody({ digest: digestOf('other') })],
  ['another environment', ({ image }) => holdBody({ environment: 'test', digest: digest(image) })],
  ['another image', ({ image }) => holdBody({ image: 'web', digest: digest(image) })],
  ['another digest, rejected', () => rejectBody({ digest: digestOf('other') })],
])('%s is not in the way', async (_, bodyOf) => {
  const opened = await scene()
  await opened.pipeline.context.ledger.append(bodyOf(opened) as never)
  expect(await opened.judged()).toEqual([])
})

test('one that an index lists is named with the index', async () => {
  const { pipeline, image, amd64, judged } = await scene()
  await pipeline.context.ledger.append(rejectBody({ digest: digest(amd64) }))
  const [verdict] = await judged()
  expect(verdict?.reason).toBe(
    `${shortDigest(digest(amd64))}, which ${shortDigest(digest(image))} lists, is rejected by release-manager (entry 1: It leaks.); "promote reject ${shortDigest(digest(amd64))} --undo --reason TEXT" takes that back.`,
  )
})

test('what a rejected index listed is not rejected by that: another index may have it', async () => {
  const { pipeline, amd64, judged } = await scene()
  const old = makeIndex([amd64])
  await pipeline.context.ledger.append(rejectBody({ digest: digest(old) }))
  expect(await judged()).toEqual([])
})

test.each([
  ['hold', holdBody({ digest: digestOf('other') })],
  ['reject', rejectBody({ digest: digestOf('other') })],
])('where it is not known whether the index lists it, the gate %s denies', async (gate, body) => {
  const { pipeline, judged } = await scene()
  await pipeline.context.ledger.append(body)
  const [amd64, arm64] = await Promise.all([makeImage({ seed: 'inner' }), makeImage({ seed: 'x' })])
  if (amd64 === undefined || arm64 === undefined) throw new Error('no image')
  const nested = makeIndex([makeIndex([amd64]), arm64])
  await pushImage(pipeline.memory(TEST), nested, ['1.0.0'])
  const inner = digest(makeIndex([amd64]))
  pipeline.replace(TEST, (store) =>
    overriding(store, {
      manifest: async (reference, options) => {
        if (reference === inner) throw new PromoteError('unreachable', 'The registry does not answer.')
        return store.manifest(reference, options)
      },
    }),
  )
  expect(await judged()).toMatchObject([
    { gate, answer: 'unknown', reason: expect.stringContaining('does not answer') },
  ])
})

test('an override passes neither over, and says so', async () => {
  const { pipeline, image, judged } = await scene()
  await pipeline.context.ledger.append(holdBody({ digest: digest(image) }))
  await pipeline.context.ledger.append(rejectBody({ digest: digest(image) }))
  const overrides = { gates: ['hold', 'reject'], reason: 'we must' }
  const verdicts = await judged({ overrides })
  expect(verdicts.map(({ gate, answer, overridden }) => [gate, answer, overridden])).toEqual([
    ['hold', 'deny', undefined],
    ['reject', 'deny', undefined],
  ])
  for (const { reason } of verdicts) expect(reason).toContain('This gate cannot be overridden.')
})

test('what is held after the gates were asked, and before tags move, goes nowhere', async () => {
  const { pipeline, image } = await scene()
  const { context } = pipeline
  const late = overriding(context.ledger, {
    async append(body, ...rest) {
      if (body.kind === 'intent') await pipeline.again().ledger.append(holdBody({ digest: digest(image) }))
      return context.ledger.append(body, ...rest)
    },
  })
  const made = await makePlan(context, route, { describe: false, push: true })
  const result = await carryOut({ ...context, ledger: late }, made, { keepGoing: false })
  expect(result).toMatchObject({
    exitCode: 3,
    failures: [
      { image: 'api', code: 'denied', message: expect.stringContaining('was held in prod meanwhile') },
    ],
  })
  expect(await pipeline.memory('prod.example.com/api').resolve('1.0.0')).toBeUndefined()
  expect((await pipeline.entries()).filter(({ kind }) => kind === 'intent')).toEqual([])
})

test('a plan of another project, or one that brings nothing, is not rejected', async () => {
  const { pipeline } = await scene()
  const { document } = await makePlan(pipeline.context, route, { describe: false, push: false })
  const reject = (plan: PlanCore) =>
    rejectDigests(pipeline.context, { kind: 'plan', plan: { plan } }, { reason: 'no' })
  await expect(reject({ ...document.plan, project: 'other' })).rejects.toMatchObject({
    code: 'usage',
    message: 'This is a plan of other, not of shop.',
  })
  const steps = document.plan.steps.map((step) => ({ ...step, kind: 'unchanged' as const }))
  await expect(reject({ ...document.plan, steps })).rejects.toMatchObject({ code: 'usage' })
  expect(await pipeline.entries()).toEqual([])
  expect((await reject(document.plan)).digests).toHaveLength(1)
})

test('what is there already is left alone, and what refers to it may come', async () => {
  const pipeline = await testPipeline({
    environments: [{ name: 'test' }, { name: 'prod', referrers: { copy: 'all', require: [] } }],
  })
  const { context } = pipeline
  const image = await makeImage({ seed: 'there' })
  await pushImage(pipeline.memory(TEST), image, ['1.0.0'])
  await pushImage(pipeline.memory('prod.example.com/api'), image, ['1.0.0'])
  const run = async () => {
    const made = await makePlan(pipeline.again(), route, { describe: false, push: true })
    return {
      kinds: made.steps.map(({ kind }) => kind),
      result: await carryOut(pipeline.again(), made, { keepGoing: false }),
    }
  }
  await run()
  await context.ledger.append(holdBody({ digest: digest(image) }))
  await context.ledger.append(rejectBody({ digest: digest(image) }))
  expect(await run()).toMatchObject({ kinds: ['unchanged'], result: { exitCode: 0 } })
  const signature = makeArtifact({
    subject: image,
    artifactType: 'application/vnd.cncf.notary.signature',
    content: 'late',
  })
  await pushImage(pipeline.memory(TEST), signature, [])
  expect(await run()).toMatchObject({ kinds: ['referrers'], result: { exitCode: 0 } })
})
