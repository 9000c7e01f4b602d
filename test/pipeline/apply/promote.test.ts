import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import type { PromotionResult } from '../../../src/model/result.ts'
import type { Digest } from '../../../src/oci/digest.ts'
import { carryOut } from '../../../src/pipeline/apply/carry-out.ts'
import { applySavedPlan } from '../../../src/pipeline/apply/promote.ts'
import type { PipelineContext } from '../../../src/pipeline/context.ts'
import { plannedResult } from '../../../src/pipeline/plan/dry-run.ts'
import { makePlan } from '../../../src/pipeline/plan/make-plan.ts'
import { PromoteError } from '../../../src/support/errors.ts'
import { makeImage, type TestImage } from '../../support/images.ts'
import { overriding, tag, testPipeline } from '../../support/pipeline.ts'
import { pushImage } from '../../support/push.ts'

const route = { from: 'test', to: 'prod', images: [] }

async function promote(
  context: PipelineContext,
  options: { readonly keepGoing?: boolean; readonly images?: readonly string[] } = {},
): Promise<PromotionResult> {
  const made = await makePlan(
    context,
    { ...route, images: options.images ?? [] },
    { describe: false, push: true },
  )
  return carryOut(context, made, { keepGoing: options.keepGoing ?? false })
}

function digest(image: TestImage): Digest {
  return image.manifest.descriptor.digest
}

describe('a promotion', () => {
  test('copies, verifies, tags and records', async () => {
    const pipeline = await testPipeline()
    const image = await makeImage({ layers: 3 })
    await pushImage(pipeline.memory('test.example.com/api'), image, ['1.0.0'])
    const result = await promote(pipeline.context)
    expect(result).toMatchObject({ exitCode: 0, verified: 1, totals: { copied: 4 }, failures: [] })
    const prod = pipeline.memory('prod.example.com/api')
    expect(prod.tagged).toEqual(new Map([['1.0.0', digest(image)]]))
    const [intent, outcome] = await pipeline.entries()
    expect(intent).toMatchObject({ kind: 'intent', plan: result.plan.digest })
    expect(intent).toMatchObject({ steps: [{ tags: [{ tag: '1.0.0', old: null, new: digest(image) }] }] })
    expect(outcome).toMatchObject({ kind: 'outcome', intents: [intent?.id], result: 'done', error: null })
    expect(outcome).toMatchObject({
      steps: [{ image: 'api', outcome: 'promoted', tags: [{ result: 'moved' }], blobs: { copied: 4 } }],
    })
    expect(result.head).toEqual({ sequence: 2, hash: outcome?.hash })
  })

  test('of one image reads the source once and the destination tag once before it writes', async () => {
    const pipeline = await testPipeline({
      hosts: {},
      environments: [
        { name: 'test', repository: 'one.example.com/test/{image}' },
        { name: 'prod', repository: 'one.example.com/prod/{image}' },
      ],
    })
    const image = await makeImage({ layers: 10 })
    await pushImage(pipeline.memory('one.example.com/test/api'), image, ['1.0.0'])
    await promote(pipeline.context)
    const source = pipeline.counted('one.example.com/test/api')
    const prod = pipeline.counted('one.example.com/prod/api')
    expect(source.calls.map((call) => call.method)).toEqual(['manifest'])
    // Looked up, eleven mounts, put, read back, and once the intent is written: looked up, tagged, read back.
    expect(prod.calls.length).toBe(1 + 11 + 1 + 1 + 1 + 1 + 1)
    expect(prod.count('mount')).toBe(11)
    expect(prod.calls[0]).toEqual({ method: 'resolve', about: '1.0.0' })
  })

  test('with nothing to do makes two requests and records nothing', async () => {
    const pipeline = await testPipeline()
    const image = await makeImage()
    for (const host of ['test', 'prod'])
      await pushImage(pipeline.memory(`${host}.example.com/api`), image, ['1.0.0'])
    const result = await promote(pipeline.context)
    expect(result).toMatchObject({ exitCode: 0, entry: null, steps: [{ outcome: 'unchanged' }] })
    expect(pipeline.counted('test.example.com/api').calls).toHaveLength(1)
    expect(pipeline.counted('prod.example.com/api').calls).toHaveLength(1)
    await expect(readFile(pipeline.ledgerFile)).rejects.toThrow('ENOENT')
  })

  test('a dry run writes nothing and says what would move', async () => {
    const pipeline = await testPipeline()
    const image = await makeImage({ layers: 2 })
    await pushImage(pipeline.memory('test.example.com/api'), image, ['1.0.0'])
    const made = await makePlan(pipeline.context, route, { describe: true, push: false })
    expect(plannedResult(made)).toMatchObject({ dryRun: true, exitCode: 0 })
    expect(made.document.estimates).toMatchObject([{ image: 'api', copy: 3, mount: 0 }])
    expect(pipeline.counted('prod.example.com/api').writes).toEqual([])
    await expect(readFile(pipeline.ledgerFile)).rejects.toThrow('ENOENT')
  })
})

describe('what stands in the way', () => {
  test('a missing tag fails with the tags that are near, and nothing of the group is written', async () => {
    const pipeline = await testPipeline({ images: [{ name: 'api', select: tag('1.0.1') }, { name: 'web' }] })
    for (const name of ['api', 'web'])
      await pushImage(pipeline.memory(`test.example.com/${name}`), await makeImage(), ['1.0.0'])
    const result = await promote(pipeline.context)
    expect(result.exitCode).toBe(1)
    expect(result.failures).toMatchObject([
      { image: 'api', code: 'not-found', hint: expect.stringContaining('1.0.0') },
    ])
    expect(pipeline.counted('prod.example.com/web').writes).toEqual([])
  })

  test('with keep-going the others are promoted, and the exit code stays', async () => {
    const pipeline = await testPipeline({ images: [{ name: 'api', select: tag('9') }, { name: 'web' }] })
    await pushImage(pipeline.memory('test.example.com/web'), await makeImage(), ['1.0.0'])
    const result = await promote(pipeline.context, { keepGoing: true })
    expect(result.exitCode).toBe(1)
    expect(pipeline.memory('prod.example.com/web').tagged.size).toBe(1)
  })

  test('an immutable tag that holds another digest is denied, in a dry run too', async () => {
    const pipeline = await testPipeline({
      environments: [{ name: 'test' }, { name: 'prod', immutable: ['[0-9]*.[0-9]*.[0-9]*'] }],
    })
    await pushImage(pipeline.memory('test.example.com/api'), await makeImage({ seed: 'new' }), ['1.0.0'])
    await pushImage(pipeline.memory('prod.example.com/api'), await makeImage({ seed: 'old' }), ['1.0.0'])
    const made = await makePlan(pipeline.context, route, { describe: true, push: false })
    expect(plannedResult(made)).toMatchObject({
      exitCode: 3,
      failures: [{ code: 'immutable', image: 'api' }],
    })
    expect((await promote(pipeline.context)).exitCode).toBe(3)
    expect(pipeline.counted('prod.example.com/api').writes).toEqual([])
  })

  test('a digest on the command line must be what the tag holds', async () => {
    const pipeline = await testPipeline()
    const image = await makeImage()
    await pushImage(pipeline.memory('test.example.com/api'), image, ['1.0.0'])
    const wrong = `api:1.0.0@sha256:${'0'.repeat(64)}`
    expect((await promote(pipeline.context, { images: [wrong] })).failures[0]?.message).toContain(
      digest(image),
    )
    expect((await promote(pipeline.context, { images: [`api:1.0.0@${digest(image)}`] })).exitCode).toBe(0)
  })

  test('platforms that are lacking are named', async () => {
    const pipeline = await testPipeline({ images: [{ name: 'api', platforms: ['linux/arm64'] }] })
    await pushImage(pipeline.memory('test.example.com/api'), await makeImage(), ['1.0.0'])
    const result = await promote(pipeline.context)
    expect(result.failures[0]?.message).toContain('linux/arm64; it has linux/amd64')
  })
})

describe('failures on the way', () => {
  test('content that does not match tags nothing, of any image, exits 5 and is recorded', async () => {
    const pipeline = await testPipeline({ images: [{ name: 'api' }, { name: 'web' }] })
    const images = [await makeImage({ seed: 'a' }), await makeImage({ seed: 'b' })] as const
    await pushImage(pipeline.memory('test.example.com/api'), images[0], ['1.0.0'])
    await pushImage(pipeline.memory('test.example.com/web'), images[1], ['1.0.0'])
    const [blob] = images[1].blobs.keys()
    pipeline.memory('test.example.com/web').setDamage(blob as Digest)
    const result = await promote(pipeline.context)
    expect(result.exitCode).toBe(5)
    expect(result.failures).toMatchObject([{ image: 'web', code: 'content' }])
    for (const name of ['api', 'web']) expect(pipeline.memory(`prod.example.com/${name}`).tagged.size).toBe(0)
    expect(await pipeline.entries()).toMatchObject([{ kind: 'outcome', intents: [], result: 'failed' }])
  })

  test('a tag that cannot be moved puts the others back: a new one is removed, a moved one restored', async () => {
    const pipeline = await testPipeline({ images: [{ name: 'api' }, { name: 'web' }, { name: 'bad' }] })
    const old = await makeImage({ seed: 'old' })
    for (const name of ['api', 'web', 'bad']) {
      await pushImage(pipeline.memory(`test.example.com/${name}`), await makeImage({ seed: name }), ['1.0.0'])
    }
    await pushImage(pipeline.memory('prod.example.com/web'), old, ['1.0.0'])
    pipeline.replace('prod.example.com/bad', (store) =>
      overriding(store, { tag: async () => Promise.reject(new PromoteError('forbidden', 'No.')) }),
    )
    const result = await promote(pipeline.context)
    expect(result).toMatchObject({ exitCode: 6, failures: [{ image: 'bad', code: 'forbidden' }] })
    expect(pipeline.memory('prod.example.com/api').tagged.size).toBe(0)
    expect(pipeline.memory('prod.example.com/web').tagged.get('1.0.0')).toBe(digest(old))
    expect(result.steps.map((step) => [step.image, step.outcome])).toEqual([
      ['api', 'restored'],
      ['bad', 'failed'],
      ['web', 'restored'],
    ])
    expect(await pipeline.context.ledger.open()).toEqual([])
  })

  test('what cannot be removed again is left, and said', async () => {
    const pipeline = await testPipeline({
      images: [{ name: 'api' }, { name: 'bad' }],
      hosts: { 'prod.example.com': { untags: false } },
    })
    for (const name of ['api', 'bad']) {
      await pushImage(pipeline.memory(`test.example.com/${name}`), await makeImage({ seed: name }), ['1.0.0'])
    }
    pipeline.replace('prod.example.com/bad', (store) =>
      overriding(store, { tag: async () => Promise.reject(new PromoteError('failed', 'No.')) }),
    )
    const result = await promote(pipeline.context)
    expect(result.steps[0]).toMatchObject({ image: 'api', outcome: 'left' })
    expect(result.warnings[0]).toContain('prod.example.com/api:1.0.0')
  })

  test('an answer that was lost after the tag moved is no failure', async () => {
    const pipeline = await testPipeline()
    const image = await makeImage()
    await pushImage(pipeline.memory('test.example.com/api'), image, ['1.0.0'])
    pipeline.replace('prod.example.com/api', (store) =>
      overriding(store, {
        tag: async (manifest, name) => {
          await store.tag(manifest, name)
          throw new PromoteError('unreachable', 'The connection was lost.')
        },
      }),
    )
    expect((await promote(pipeline.context)).exitCode).toBe(0)
  })

  test('Ctrl-C while content moves: nothing is tagged and the ledger says cancelled', async () => {
    const pipeline = await testPipeline()
    await pushImage(pipeline.memory('test.example.com/api'), await makeImage(), ['1.0.0'])
    pipeline.replace('prod.example.com/api', (store) =>
      overriding(store, {
        putBlob: async (descriptor, body, options) => {
          pipeline.abort()
          return store.putBlob(descriptor, body, options)
        },
      }),
    )
    const result = await promote(pipeline.context)
    expect(result.failures[0]).toMatchObject({ code: 'cancelled' })
    expect(pipeline.memory('prod.example.com/api').tagged.size).toBe(0)
    expect(await pipeline.entries()).toMatchObject([{ kind: 'outcome', result: 'cancelled' }])
  })

  test('Ctrl-C while tags move: they finish', async () => {
    const pipeline = await testPipeline()
    await pushImage(pipeline.memory('test.example.com/api'), await makeImage(), ['1.0.0'])
    pipeline.replace('prod.example.com/api', (store) =>
      overriding(store, {
        tag: async (manifest, name) => {
          pipeline.abort()
          return store.tag(manifest, name)
        },
      }),
    )
    await promote(pipeline.context)
    expect(pipeline.memory('prod.example.com/api').tagged.size).toBe(1)
    expect(await pipeline.entries()).toMatchObject([{ kind: 'intent' }, { kind: 'outcome', result: 'done' }])
  })
})

describe('stale plans and open intents', () => {
  test('a destination tag that moved to something else makes a saved plan stale', async () => {
    const pipeline = await testPipeline()
    await pushImage(pipeline.memory('test.example.com/api'), await makeImage({ seed: 'new' }), ['1.0.0'])
    const { document } = await makePlan(pipeline.context, route, { describe: false, push: false })
    await pushImage(pipeline.memory('prod.example.com/api'), await makeImage({ seed: 'other' }), ['1.0.0'])
    const applying = applySavedPlan(pipeline.context, document, {
      keepGoing: false,
      dryRun: false,
      isRead: false,
    })
    await expect(applying).rejects.toMatchObject({ code: 'stale' })
    expect(pipeline.counted('prod.example.com/api').writes).toEqual([])
  })

  test('a source tag that moved is not stale: the planned digest is promoted', async () => {
    const pipeline = await testPipeline()
    const planned = await makeImage({ seed: 'planned' })
    await pushImage(pipeline.memory('test.example.com/api'), planned, ['1.0.0'])
    const { document } = await makePlan(pipeline.context, route, { describe: false, push: false })
    await pushImage(pipeline.memory('test.example.com/api'), await makeImage({ seed: 'later' }), ['1.0.0'])
    const result = await applySavedPlan(pipeline.context, document, {
      keepGoing: false,
      dryRun: false,
      isRead: false,
    })
    expect(result.exitCode).toBe(0)
    expect(result.warnings[0]).toContain('test.example.com/api:1.0.0')
    expect(pipeline.memory('prod.example.com/api').tagged.get('1.0.0')).toBe(digest(planned))
  })

  test('a run that died after its intent is continued by the same promotion', async () => {
    const pipeline = await testPipeline()
    await pushImage(pipeline.memory('test.example.com/api'), await makeImage(), ['1.0.0'])
    await crashWhileTagging(pipeline, 'before')
    expect(await pipeline.context.ledger.open()).toHaveLength(1)
    const result = await promote(pipeline.again())
    expect(result.exitCode).toBe(0)
    expect(await pipeline.context.ledger.open()).toEqual([])
  })

  test('a run that died after its last tag is closed by the next run, which has nothing to do', async () => {
    const pipeline = await testPipeline()
    await pushImage(pipeline.memory('test.example.com/api'), await makeImage(), ['1.0.0'])
    await crashWhileTagging(pipeline, 'after')
    const result = await promote(pipeline.again())
    expect(result.exitCode).toBe(0)
    expect(await pipeline.context.ledger.open()).toEqual([])
    const entries = await pipeline.entries()
    expect(entries.map((entry) => entry.kind)).toEqual(['intent', 'outcome'])
    expect(entries[1]).toMatchObject({
      intents: [entries[0]?.id],
      result: 'done',
      steps: [{ outcome: 'promoted' }],
    })
  })

  test('an open intent with another digest for the tag stops the run with exit 4 and names the other', async () => {
    const pipeline = await testPipeline()
    await pushImage(pipeline.memory('test.example.com/api'), await makeImage({ seed: 'first' }), ['1.0.0'])
    await crashWhileTagging(pipeline, 'before')
    await pushImage(pipeline.memory('test.example.com/api'), await makeImage({ seed: 'second' }), ['1.0.0'])
    await expect(promote(pipeline.again())).rejects.toMatchObject({
      code: 'locked',
      message: expect.stringContaining('release-manager'),
    })
    expect(pipeline.memory('prod.example.com/api').tagged.size).toBe(0)
  })

  test('an open intent that is finished does not lock its tags', async () => {
    const pipeline = await testPipeline()
    await pushImage(pipeline.memory('test.example.com/api'), await makeImage({ seed: 'first' }), ['1.0.0'])
    await crashWhileTagging(pipeline, 'after')
    const second = await makeImage({ seed: 'second' })
    await pushImage(pipeline.memory('test.example.com/api'), second, ['1.0.0'])
    expect((await promote(pipeline.again())).exitCode).toBe(0)
    expect(pipeline.memory('prod.example.com/api').tagged.get('1.0.0')).toBe(digest(second))
  })
})

/** A run that never comes back from its tag, as if it had been killed there. */
async function crashWhileTagging(
  pipeline: Awaited<ReturnType<typeof testPipeline>>,
  when: 'before' | 'after',
): Promise<void> {
  const killed = Promise.withResolvers<void>()
  pipeline.replace('prod.example.com/api', (store) =>
    overriding(store, {
      tag: async (manifest, name) => {
        if (when === 'after') await store.tag(manifest, name)
        killed.resolve()
        return new Promise(() => {})
      },
    }),
  )
  void promote(pipeline.context)
  await killed.promise
  pipeline.replace('prod.example.com/api', (store) => store)
}
