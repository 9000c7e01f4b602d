import { describe, expect, test } from 'vitest'
import { keepTagOf } from '../../../src/model/keep-tags.ts'
import type { PromotionResult } from '../../../src/model/result.ts'
import type { Digest } from '../../../src/oci/digest.ts'
import { promote } from '../../../src/pipeline/apply/promote.ts'
import { diffMatrix } from '../../../src/pipeline/inspect/diff.ts'
import { rollback } from '../../../src/pipeline/rollback/rollback.ts'
import { PromoteError } from '../../../src/support/errors.ts'
import { makeImage } from '../../support/images.ts'
import { overriding, type TestEnvironment, type TestPipeline, testPipeline } from '../../support/pipeline.ts'
import { pushImage } from '../../support/push.ts'
import { selectAll } from '../inspect/agreeing.ts'

const RUN = { dryRun: false, isRead: false, keepGoing: false }
const PLACE = 'prod.example.com/api'

async function scene(prod: Partial<TestEnvironment>): Promise<TestPipeline> {
  return testPipeline({
    environments: [
      { name: 'test' },
      { name: 'prod', tags: ['live'], ...prod },
      { name: 'next', from: ['prod'], tags: ['{digest12}'] },
    ],
    images: [{ name: 'api', select: selectAll }],
  })
}

/** Pushes a version to test and promotes it to prod. */
async function release(
  all: TestPipeline,
  version: string,
): Promise<{ digest: Digest; result: PromotionResult }> {
  const image = await makeImage({ seed: version })
  await pushImage(all.memory('test.example.com/api'), image, [version])
  const result = await promote(all.again(), { from: 'test', to: 'prod', images: [`api:${version}`] }, RUN)
  expect(result.exitCode, JSON.stringify(result.failures)).toBe(0)
  return { digest: image.manifest.descriptor.digest, result }
}

function keeping(all: TestPipeline): readonly string[] {
  return [...all.memory(PLACE).tagged.keys()].filter((tag) => tag.startsWith('promote-keep-')).toSorted()
}

describe('retain', () => {
  test('the last promoted digests have a tag of their own; what falls out loses it', async () => {
    const all = await scene({ retain: 2 })
    const [one, two, three] = [await release(all, '1'), await release(all, '2'), await release(all, '3')]
    expect(keeping(all)).toEqual([two, three].map(({ digest }) => keepTagOf(digest)).toSorted())
    expect(all.memory(PLACE).tagged.get(keepTagOf(two.digest))).toBe(two.digest)
    await rollback(all.again(), { environment: 'prod', images: [], reason: undefined }, RUN)
    expect(keeping(all)).toEqual([two, three].map(({ digest }) => keepTagOf(digest)).toSorted())
    expect(all.memory(PLACE).tagged.get('live')).toBe(two.digest)
    expect(keepTagOf(one.digest)).toMatch(/^promote-keep-[0-9a-f]{12}$/)
  })

  test('these tags are no versions: no candidate, none that nobody manages, and not to be named', async () => {
    const all = await scene({ retain: 2 })
    await release(all, '1')
    const { digest } = await release(all, '2')
    const matrix = await diffMatrix(all.again(), { images: [] })
    expect(JSON.stringify(matrix)).not.toContain('promote-keep-')
    const on = await promote(all.again(), { from: 'prod', to: 'next', images: [] }, RUN)
    expect(on.plan.plan.steps.map(({ source }) => source.tag)).toEqual(['live'])
    const named = await promote(
      all.again(),
      { from: 'prod', to: 'next', images: [`api:${keepTagOf(digest)}`] },
      RUN,
    )
    expect(named.exitCode).toBe(1)
    expect(named.failures[0]?.message).toContain('only keeps a version for a rollback')
  })

  test('one that cannot be written is a warning, and made by the next run', async () => {
    const all = await scene({ retain: 2 })
    all.replace(PLACE, (store) =>
      overriding(store, {
        tag: (manifest, tag) =>
          tag.startsWith('promote-keep-')
            ? Promise.reject(new PromoteError('forbidden', 'prod does not let this login push.'))
            : store.tag(manifest, tag),
      }),
    )
    const one = await release(all, '1')
    expect(one.result.warnings).toEqual([
      `What is to be retained in ${PLACE} is not all kept by a tag of its own: prod does not let this login push. The next run does it.`,
    ])
    expect(keeping(all)).toEqual([])
    all.replace(PLACE, (store) => store)
    const two = await release(all, '2')
    expect(keeping(all)).toEqual([one, two].map(({ digest }) => keepTagOf(digest)).toSorted())
  })

  test('where a registry cannot remove a tag alone that is said; where nothing is retained nothing is asked', async () => {
    const all = await scene({ retain: 1 })
    all.replace(PLACE, (store) =>
      overriding(store, {
        untag: async () => ({ kind: 'stays', why: 'the registry cannot remove a tag alone' }),
      }),
    )
    const one = await release(all, '1')
    const two = await release(all, '2')
    expect(two.result.warnings).toEqual([
      `${PLACE}:${keepTagOf(one.digest)} keeps what is not retained any more, and stays: the registry cannot remove a tag alone.`,
    ])
    const none = await scene({})
    await release(none, '1')
    expect(keeping(none)).toEqual([])
  })
})
