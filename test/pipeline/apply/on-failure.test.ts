import { describe, expect, test } from 'vitest'
import type { Environment } from '../../../src/model/config.ts'
import type { Digest } from '../../../src/oci/digest.ts'
import { promote } from '../../../src/pipeline/apply/promote.ts'
import { PromoteError } from '../../../src/support/errors.ts'
import { makeImage } from '../../support/images.ts'
import { overriding, type TestPipeline, tag, testPipeline } from '../../support/pipeline.ts'
import { pushImage } from '../../support/push.ts'

const RUN = { dryRun: false, isRead: false, keepGoing: false }

/** `api` and `web`, of which prod refuses the floating tag of the second. */
async function refusing(
  onFailure: Environment['onFailure'],
): Promise<{ all: TestPipeline; digests: readonly Digest[] }> {
  const all = await testPipeline({
    environments: [{ name: 'test' }, { name: 'prod', tags: ['{tag}', '{major}'], onFailure }],
    images: ['api', 'web'].map((name) => ({ name, select: tag('1.0.0') })),
  })
  const digests: Digest[] = []
  for (const name of ['api', 'web']) {
    const image = await makeImage({ seed: name })
    await pushImage(all.memory(`test.example.com/${name}`), image, ['1.0.0'])
    digests.push(image.manifest.descriptor.digest)
  }
  all.replace('prod.example.com/web', (store) =>
    overriding(store, {
      tag: (manifest, name) =>
        name === '1'
          ? Promise.reject(new PromoteError('forbidden', 'prod refuses the tag 1.'))
          : store.tag(manifest, name),
    }),
  )
  return { all, digests }
}

describe('onFailure', () => {
  test('restore puts back what moved, and the entry says so', async () => {
    const { all } = await refusing('restore')
    const result = await promote(all.again(), { from: 'test', to: 'prod', images: [] }, RUN)
    expect(result.exitCode).toBe(6)
    expect([...all.memory('prod.example.com/api').tagged]).toEqual([])
    expect((await all.entries()).at(-1)).toMatchObject({
      result: 'failed',
      steps: [
        { image: 'api', outcome: 'restored', tags: [{ result: 'restored' }, { result: 'restored' }] },
        { image: 'web', outcome: 'restored', tags: [{ result: 'restored' }, { result: 'failed' }] },
      ],
    })
    expect(await all.context.ledger.open()).toEqual([])
  })

  test('keep leaves it, and the entry says so; the next run goes on from there', async () => {
    const { all, digests } = await refusing('keep')
    const [api, web] = digests as [Digest, Digest]
    const result = await promote(all.again(), { from: 'test', to: 'prod', images: [] }, RUN)
    expect(result.exitCode).toBe(6)
    expect(Object.fromEntries(all.memory('prod.example.com/api').tagged)).toEqual({ '1.0.0': api, '1': api })
    expect(Object.fromEntries(all.memory('prod.example.com/web').tagged)).toEqual({ '1.0.0': web })
    expect((await all.entries()).at(-1)).toMatchObject({
      result: 'failed',
      steps: [
        { image: 'api', outcome: 'promoted', tags: [{ result: 'moved' }, { result: 'moved' }] },
        { image: 'web', outcome: 'partial', tags: [{ result: 'moved' }, { result: 'failed' }] },
      ],
    })
    expect(result.warnings).toEqual([
      'What had moved in prod stays where it is (onFailure: keep): api 1.0.0 1 · web 1.0.0.',
    ])
    expect(await all.context.ledger.open()).toEqual([])
    all.replace('prod.example.com/web', (store) => store)
    const again = await promote(all.again(), { from: 'test', to: 'prod', images: [] }, RUN)
    expect(again.exitCode).toBe(0)
    expect(all.memory('prod.example.com/web').tagged.get('1')).toBe(web)
  })
})
