import { describe, expect, test } from 'vitest'
import type { PlanTag } from '../../../../src/model/plan.ts'
import { makePlan } from '../../../../src/pipeline/plan/make-plan.ts'
import { makeImage } from '../../../support/images.ts'
import { type TestSetup, testPipeline } from '../../../support/pipeline.ts'
import { pushImage } from '../../../support/push.ts'

const route = { from: 'test', to: 'prod', images: [] }

/** The tags planned for `api`, by source tag, when prod holds these and test those. */
async function planned(
  prod: readonly string[],
  candidates: readonly string[],
  templates: readonly string[],
  setup: Partial<TestSetup> = {},
): Promise<Readonly<Record<string, readonly string[]>>> {
  const pipeline = await testPipeline({
    environments: [{ name: 'test' }, { name: 'prod', tags: templates }],
    images: [{ name: 'api', select: candidates.map((tag) => ({ kind: 'tag', tag })) }],
    ...setup,
  })
  for (const tag of prod) {
    await pushImage(pipeline.memory('prod.example.com/api'), await makeImage({ seed: `prod ${tag}` }), [tag])
  }
  for (const tag of candidates) {
    await pushImage(pipeline.memory('test.example.com/api'), await makeImage({ seed: `test ${tag}` }), [tag])
  }
  const { document } = await makePlan(pipeline.context, route, { describe: false, push: false })
  const text = ({ tag, action }: PlanTag): string => `${tag} ${action}`
  return Object.fromEntries(document.plan.steps.map((step) => [step.source.tag ?? '', step.tags.map(text)]))
}

describe('floating tags go to the highest stable version', () => {
  test('a higher version moves them', async () => {
    expect(await planned(['1.4.1', '1.4', '1'], ['1.4.2'], ['{tag}', '{major}.{minor}', '{major}'])).toEqual({
      '1.4.2': ['1.4.2 create', '1.4 move', '1 move'],
    })
  })

  test('a hotfix of an older line does not drag the major tag back', async () => {
    expect(
      await planned(
        ['1.4.1', '1.4', '1', '1.3.8', '1.3'],
        ['1.3.9'],
        ['{tag}', '{major}.{minor}', '{major}'],
      ),
    ).toEqual({
      '1.3.9': ['1.3.9 create', '1.3 move', '1 kept'],
    })
  })

  test('of several candidates the highest takes them', async () => {
    expect(await planned([], ['1.4.2', '1.5.0'], ['{tag}', '{major}', 'latest'])).toEqual({
      '1.4.2': ['1.4.2 create', '1 kept', 'latest kept'],
      '1.5.0': ['1.5.0 create', '1 create', 'latest create'],
    })
  })

  test('a prerelease never does', async () => {
    expect(await planned(['1.4.1', 'latest'], ['2.0.0-rc.1'], ['{tag}', 'latest'])).toEqual({
      '2.0.0-rc.1': ['2.0.0-rc.1 create', 'latest kept'],
    })
  })

  test('a fixed tag beside a tag that is no version just moves', async () => {
    expect(await planned(['1.0.0', 'latest'], ['nightly'], ['{tag}', 'latest'])).toEqual({
      nightly: ['nightly create', 'latest move'],
    })
  })
})

describe('what has no right answer is an error when planning', () => {
  test('two candidates for one tag', async () => {
    await expect(planned([], ['nightly', 'weekly'], ['stable'])).rejects.toMatchObject({ code: 'usage' })
  })

  test('a destination that is its source, with the same tag', async () => {
    const environments = [
      { name: 'test', repository: 'one.example.com/{image}' },
      { name: 'prod', repository: 'one.example.com/{image}' },
    ]
    const pipeline = await testPipeline({ environments })
    await pushImage(pipeline.memory('one.example.com/api'), await makeImage(), ['1.0.0'])
    await expect(makePlan(pipeline.context, route, { describe: false, push: false })).rejects.toThrow(
      'onto itself',
    )
  })

  test('a digest alone where the tags need a tag', async () => {
    const pipeline = await testPipeline()
    const image = await makeImage()
    await pushImage(pipeline.memory('test.example.com/api'), image, [])
    const { digest } = image.manifest.descriptor
    const request = { ...route, images: [`api@${digest}`] }
    const made = await makePlan(pipeline.context, request, { describe: false, push: false })
    expect(made.document.missing).toMatchObject([
      { wanted: digest, reason: expect.stringContaining('no tag') },
    ])
    expect(made.obstacles).toHaveLength(1)
  })
})

test('the habit of one repository whose tags dev, test and prod move', async () => {
  const environments = ['dev', 'test'].map((name) => ({
    name,
    repository: 'one.example.com/{image}',
    tags: ['{env}'],
  }))
  const pipeline = await testPipeline({
    environments,
    images: [{ name: 'api', select: [{ kind: 'tag', tag: '{env}' }] }],
  })
  await pushImage(pipeline.memory('one.example.com/api'), await makeImage({ seed: 'old' }), ['test'])
  await pushImage(pipeline.memory('one.example.com/api'), await makeImage({ seed: 'new' }), ['dev'])
  const made = await makePlan(
    pipeline.context,
    { from: 'dev', to: 'test', images: [] },
    { describe: false, push: false },
  )
  expect(made.document.plan.steps[0]?.tags).toMatchObject([{ tag: 'test', action: 'move' }])
})

test('a plan does not depend on the order of the file, and its digest covers the steps alone', async () => {
  const digests = []
  for (const names of [
    ['api', 'web'],
    ['web', 'api'],
  ]) {
    const pipeline = await testPipeline({ images: names.map((name) => ({ name })) })
    for (const name of names) {
      await pushImage(pipeline.memory(`test.example.com/${name}`), await makeImage({ seed: name }), ['1.0.0'])
    }
    const { document } = await makePlan(pipeline.context, route, {
      describe: names[0] === 'web',
      push: false,
    })
    expect(document.plan.steps.map((step) => step.image)).toEqual(['api', 'web'])
    digests.push(document.digest)
  }
  expect(digests[0]).toBe(digests[1])
})
