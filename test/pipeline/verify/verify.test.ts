import { describe, expect, test } from 'vitest'
import type { Digest } from '../../../src/oci/digest.ts'
import { carryOut } from '../../../src/pipeline/apply/carry-out.ts'
import { makePlan } from '../../../src/pipeline/plan/make-plan.ts'
import { verifyEnvironments } from '../../../src/pipeline/verify/verify.ts'
import { PromoteError } from '../../../src/support/errors.ts'
import { makeImage, type TestImage } from '../../support/images.ts'
import { overriding, type TestPipeline, testPipeline } from '../../support/pipeline.ts'
import { pushImage } from '../../support/push.ts'

async function promoted(): Promise<TestPipeline> {
  const pipeline = await testPipeline({ environments: [{ name: 'test' }, { name: 'prod' }] })
  await pushImage(pipeline.memory('test.example.com/api'), await makeImage({ seed: 'one' }), ['1.0.0'])
  const pair = { from: 'test', to: 'prod', images: [] }
  const made = await makePlan(pipeline.context, pair, { describe: false, push: true })
  await carryOut(pipeline.context, made, { keepGoing: false })
  return pipeline
}

describe('verify', () => {
  test('a tag that was moved is drift, one that is gone is missing, damaged content is named', async () => {
    const pipeline = await promoted()
    const prod = pipeline.memory('prod.example.com/api')
    const state = async (deep = false): Promise<unknown> =>
      (await verifyEnvironments(pipeline.context, { environment: 'prod', images: [], deep })).findings.map(
        (one) => one.state,
      )
    expect(await state(true)).toEqual(['ok'])
    const [blob] = prod.blobs.keys()
    if (blob !== undefined) prod.setDamage(blob)
    expect(await state()).toEqual(['ok'])
    expect(await state(true)).toEqual(['damaged'])
    await pushImage(prod, await makeImage({ seed: 'someone' }), ['1.0.0'])
    expect(await state()).toEqual(['drift'])
    await prod.untag('1.0.0')
    expect(await state()).toEqual(['missing'])
  })

  test('a tag that a failed run left behind is not what its outcome wanted', async () => {
    const pipeline = await testPipeline({
      environments: [{ name: 'test' }, { name: 'prod' }],
      images: [{ name: 'api' }, { name: 'bad' }],
    })
    for (const name of ['api', 'bad']) {
      await pushImage(pipeline.memory(`test.example.com/${name}`), await makeImage({ seed: name }), ['1.0.0'])
    }
    const prod = pipeline.memory('prod.example.com/api')
    const promote = async (): Promise<void> => {
      const pair = { from: 'test', to: 'prod', images: [] }
      const made = await makePlan(pipeline.context, pair, { describe: false, push: true })
      await carryOut(pipeline.context, made, { keepGoing: false })
    }
    const verify = async (): Promise<readonly string[]> =>
      (
        await verifyEnvironments(pipeline.context, { environment: 'prod', images: ['api'], deep: false })
      ).findings.map(({ state, message }) => `${state} ${message ?? ''}`)
    pipeline.replace('prod.example.com/api', (store) =>
      overriding(store, { untag: async () => ({ kind: 'stays', why: 'it may not' }) }),
    )
    pipeline.replace('prod.example.com/bad', (store) =>
      overriding(store, { tag: async () => Promise.reject(new PromoteError('failed', 'No.')) }),
    )
    await promote()
    expect(prod.tagged.size).toBe(1)
    expect(await verify()).toEqual([
      expect.stringMatching(/^drift .*which a failed run left there: it was to be removed \(entry 2\)\.$/),
    ])
    // Once it is gone, the environment is as the outcome wanted it.
    await prod.untag('1.0.0')
    expect(await verify()).toEqual([])
    // A run that has it there makes it right.
    pipeline.replace('prod.example.com/bad', (store) => store)
    await promote()
    expect(await verify()).toEqual(['ok '])
  })

  test('a tag or digest that is named is verified alone, and one that is nowhere is an error', async () => {
    const pipeline = await promoted()
    const images = [await makeImage({ seed: 'one' }), await makeImage({ seed: 'two' })] as const
    const [one, two] = images.map(({ manifest }) => manifest.descriptor.digest)
    await pushImage(pipeline.memory('test.example.com/api'), images[1], ['2.0.0'])
    const made = await makePlan(
      pipeline.context,
      { from: 'test', to: 'prod', images: ['api:2.0.0'] },
      { describe: false, push: true },
    )
    await carryOut(pipeline.context, made, { keepGoing: false })
    const verify = async (image: string) =>
      (
        await verifyEnvironments(pipeline.context, { environment: 'prod', images: [image], deep: false })
      ).findings.map(({ tag, state }) => `${tag} ${state}`)
    expect(await verify('api')).toEqual(['1.0.0 ok', '2.0.0 ok'])
    expect(await verify('api:2.0.0')).toEqual(['2.0.0 ok'])
    expect(await verify(`api@${one}`)).toEqual(['1.0.0 ok'])
    expect(await verify(`api:1.0.0@${one}`)).toEqual(['1.0.0 ok'])
    expect(await verify(`api:1.0.0@${two}`)).toEqual(['1.0.0 drift'])
    await expect(verify('api:9.9.9')).rejects.toThrow('9.9.9 is not in prod')
  })

  test('a blob that several images share is read once', async () => {
    const pipeline = await testPipeline({ images: [{ name: 'api', select: [{ kind: 'glob', glob: '*' }] }] })
    const base = await makeImage({ seed: 'base', layers: 3 })
    for (const seed of ['one', 'two']) {
      await pushImage(pipeline.memory('prod.example.com/api'), await makeImage({ seed, base, layers: 1 }), [
        seed,
      ])
    }
    await verifyEnvironments(pipeline.context, { environment: 'prod', images: [], deep: true })
    expect(pipeline.counted('prod.example.com/api').count('open')).toBe(3 + 2 + 2)
  })
})

describe('verify --deep of images that share blobs', () => {
  const twoImages = async (): Promise<{
    pipeline: TestPipeline
    shared: Digest
    own: Record<'one' | 'two', Digest>
  }> => {
    const pipeline = await testPipeline({ images: [{ name: 'api', select: [{ kind: 'glob', glob: '*' }] }] })
    const base = await makeImage({ seed: 'base', layers: 2 })
    const prod = pipeline.memory('prod.example.com/api')
    const [one, two] = [
      await makeImage({ seed: 'one', base, layers: 1 }),
      await makeImage({ seed: 'two', base, layers: 1 }),
    ]
    await pushImage(prod, one, ['one', 'one-again'])
    await pushImage(prod, two, ['two'])
    const only = (digest: Digest, mine: TestImage, other: TestImage): boolean =>
      mine.blobs.has(digest) && !other.blobs.has(digest)
    const digests = [...one.blobs.keys(), ...two.blobs.keys()]
    const shared = digests.find((digest) => one.blobs.has(digest) && two.blobs.has(digest))
    const ownOfOne = digests.find((digest) => only(digest, one, two))
    const ownOfTwo = digests.find((digest) => only(digest, two, one))
    if (shared === undefined || ownOfOne === undefined || ownOfTwo === undefined)
      throw new Error('no such blobs')
    const own = { one: ownOfOne, two: ownOfTwo }
    return { pipeline, shared, own }
  }
  const verify = async ({ context }: TestPipeline) => {
    const report = await verifyEnvironments(context, { environment: 'prod', images: [], deep: true })
    return { ...report, states: Object.fromEntries(report.findings.map((one) => [one.tag, one.state])) }
  }

  test.for([
    ['one', { one: 'damaged', 'one-again': 'damaged', two: 'ok' }],
    ['two', { one: 'ok', 'one-again': 'ok', two: 'damaged' }],
  ] as const)(
    'a damaged blob of %s alone spares the other, which still reads what both share',
    async ([image, expected]) => {
      const { pipeline, own: owns, shared } = await twoImages()
      const own = owns[image]
      pipeline.memory('prod.example.com/api').setDamage(own)
      const damageShown = Promise.withResolvers<void>()
      pipeline.replace('prod.example.com/api', (store) => ({
        ...store,
        async open(descriptor, options) {
          if (descriptor.digest === shared) {
            await damageShown.promise
            options?.signal?.throwIfAborted()
          }
          const body = await store.open(descriptor, options)
          if (descriptor.digest === own) body.once('close', () => setImmediate(damageShown.resolve))
          return body
        },
      }))
      const { states, findings } = await verify(pipeline)
      expect(states).toEqual(expected)
      expect(findings.find(({ state }) => state === 'damaged')?.message).toContain(own)
    },
  )

  test('a damaged blob of both is named for both', async () => {
    const { pipeline, shared } = await twoImages()
    pipeline.memory('prod.example.com/api').setDamage(shared)
    const { states, findings } = await verify(pipeline)
    expect(states).toEqual({ one: 'damaged', 'one-again': 'damaged', two: 'damaged' })
    for (const { message } of findings) expect(message).toContain(shared)
  })

  test('an image is read and counted once, whatever number of tags it has', async () => {
    const { pipeline } = await twoImages()
    // Two manifests; two shared layers, and a layer and a config of each.
    expect((await verify(pipeline)).totals).toMatchObject({ manifests: 2, blobs: 2 + 2 + 2 })
    expect(pipeline.counted('prod.example.com/api').count('open')).toBe(2 + 2 + 2)
  })
})
