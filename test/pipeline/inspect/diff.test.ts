import { describe, expect, test } from 'vitest'
import { digestOf } from '../../../src/oci/digest.ts'
import { carryOut } from '../../../src/pipeline/apply/carry-out.ts'
import { diffMatrix, diffPair, stateOf } from '../../../src/pipeline/inspect/diff.ts'
import { readStatus } from '../../../src/pipeline/inspect/status.ts'
import { makePlan } from '../../../src/pipeline/plan/make-plan.ts'
import { makeImage } from '../../support/images.ts'
import { type TestPipeline, testPipeline } from '../../support/pipeline.ts'
import { pushImage } from '../../support/push.ts'

const pair = { from: 'test', to: 'prod', images: [] }

function at(
  tag: string,
  content = tag,
): { tag: string; digest: ReturnType<typeof digestOf>; known: 'select' } {
  return { tag, digest: digestOf(content), known: 'select' }
}

describe('states of an image that a run has something to do for', () => {
  test.each([
    ['absent', null, null],
    ['unmanaged', null, at('1.0.0')],
    ['missing', at('1.0.0'), null],
    ['behind', at('1.0.0', 'x'), at('stable', 'x')],
    ['moved', at('1.0.0', 'x'), at('1.0.0', 'y')],
    ['behind', at('1.1.0'), at('1.0.0')],
    ['ahead', at('1.0.0'), at('1.1.0')],
    ['behind', at('nightly', 'x'), at('weekly', 'y')],
  ] as const)('%s', (state, from, to) => {
    expect(stateOf(from, to, false)).toBe(state)
  })

  test('gone from the source, but put there by us', () => {
    expect(stateOf(null, at('1.0.0'), true)).toBe('ahead')
  })
})

async function promoted(): Promise<TestPipeline> {
  const pipeline = await testPipeline({ environments: [{ name: 'dev' }, { name: 'test' }, { name: 'prod' }] })
  await pushImage(pipeline.memory('test.example.com/api'), await makeImage({ seed: 'one' }), ['1.0.0'])
  const made = await makePlan(pipeline.context, pair, { describe: false, push: true })
  await carryOut(pipeline.context, made, { keepGoing: false })
  return pipeline
}

describe('what the current version is', () => {
  test('what the ledger put there, as long as the tag holds it; then what is selected; then the highest version', async () => {
    const pipeline = await promoted()
    const current = async (): Promise<unknown> => (await diffPair(pipeline.context, pair)).rows[0]?.to.current
    expect(await current()).toMatchObject({ tag: '1.0.0', known: 'ledger' })
    await pushImage(pipeline.memory('prod.example.com/api'), await makeImage({ seed: 'other' }), ['1.0.0'])
    expect(await current()).toMatchObject({ tag: '1.0.0', known: 'select' })
    const other = await testPipeline()
    await pushImage(other.memory('prod.example.com/api'), await makeImage({ seed: 'a' }), ['0.8.0', '0.9.0'])
    expect((await diffPair(other.context, pair)).rows[0]?.to.current).toMatchObject({
      tag: '0.9.0',
      known: 'highest',
    })
  })

  test('the commits between two versions come from their labels, as a link', async () => {
    const pipeline = await testPipeline()
    const labels = (revision: string): Record<string, string> => ({
      'org.opencontainers.image.source': 'https://git.example.com/acme/api.git',
      'org.opencontainers.image.revision': revision,
    })
    await pushImage(
      pipeline.memory('test.example.com/api'),
      await makeImage({ seed: 'n', labels: labels('b'.repeat(40)) }),
      ['1.0.0'],
    )
    await pushImage(
      pipeline.memory('prod.example.com/api'),
      await makeImage({ seed: 'o', labels: labels('a'.repeat(40)) }),
      ['0.9.0'],
    )
    expect((await diffPair(pipeline.context, pair)).rows[0]).toMatchObject({
      state: 'behind',
      commits: 'aaaaaaa..bbbbbbb',
      compare: `https://git.example.com/acme/api/compare/${'a'.repeat(12)}...${'b'.repeat(12)}`,
    })
  })

  test('a commit that was built twice has none in between, and no link', async () => {
    const pipeline = await testPipeline()
    const labels = {
      'org.opencontainers.image.source': 'https://git.example.com/acme/api.git',
      'org.opencontainers.image.revision': 'a'.repeat(40),
    }
    for (const [place, tag] of [
      ['test', '1.0.0'],
      ['prod', '0.9.0'],
    ] as const) {
      const image = await makeImage({ seed: tag, labels })
      await pushImage(pipeline.memory(`${place}.example.com/api`), image, [tag])
    }
    const [row] = (await diffPair(pipeline.context, pair)).rows
    expect(row).toMatchObject({ state: 'behind' })
    expect(row).not.toHaveProperty('commits')
    expect(row).not.toHaveProperty('compare')
  })
})

test('the matrix has a cell for each image and environment, and a comparison along each route', async () => {
  const pipeline = await promoted()
  const matrix = await diffMatrix(pipeline.context, { images: [] })
  expect(matrix.environments).toEqual(['dev', 'test', 'prod'])
  expect(matrix.rows[0]?.cells.map((cell) => cell.current?.tag ?? null)).toEqual([null, '1.0.0', '1.0.0'])
  expect(matrix.routes.map(({ from, to, rows }) => [from, to, rows[0]?.state])).toEqual([
    ['dev', 'test', 'unmanaged'],
    ['test', 'prod', 'same'],
  ])
})

test('status says since when, by whom, and which promotions are open', async () => {
  const pipeline = await promoted()
  const status = await readStatus(pipeline.context, { images: [] })
  expect(status.rows[0]?.cells[2]).toMatchObject({ tag: '1.0.0', actor: 'release-manager', entry: 2 })
  expect(status).toMatchObject({ open: [], head: { sequence: 2 } })
})
