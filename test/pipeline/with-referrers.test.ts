import { describe, expect, test } from 'vitest'
import { LedgerView } from '../../src/model/ledger/queries.ts'
import type { PromotionResult } from '../../src/model/result.ts'
import type { Digest } from '../../src/oci/digest.ts'
import { type CosignSuffix, cosignTag, fallbackTag } from '../../src/oci/referrer-tags.ts'
import { carryOut } from '../../src/pipeline/apply/carry-out.ts'
import { applySavedPlan } from '../../src/pipeline/apply/promote.ts'
import type { PipelineContext } from '../../src/pipeline/context.ts'
import { diffPair } from '../../src/pipeline/inspect/diff.ts'
import { plannedResult } from '../../src/pipeline/plan/dry-run.ts'
import { makePlan } from '../../src/pipeline/plan/make-plan.ts'
import { verifyEnvironments } from '../../src/pipeline/verify/verify.ts'
import { PromoteError } from '../../src/support/errors.ts'
import { makeArtifact, makeImage, makeIndex, type TestImage } from '../support/images.ts'
import { overriding, type TestEnvironment, type TestPipeline, testPipeline } from '../support/pipeline.ts'
import { pushImage } from '../support/push.ts'

const TEST = 'test.example.com/api'
const PROD = 'prod.example.com/api'
const route = { from: 'test', to: 'prod', images: [] }
const NOTARY = 'application/vnd.cncf.notary.signature'
const SPDX = 'application/spdx+json'

/** test and prod, where prod has this rule; everything comes along unless told. */
function promotion(prod: Partial<TestEnvironment> = {}): Promise<TestPipeline> {
  return testPipeline({
    environments: [{ name: 'test' }, { name: 'prod', referrers: { copy: 'all', require: [] }, ...prod }],
  })
}

async function promote(context: PipelineContext): Promise<PromotionResult> {
  const made = await makePlan(context, route, { describe: false, push: true })
  return carryOut(context, made, { keepGoing: false })
}

async function dryRun(context: PipelineContext): Promise<PromotionResult> {
  const made = await makePlan(context, route, { describe: true, push: false })
  return plannedResult(made)
}

function digest(image: TestImage): Digest {
  return image.manifest.descriptor.digest
}

function tagOf(image: TestImage, suffix: CosignSuffix): string {
  return cosignTag(digest(image), suffix) ?? ''
}

/** An image with a signature, an SBOM, and a signature of that, in test. */
async function signedImage(pipeline: TestPipeline, seed = 'signed') {
  const image = await makeImage({ seed })
  const signature = makeArtifact({ subject: image, artifactType: NOTARY, content: `signature ${seed}` })
  const sbom = makeArtifact({ subject: image, artifactType: SPDX, content: `sbom ${seed}` })
  const sealed = makeArtifact({
    subject: sbom,
    artifactType: NOTARY,
    content: `signature of the sbom ${seed}`,
  })
  const source = pipeline.memory(TEST)
  await pushImage(source, image, ['1.0.0'])
  for (const one of [signature, sbom, sealed]) await pushImage(source, one)
  return { image, signature, sbom, sealed }
}

describe('what comes along', () => {
  test('is everything that refers to the image, and to that, before any tag moves', async () => {
    const pipeline = await promotion()
    const { image, signature, sbom, sealed } = await signedImage(pipeline)
    const result = await promote(pipeline.context)
    expect(result).toMatchObject({ exitCode: 0, verified: 4, failures: [] })
    const [step] = result.plan.plan.steps
    expect(step?.referrers.map((one) => one.subject)).toEqual([digest(image), digest(image), digest(sbom)])
    expect(step?.referrers.map((one) => one.kinds[0]).toSorted()).toEqual(['sbom', 'signature', 'signature'])
    const prod = pipeline.memory(PROD)
    for (const one of [image, signature, sbom, sealed]) expect(prod.manifests.has(digest(one))).toBe(true)
    const writes = pipeline
      .counted(PROD)
      .writes.filter(({ method }) => method === 'putManifest' || method === 'tag')
    expect(writes.map(({ method }) => method)).toEqual([
      'putManifest',
      'putManifest',
      'putManifest',
      'putManifest',
      'tag',
    ])
    expect(writes[0]?.about).toBe(digest(image))
    expect(writes[3]?.about).toBe(digest(sealed))
    expect(result.steps[0]?.referrers?.map(({ kind }) => kind).toSorted()).toEqual([
      'sbom',
      'signature',
      'signature',
    ])
    expect((await pipeline.entries()).at(-1)).toMatchObject({
      steps: [{ referrers: result.steps[0]?.referrers }],
    })
  })

  test('each blob once, whatever number of referrers share it', async () => {
    const pipeline = await promotion()
    await signedImage(pipeline)
    await promote(pipeline.context)
    const { uploads } = pipeline.counted(PROD)
    expect(uploads.repeats).toBe(0)
    // The image's config and two layers, the empty config of all artifacts, and the content of each.
    expect(uploads.size).toBe(3 + 1 + 3)
  })

  test('is what the rule names; what refers to something left behind stays behind too', async () => {
    const pipeline = await promotion({ referrers: { copy: [NOTARY], require: [] } })
    const { signature, sbom, sealed } = await signedImage(pipeline)
    await promote(pipeline.context)
    const { manifests } = pipeline.memory(PROD)
    expect([signature, sbom, sealed].map((one) => manifests.has(digest(one)))).toEqual([true, false, false])
  })

  test('is nothing, and nobody asks, where the rule says none', async () => {
    const pipeline = await promotion({ referrers: { copy: 'none', require: [] } })
    await signedImage(pipeline)
    await promote(pipeline.context)
    const source = pipeline.counted(TEST)
    expect([source.count('tags'), source.count('referrers'), pipeline.memory(PROD).manifests.size]).toEqual([
      0, 0, 1,
    ])
  })

  test('of an index belongs to the index and to each of its children', async () => {
    const pipeline = await promotion()
    const images = [
      await makeImage({ seed: 'amd64' }),
      await makeImage({ seed: 'arm64', platform: { os: 'linux', architecture: 'arm64' } }),
    ]
    const index = makeIndex(images, { attestations: true })
    const reports = [index, ...images].map((subject) => makeArtifact({ subject, artifactType: NOTARY }))
    await pushImage(pipeline.memory(TEST), index, ['1.0.0'])
    for (const one of reports) await pushImage(pipeline.memory(TEST), one)
    const result = await promote(pipeline.context)
    expect(result.plan.plan.steps[0]?.referrers).toHaveLength(3)
    for (const one of reports) expect(pipeline.memory(PROD).manifests.has(digest(one))).toBe(true)
    // The index, two images, two attestations of BuildKit's, three signatures: each asked about once.
    expect(pipeline.counted(TEST).count('referrers')).toBe(8)
    expect(pipeline.counted(TEST).count('tags')).toBe(1)
  })

  test('comes along under a tag of its own where cosign keeps it so', async () => {
    const pipeline = await promotion()
    const image = await makeImage({ seed: 'image' })
    const signature = await makeImage({ seed: 'signature', layers: 1 })
    await pushImage(pipeline.memory(TEST), image, ['1.0.0'])
    await pushImage(pipeline.memory(TEST), signature, [tagOf(image, 'sig')])
    const result = await promote(pipeline.context)
    expect(result.plan.plan.steps[0]?.referrers).toMatchObject([
      { found: 'tag', kinds: ['signature'], tag: { tag: tagOf(image, 'sig'), replaces: null } },
    ])
    const tagged = pipeline.counted(PROD).writes.filter(({ method }) => method === 'tag')
    expect(tagged.map(({ about }) => about)).toEqual([tagOf(image, 'sig'), '1.0.0'])
    expect(pipeline.memory(PROD).tagged.get(tagOf(image, 'sig'))).toBe(digest(signature))
  })

  test('is found once where tags lead in a circle', async () => {
    const pipeline = await promotion()
    const image = await makeImage({ seed: 'circle' })
    const first = await makeImage({ seed: 'first', layers: 1 })
    const second = await makeImage({ seed: 'second', layers: 1 })
    const source = pipeline.memory(TEST)
    await pushImage(source, image, ['1.0.0', tagOf(second, 'sig')])
    await pushImage(source, first, [tagOf(image, 'sig')])
    await pushImage(source, second, [tagOf(first, 'sig')])
    const result = await promote(pipeline.context)
    expect(result.exitCode).toBe(0)
    expect(result.plan.plan.steps[0]?.referrers).toHaveLength(3)
    expect(pipeline.memory(PROD).tagged.get(tagOf(second, 'sig'))).toBe(digest(image))
  })

  test('is not what a list names and the repository does not have: that is said', async () => {
    const pipeline = await promotion()
    const { image, signature } = await signedImage(pipeline)
    const gone = makeArtifact({ subject: image, content: 'gone' })
    pipeline.replace(TEST, (store) =>
      overriding(store, {
        async *referrers(subject, options) {
          yield* store.referrers(subject, options)
          if (subject.digest === digest(image))
            yield { ...gone.manifest.descriptor, found: 'fallback' as const }
        },
      }),
    )
    const result = await promote(pipeline.context)
    expect(result.exitCode).toBe(0)
    expect(result.warnings).toEqual([expect.stringContaining('does not have it: it stays behind')])
    expect(pipeline.memory(PROD).manifests.has(digest(signature))).toBe(true)
  })

  test('is looked for by name where tags may not be listed', async () => {
    const pipeline = await promotion()
    const image = await makeImage({ seed: 'unlisted' })
    const signature = await makeImage({ seed: 'signature', layers: 1 })
    await pushImage(pipeline.memory(TEST), image, ['1.0.0'])
    await pushImage(pipeline.memory(TEST), signature, [tagOf(image, 'sig')])
    for (const repository of [TEST, PROD]) {
      pipeline.replace(repository, (store) =>
        overriding(store, {
          // biome-ignore lint/correctness/useYield: it fails before there is anything to give
          async *tags() {
            throw new PromoteError('forbidden', 'No list for you.', { status: 403 })
          },
        }),
      )
    }
    expect((await promote(pipeline.context)).exitCode).toBe(0)
    expect(pipeline.memory(PROD).tagged.get(tagOf(image, 'sig'))).toBe(digest(signature))
  })

  test('is never taken for a version by a glob', async () => {
    const pipeline = await testPipeline({
      environments: [{ name: 'test' }, { name: 'prod', referrers: { copy: 'all', require: [] } }],
      images: [{ name: 'api', select: [{ kind: 'glob', glob: '*' }] }],
    })
    const image = await makeImage({ seed: 'glob' })
    await pushImage(pipeline.memory(TEST), image, ['1.0.0', fallbackTag(digest(image))])
    await pushImage(pipeline.memory(TEST), await makeImage({ seed: 'sig' }), [tagOf(image, 'sig')])
    const result = await promote(pipeline.context)
    expect(result.plan.plan.steps.map(({ source }) => source.tag)).toEqual(['1.0.0'])
    expect(pipeline.counted(TEST).count('tags')).toBe(1)
  })
})

describe('an image that is in step', () => {
  test('gets what it lacks; nothing else is touched, and its history stays', async () => {
    const pipeline = await promotion()
    const { image, signature } = await signedImage(pipeline)
    await promote(pipeline.context)
    const late = makeArtifact({ subject: signature, artifactType: NOTARY, content: 'late' })
    await pushImage(pipeline.memory(TEST), late)
    pipeline.counted(PROD).reset()
    const result = await promote(pipeline.again())
    expect(result).toMatchObject({ exitCode: 0, steps: [{ outcome: 'completed' }] })
    expect(result.plan.plan.steps).toMatchObject([
      { kind: 'referrers', referrers: [{ subject: digest(signature) }] },
    ])
    expect(pipeline.memory(PROD).manifests.has(digest(late))).toBe(true)
    expect(pipeline.counted(PROD).count('tag')).toBe(0)
    const entries = await pipeline.entries()
    expect(entries.map(({ kind }) => kind)).toEqual(['intent', 'outcome', 'outcome'])
    const view = new LedgerView()
    for (const entry of entries) view.add(entry)
    expect(view.current('prod', 'api')?.sequence).toBe(2)
    expect(view.referrers(PROD, digest(image))).toHaveLength(4)
    expect((await promote(pipeline.again())).steps).toMatchObject([{ outcome: 'unchanged' }])
  })

  test('with all of them is asked for little, and nothing is written', async () => {
    const pipeline = await promotion()
    const image = await makeImage({ seed: 'plain' })
    for (const repository of [TEST, PROD]) await pushImage(pipeline.memory(repository), image, ['1.0.0'])
    await promote(pipeline.context)
    expect(
      pipeline
        .counted(TEST)
        .calls.map(({ method }) => method)
        .toSorted(),
    ).toEqual(['manifest', 'referrers', 'tags'])
    expect(pipeline.counted(PROD).calls.map(({ method }) => method)).toEqual(['resolve'])
  })
})

describe("cosign's tags", () => {
  /** An image in both environments whose tag holds these in test and in prod. */
  async function differing(inTest: TestImage, inProd: TestImage, prod: Partial<TestEnvironment> = {}) {
    const pipeline = await promotion(prod)
    const image = await makeImage({ seed: 'both' })
    for (const [repository, held] of [
      [TEST, inTest],
      [PROD, inProd],
    ] as const) {
      await pushImage(pipeline.memory(repository), image, ['1.0.0'])
      await pushImage(pipeline.memory(repository), held, [tagOf(image, 'att')])
    }
    return { pipeline, tag: tagOf(image, 'att') }
  }

  test('move to what has all that they hold', async () => {
    const one = await makeImage({ seed: 'one', layers: 1 })
    const both = await makeImage({ seed: 'two', layers: 1, base: one })
    const { pipeline, tag } = await differing(both, one)
    const result = await promote(pipeline.context)
    expect(result).toMatchObject({ exitCode: 0, steps: [{ outcome: 'completed' }] })
    expect(pipeline.memory(PROD).tagged.get(tag)).toBe(digest(both))
  })

  test('stay where they hold more than the source has', async () => {
    const one = await makeImage({ seed: 'one', layers: 1 })
    const both = await makeImage({ seed: 'two', layers: 1, base: one })
    const { pipeline, tag } = await differing(one, both)
    expect((await promote(pipeline.context)).steps).toMatchObject([{ outcome: 'unchanged' }])
    expect(pipeline.memory(PROD).tagged.get(tag)).toBe(digest(both))
  })

  test('that would lose something deny the step before anything is written, in a dry run too', async () => {
    const theirs = await makeImage({ seed: 'theirs', layers: 1 })
    const { pipeline, tag } = await differing(await makeImage({ seed: 'ours', layers: 1 }), theirs)
    const result = await promote(pipeline.context)
    expect(result).toMatchObject({
      exitCode: 3,
      failures: [{ code: 'denied', message: expect.stringContaining('moving that tag would lose it') }],
    })
    expect(result.plan.verdicts).toMatchObject([
      { gate: 'order' },
      { gate: 'referrers', answer: 'deny', evidence: { tag, holds: digest(theirs) } },
    ])
    expect((await dryRun(pipeline.again())).exitCode).toBe(3)
    expect(pipeline.counted(PROD).writes).toEqual([])
  })

  test('that match "immutable" do not move', async () => {
    const one = await makeImage({ seed: 'one', layers: 1 })
    const both = await makeImage({ seed: 'two', layers: 1, base: one })
    const { pipeline, tag } = await differing(both, one, { immutable: ['*.att'] })
    const result = await promote(pipeline.context)
    expect(result).toMatchObject({ exitCode: 3, failures: [{ code: 'immutable' }] })
    expect(pipeline.memory(PROD).tagged.get(tag)).toBe(digest(one))
  })

  test('that changed since a plan was saved make it stale', async () => {
    const one = await makeImage({ seed: 'one', layers: 1 })
    const both = await makeImage({ seed: 'two', layers: 1, base: one })
    const { pipeline, tag } = await differing(both, one)
    const { document } = await makePlan(pipeline.context, route, { describe: false, push: false })
    await pushImage(pipeline.memory(PROD), await makeImage({ seed: 'meanwhile' }), [tag])
    const applying = applySavedPlan(pipeline.context, document, {
      keepGoing: false,
      dryRun: false,
      isRead: false,
    })
    await expect(applying).rejects.toMatchObject({ code: 'stale', message: expect.stringContaining(tag) })
    expect(pipeline.counted(PROD).writes).toEqual([])
  })
})

describe('what is required', () => {
  test('and not in the source denies before anything is written', async () => {
    const pipeline = await promotion({ referrers: { copy: 'all', require: ['signature', 'provenance'] } })
    await signedImage(pipeline)
    const result = await promote(pipeline.context)
    expect(result).toMatchObject({
      exitCode: 3,
      failures: [
        {
          code: 'denied',
          message: 'The gate referrers denies prod: It has no provenance in test, which prod requires.',
        },
      ],
    })
    expect(pipeline.counted(PROD).writes).toEqual([])
  })

  test('and there is a verdict in the plan and in the ledger', async () => {
    const pipeline = await promotion({ referrers: { copy: 'all', require: ['signature', 'sbom'] } })
    await signedImage(pipeline)
    const result = await promote(pipeline.context)
    const verdict = {
      gate: 'referrers',
      answer: 'pass',
      evidence: { required: 'signature, sbom', lacking: null, found: 3 },
    }
    expect(result.exitCode).toBe(0)
    expect(result.plan.verdicts[1]).toMatchObject(verdict)
    expect((await pipeline.entries())[0]).toMatchObject({ verdicts: [expect.anything(), verdict] })
  })

  test('and did not arrive fails with exit 5, and nothing is tagged', async () => {
    const pipeline = await promotion({ referrers: { copy: 'all', require: ['signature'] } })
    await signedImage(pipeline)
    pipeline.replace(PROD, (store) =>
      overriding(store, {
        async *referrers() {
          yield* []
        },
      }),
    )
    const result = await promote(pipeline.context)
    expect(result).toMatchObject({ exitCode: 5, failures: [{ code: 'content', image: 'api' }] })
    expect(result.failures[0]?.message).toContain('although it was just put there')
    expect(pipeline.memory(PROD).tagged.size).toBe(0)
  })

  test('and was lost from the list by another writer is put there again', async () => {
    const pipeline = await promotion()
    await signedImage(pipeline)
    let looks = 0
    pipeline.replace(PROD, (store) =>
      overriding(store, {
        async *referrers(subject, options) {
          if (looks++ > 0) yield* store.referrers(subject, options)
        },
      }),
    )
    expect((await promote(pipeline.context)).exitCode).toBe(0)
    const puts = pipeline.counted(PROD).writes.filter(({ method }) => method === 'putManifest')
    expect(puts.length).toBeGreaterThan(4)
  })

  test('and left out of a saved plan denies it before anything is written', async () => {
    const pipeline = await promotion({ referrers: { copy: 'all', require: ['signature'] } })
    const { signature } = await signedImage(pipeline)
    const { document } = await makePlan(pipeline.context, route, { describe: false, push: false })
    const [step] = document.plan.steps
    const kept = step?.referrers.filter(({ descriptor }) => descriptor.digest !== digest(signature)) ?? []
    const changed = { ...document, plan: { ...document.plan, steps: [{ ...step, referrers: kept }] } }
    const run = { keepGoing: false, dryRun: false, isRead: false }
    const result = await applySavedPlan(pipeline.context, changed as typeof document, run)
    expect(result).toMatchObject({
      exitCode: 3,
      failures: [{ code: 'denied', message: expect.stringContaining('does not bring the signature of') }],
    })
    expect(pipeline.memory(PROD).tagged.size).toBe(0)
    expect(pipeline.counted(PROD).writes).toEqual([])
  })

  test('and there already is not asked of a saved plan', async () => {
    const pipeline = await promotion({ referrers: { copy: 'all', require: ['signature'] } })
    await signedImage(pipeline)
    const { document } = await makePlan(pipeline.context, route, { describe: false, push: false })
    expect((await promote(pipeline.context)).exitCode).toBe(0)
    const steps = document.plan.steps.map((step) => ({ ...step, referrers: [] }))
    const changed = { ...document, plan: { ...document.plan, steps } }
    const run = { keepGoing: false, dryRun: false, isRead: false }
    expect(await applySavedPlan(pipeline.context, changed, run)).toMatchObject({ exitCode: 0 })
  })
})

describe('a registry that takes images alone', () => {
  test('is told with a way out', async () => {
    const pipeline = await promotion()
    const { signature } = await signedImage(pipeline)
    pipeline.replace(PROD, (store) =>
      overriding(store, {
        putManifest: async (manifest, options) => {
          if (manifest.descriptor.digest !== digest(signature)) return store.putManifest(manifest, options)
          throw new PromoteError('failed', 'Could not write the manifest: unknown manifest class.', {
            status: 400,
          })
        },
      }),
    )
    const result = await promote(pipeline.context)
    expect(result).toMatchObject({ exitCode: 1, failures: [{ image: 'api' }] })
    expect(result.failures[0]?.hint).toContain('referrers: { copy: none }')
    expect(pipeline.memory(PROD).tagged.size).toBe(0)
  })
})

describe('reports', () => {
  test('a dry run lists them, counts their blobs, and writes nothing', async () => {
    const pipeline = await promotion()
    await signedImage(pipeline)
    const result = await dryRun(pipeline.context)
    expect(result.plan.plan.steps[0]?.referrers).toHaveLength(3)
    expect(result.plan.estimates).toMatchObject([{ image: 'api', copy: 3 + 1 + 3 }])
    expect(pipeline.counted(PROD).writes).toEqual([])
  })

  test('a diff tells an image without its referrers from one that is in step', async () => {
    const pipeline = await promotion()
    const { image, signature } = await signedImage(pipeline)
    await pushImage(pipeline.memory(PROD), image, ['1.0.0'])
    const before = await diffPair(pipeline.context, route)
    expect(before).toMatchObject({ different: true, rows: [{ state: 'referrers-missing' }] })
    expect(before.rows[0]?.referrers).toHaveLength(3)
    expect(before.rows[0]?.referrers?.map((one) => one.digest)).toContain(digest(signature))
    await promote(pipeline.context)
    expect(await diffPair(pipeline.again(), route)).toMatchObject({
      different: false,
      rows: [{ state: 'same' }],
    })
  })

  test('verify finds what came along, and says what is gone', async () => {
    const pipeline = await promotion({ referrers: { copy: 'all', require: ['signature'] } })
    const { image, signature, sbom } = await signedImage(pipeline)
    await promote(pipeline.context)
    const request = { environment: 'prod', images: [], deep: true }
    const whole = await verifyEnvironments(pipeline.context, request)
    expect(whole).toMatchObject({ ok: true, findings: [{ state: 'ok', referrers: 3, manifests: 4 }] })
    pipeline.memory(PROD).remove(digest(sbom))
    const part = await verifyEnvironments(pipeline.context, request)
    expect(part).toMatchObject({ ok: false, findings: [{ state: 'incomplete', referrers: 2 }] })
    expect(part.findings[0]?.message).toMatch(/^the sbom \w{8} is not listed any more\.$/)
    pipeline.memory(PROD).remove(digest(signature))
    const less = await verifyEnvironments(pipeline.context, request)
    expect(less.findings[0]?.message).toContain('it has no signature, which is required here')
    expect(digest(image)).toBe(less.findings[0]?.found)
  })

  test('verify takes a cosign tag that was signed again, and misses one that lost a signature', async () => {
    const pipeline = await promotion()
    const image = await makeImage({ seed: 'tagged' })
    const one = await makeImage({ seed: 'one', layers: 1 })
    const tag = tagOf(image, 'sig')
    await pushImage(pipeline.memory(TEST), image, ['1.0.0'])
    await pushImage(pipeline.memory(TEST), one, [tag])
    await promote(pipeline.context)
    const state = async (): Promise<unknown> =>
      (await verifyEnvironments(pipeline.context, { environment: 'prod', images: [], deep: false }))
        .findings[0]?.state
    expect(await state()).toBe('ok')
    await pushImage(pipeline.memory(PROD), await makeImage({ seed: 'more', layers: 1, base: one }), [tag])
    expect(await state()).toBe('ok')
    await pushImage(pipeline.memory(PROD), await makeImage({ seed: 'other', layers: 1 }), [tag])
    expect(await state()).toBe('incomplete')
  })
})

test('a bundle that would hide what prod signed under a tag of cosign comes along with a warning', async () => {
  const pipeline = await promotion()
  const image = await makeImage({ seed: 'signed in prod' })
  await pushImage(pipeline.memory(TEST), image, ['1.0.0'])
  expect((await promote(pipeline.context)).warnings).toEqual([])
  await pushImage(pipeline.memory(PROD), makeArtifact({ content: 'signed in prod' }), [tagOf(image, 'sig')])
  const type = 'application/vnd.dev.sigstore.bundle.v0.3+json'
  const bundle = (content: string) =>
    makeArtifact({ subject: image, artifactType: type, layerType: type, content })
  await pushImage(pipeline.memory(TEST), bundle('{"attested":1}'), [])
  const { warnings } = await promote(pipeline.again())
  expect(warnings).toEqual([expect.stringContaining("is signed under cosign's older tags, and") as string])
  // Once there is one, another hides nothing more.
  await pushImage(pipeline.memory(TEST), bundle('{"attested":2}'), [])
  expect((await promote(pipeline.again())).warnings).toEqual([])
})
