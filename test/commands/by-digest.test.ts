import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openLedger } from '../../src/ledger/file/file-ledger.ts'
import { canonicalDigest } from '../../src/model/plan-digest.ts'
import type { Digest } from '../../src/oci/digest.ts'
import { systemClock } from '../../src/support/clock.ts'
import { intentBody, step } from '../ledger/entry-bodies.ts'
import { type CliResult, promotionFile, runPromote, testFolder } from '../support/cli.ts'
import { type FaultRegistry, startFaultRegistry } from '../support/fault-registry/registry.ts'
import { makeImage, type TestImage } from '../support/images.ts'

const route = ['--from', 'test', '--to', 'prod']
const images = new Map<string, TestImage>()
let registry: FaultRegistry

beforeAll(async () => {
  registry = await startFaultRegistry()
  const tags = {
    one: ['1.4.1', 'sha-0a1b', 'main'],
    two: ['1.5.0', 'v1.5.0'],
    several: ['nightly', 'edge'],
    only: ['build-7'],
    none: [],
  }
  for (const [seed, held] of Object.entries(tags)) {
    const image = await makeImage({ seed })
    images.set(seed, image)
    registry.seed('test/api', image, held)
  }
})

afterAll(async () => {
  await registry.close()
})

function digestOf(seed: string): string {
  const image = images.get(seed)
  if (image === undefined) throw new Error(`no image ${seed}`)
  return image.manifest.descriptor.digest
}

interface Scene {
  readonly folder: string
  run(...words: readonly string[]): Promise<CliResult>
}

async function scene(select = '{ semver: ">=1", newest: 1 }', more = ''): Promise<Scene> {
  const file = promotionFile(registry.host, { api: 'x' }).replace('["x"]', select)
  const folder = await testFolder({
    'promotion.yaml': file.replace('prod/{image}" }', `prod/{image}"${more} }`),
  })
  return { folder, run: (...words) => runPromote(words, { cwd: folder }) }
}

async function planned({ run }: Scene, ...words: readonly string[]) {
  const ended = await run(...route, '--dry-run', '--json', ...words)
  const { plan, exitCode } = JSON.parse(ended.stdout)
  const steps = plan.plan.steps as readonly {
    source: { tag: string; tagGiven?: true }
    tags: { tag: string }[]
  }[]
  return {
    exitCode,
    missing: plan.missing,
    warnings: plan.warnings,
    steps: steps.map(({ source, tags }) => [
      source.tag,
      source.tagGiven ?? false,
      tags.map(({ tag }) => tag),
    ]),
  }
}

describe('an image by its digest', () => {
  test('keeps the tag that the file selects, although newest would not have taken it', async () => {
    const here = await scene('{ semver: ">=1", newest: 1 }', ', tags: ["{tag}", "{major}.{minor}"]')
    expect(await planned(here, `api@${digestOf('one')}`)).toMatchObject({
      exitCode: 0,
      steps: [['1.4.1', false, ['1.4.1', '1.4']]],
    })
    expect((await planned(await scene(), `api@${digestOf('two')}`)).steps).toEqual([
      ['1.5.0', false, ['1.5.0']],
      ['v1.5.0', false, ['v1.5.0']],
    ])
    const run = await here.run(...route, `api@${digestOf('one')}`)
    expect(run.code, run.stderr).toBe(0)
    expect(run.stdout).toContain('api 1.4.1 1.4')
    const diff = JSON.parse((await here.run('diff', ...route, `api@${digestOf('one')}`, '--json')).stdout)
    expect(diff.rows[0]).toMatchObject({ state: 'same', from: { current: { tag: '1.4.1' } } })
  })

  test('keeps the only tag it has, though the file does not select it', async () => {
    expect((await planned(await scene(), `api@${digestOf('only')}`)).steps).toEqual([
      ['build-7', false, ['build-7']],
    ])
  })

  test('with several tags that are not selected is told which, and --tag says one', async () => {
    const here = await scene()
    const several = await here.run(...route, '--dry-run', `api@${digestOf('several')}`)
    expect(several.code).toBe(1)
    expect(several.stdout).toContain('the file selects none of them: name one with --tag')
    expect(several.stdout).toContain('its tags there: nightly, edge')
    expect(await planned(here, `api@${digestOf('several')}`, '--tag', 'edge')).toMatchObject({
      exitCode: 0,
      steps: [['edge', false, ['edge']]],
      warnings: [],
    })
  })

  test('without a tag is refused with what to type, and --tag gives it one', async () => {
    const here = await scene()
    const none = await here.run(...route, '--dry-run', `api@${digestOf('none')}`)
    expect(none.code).toBe(1)
    expect(none.stdout).toContain('is in test, but no tag there holds it: give it one with --tag NAME')
    const matrix = await here.run('diff', `api@${digestOf('none')}`)
    expect(matrix.code, matrix.stderr).toBe(0)
    const words = [`api@${digestOf('none')}`, '--tag', '9.9.9']
    expect(await planned(here, ...words)).toMatchObject({ exitCode: 0, steps: [['9.9.9', true, ['9.9.9']]] })
    expect((await planned(here, `api@${digestOf('none')}`, '--tag', 'main')).warnings).toEqual([
      expect.stringMatching(/^api:main is [0-9a-f]{8} in test; --tag gives that tag to [0-9a-f]{8}\.$/),
    ])
    const run = await here.run(...route, ...words)
    expect(run.code, run.stderr).toBe(0)
    const ledger = await readFile(path.join(here.folder, 'promotions.jsonl'), 'utf8')
    expect(JSON.parse(ledger.trimEnd().split('\n').at(-1) ?? '').steps[0]).toMatchObject({
      source: `${registry.host}/test/api@${digestOf('none')}`,
      tags: [{ tag: '9.9.9', result: 'moved' }],
    })
    const explained = await here.run('explain', digestOf('none'), 'prod', '--json')
    expect(JSON.parse(explained.stdout).promotions).toMatchObject([
      { outcome: 'promoted', gates: [{ gate: 'order', answer: 'pass' }] },
    ])
  })

  test('asks for no tag where the destination needs none', async () => {
    const here = await scene('"1.4.1"', ', tags: ["{digest12}"]')
    registry.clearRequests()
    expect((await planned(here, `api@${digestOf('several')}`)).steps).toMatchObject([
      [null, false, [expect.stringMatching(/^[0-9a-f]{12}$/)]],
    ])
    expect(registry.requests.filter(({ path: asked }) => asked.endsWith('/manifests/nightly'))).toEqual([])
  })

  test('in select finds its tag too', async () => {
    const here = await scene(`{ digest: "${digestOf('only')}" }`)
    expect((await planned(here)).steps).toEqual([['build-7', false, ['build-7']]])
  })
})

test.each([
  [['api', '--tag', '1.0.0'], 'one image that is named by its digest'],
  [['--tag', '1.0.0'], 'one image that is named by its digest'],
  [['api:main@sha256:', '--tag', '1.0.0'], 'one image that is named by its digest'],
  [['api@sha256:', '--tag', 'a/b'], '"a/b" in --tag is not a valid tag'],
])('%s is refused', async (words, message) => {
  const { run } = await scene()
  const whole = words.map((word) => word.replace('sha256:', digestOf('one')))
  const ended = await run(...route, '--dry-run', ...whole)
  expect(ended.code).toBe(2)
  expect(ended.stderr).toContain(message)
})

test('a saved plan with a tag given by hand is checked as any other', async () => {
  const { run, folder } = await scene()
  const saved = await run('plan', ...route, `api@${digestOf('none')}`, '--tag', '2.0.0', '-o', 'plan.json')
  expect(saved.code, saved.stderr).toBe(0)
  const file = path.join(folder, 'plan.json')
  const document = JSON.parse(await readFile(file, 'utf8'))
  const forge = async (
    change: (step: { source: { tag: string | null }; tags: { tag: string }[] }) => void,
  ) => {
    const forged = structuredClone(document)
    change(forged.plan.steps[0])
    await writeFile(
      path.join(folder, 'forged.json'),
      JSON.stringify({ ...forged, digest: canonicalDigest(forged.plan) }),
    )
    return run('apply', 'forged.json', '--yes')
  }
  const otherTag = await forge(({ tags }) => {
    for (const tag of tags) tag.tag = 'latest'
  })
  expect(otherTag).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('gets the tags latest, and not 2.0.0'),
  })
  const noTag = await forge(({ source }) => {
    source.tag = null
  })
  expect(noTag).toMatchObject({ code: 2, stderr: expect.stringContaining('was given no tag') })
  const applied = await run('apply', 'plan.json', '--yes')
  expect(applied.code, applied.stderr).toBe(0)
  expect(applied.stdout).toContain('api 2.0.0')
  expect(applied.stdout).not.toContain('is gone')
})

test('a run with a tag given by hand that did not end is finished with it', async () => {
  const { run, folder } = await scene(undefined, ', tags: ["{tag}", "{major}.{minor}"]')
  const digest = digestOf('none') as Digest
  const tags = ['3.1.0', '3.1'].map((tag) => ({ tag, old: null, new: digest }))
  const places = { source: `${registry.host}/test/api@${digest}`, destination: `${registry.host}/prod/api` }
  const ledger = openLedger(path.join(folder, 'promotions.jsonl'), { clock: systemClock })
  await ledger.append(intentBody([{ ...step('any', { tags }), ...places, digest }]))
  const { open } = JSON.parse((await run('status', '--json')).stdout)
  expect(open[0].next.finish).toBe(`promote --from test --to prod api@${digest} --tag 3.1.0`)
  const finished = await run(...open[0].next.finish.split(' ').slice(1))
  expect(finished.code, finished.stderr).toBe(0)
  expect(JSON.parse((await run('status', '--json')).stdout).open).toEqual([])
})
