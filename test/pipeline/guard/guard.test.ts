import { expect, test } from 'vitest'
import { type Digest, digestOf } from '../../../src/oci/digest.ts'
import { cosignTag, fallbackTag } from '../../../src/oci/referrer-tags.ts'
import { carryOut } from '../../../src/pipeline/apply/carry-out.ts'
import { readGuard } from '../../../src/pipeline/guard/guard.ts'
import { makePlan } from '../../../src/pipeline/plan/make-plan.ts'
import { PromoteError } from '../../../src/support/errors.ts'
import { holdBody, intentBody, outcomeBody, step } from '../../ledger/entry-bodies.ts'
import { makeArtifact, makeImage, makeIndex, type TestImage } from '../../support/images.ts'
import { overriding, type TestPipeline, testPipeline } from '../../support/pipeline.ts'
import { pushImage } from '../../support/push.ts'

const TEST = 'test.example.com/api'
const PROD = 'prod.example.com/api'
const digest = (image: TestImage): Digest => image.manifest.descriptor.digest

async function promote({ context }: TestPipeline): Promise<void> {
  const made = await makePlan(
    context,
    { from: 'test', to: 'prod', images: [] },
    { describe: false, push: true },
  )
  expect((await carryOut(context, made, { keepGoing: false })).exitCode).toBe(0)
}

/** What is in use in a repository: of each digest what for. */
async function uses(
  { context }: TestPipeline,
  repository: string,
  environment?: string,
): Promise<Record<string, string[]>> {
  const report = await readGuard(context, { environment, allTags: false })
  const found = report.repositories.find((one) => one.repository === repository)
  return Object.fromEntries(
    (found?.manifests ?? []).map((manifest) => [
      manifest.digest,
      [...new Set(manifest.uses.map(({ kind }) => kind))],
    ]),
  )
}

test('an image in use is spared with its parts, its signature and the lists of those', async () => {
  const pipeline = await testPipeline({
    environments: [{ name: 'test' }, { name: 'prod', referrers: { copy: 'all', require: [] } }],
  })
  const [amd64, arm64] = [await makeImage({ seed: 'amd64' }), await makeImage({ seed: 'arm64' })]
  const index = makeIndex([amd64, arm64])
  const sbom = makeArtifact({ subject: amd64, artifactType: 'application/spdx+json', content: 'sbom' })
  const signature = makeArtifact({ content: 'signature' })
  const source = pipeline.memory(TEST)
  await pushImage(source, index, ['1.0.0'])
  await pushImage(source, sbom, [])
  await pushImage(source, signature, [cosignTag(digest(index), 'sig') ?? ''])
  await promote(pipeline)
  const old = await makeImage({ seed: 'old' })
  await pushImage(pipeline.memory(PROD), old, ['0.9.0', `promote-keep-${digest(old).slice(7, 19)}`])
  await pushImage(pipeline.memory(PROD), await makeImage({ seed: 'unused' }), ['0.1.0'])
  const list = makeIndex([await makeImage({ seed: 'in the list' })])
  await pushImage(pipeline.memory(PROD), list, [fallbackTag(digest(index))])
  const found = await uses(pipeline, PROD)
  expect(found).toMatchObject({
    [digest(index)]: ['current', 'selected'],
    [digest(amd64)]: ['part'],
    [digest(arm64)]: ['part'],
    [digest(sbom)]: ['referrer'],
    [digest(signature)]: ['referrer'],
    [digest(list)]: ['referrer'],
    [digest(old)]: ['retained'],
  })
  expect(Object.values(found).flat()).not.toContain('held')
  const report = await readGuard(pipeline.context, { environment: 'prod', allTags: true })
  expect(report.environments).toEqual(['prod'])
  const tags = report.repositories.flatMap(({ manifests }) =>
    manifests.flatMap((one) => (one.digest === digest(old) ? one.tags : [])),
  )
  expect(tags).toEqual(['0.9.0', `promote-keep-${digest(old).slice(7, 19)}`])
})

test('what is held is spared where it is, and what an unfinished run moves', async () => {
  const pipeline = await testPipeline()
  const [held, other, fresh] = [
    await makeImage({ seed: 'held' }),
    await makeImage({ seed: 'other' }),
    await makeImage({ seed: 'new' }),
  ]
  const prod = pipeline.memory(PROD)
  await pushImage(prod, held, [])
  await pushImage(prod, other, ['0.9.0'])
  await pushImage(prod, fresh, [])
  const { ledger } = pipeline.context
  await ledger.append(holdBody({ digest: digest(held) }))
  await ledger.append(holdBody({ digest: digestOf('never there') }))
  await ledger.append(holdBody({ digest: null }))
  const moving = { tag: '1.0.0', old: digest(other), new: digest(fresh) }
  await ledger.append(intentBody([step('x', { digest: digest(fresh), destination: PROD, tags: [moving] })]))
  expect(await uses(pipeline, PROD)).toEqual({
    [digest(held)]: ['held'],
    [digest(other)]: ['current', 'moving'],
    [digest(fresh)]: ['moving'],
  })
})

test('an image that the file has no more is spared as the ledger has it', async () => {
  const pipeline = await testPipeline()
  const gone = await makeImage({ seed: 'gone' })
  await pushImage(pipeline.memory('prod.example.com/gone'), gone, ['1.0.0'])
  const own = step('x', {
    image: 'gone',
    digest: digest(gone),
    destination: 'prod.example.com/gone',
    tags: [{ tag: '1.0.0', old: null, new: digest(gone) }],
  })
  await pipeline.context.ledger.append(outcomeBody(null, [own]))
  expect(await uses(pipeline, 'prod.example.com/gone')).toEqual({ [digest(gone)]: ['current'] })
})

test('what the ledger has as current is spared too where somebody else moved its tag', async () => {
  const pipeline = await testPipeline()
  const ours = await makeImage({ seed: 'api' })
  await pushImage(pipeline.memory(TEST), ours, ['1.0.0'])
  await promote(pipeline)
  const theirs = await makeImage({ seed: 'pushed over' })
  await pushImage(pipeline.memory(PROD), theirs, ['1.0.0'])
  expect(await uses(pipeline, PROD)).toEqual({
    [digest(ours)]: ['current'],
    [digest(theirs)]: ['current', 'selected'],
  })
})

test('where something cannot be read there is no list at all', async () => {
  const pipeline = await testPipeline()
  await pushImage(pipeline.memory(TEST), await makeImage({ seed: 'api' }), ['1.0.0'])
  await promote(pipeline)
  pipeline.replace(PROD, (store) =>
    overriding(store, {
      manifest: () => Promise.reject(new PromoteError('unreachable', 'Nothing listens at prod.example.com.')),
    }),
  )
  await expect(readGuard(pipeline.context, { environment: undefined, allTags: false })).rejects.toMatchObject(
    {
      code: 'unreachable',
    },
  )
})
