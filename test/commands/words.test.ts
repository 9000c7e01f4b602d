import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { promotionFile, runPromote, testFolder } from '../support/cli.ts'
import { startForTest } from '../support/fault-registry/fixture.ts'
import { makeImage } from '../support/images.ts'

const route = ['--from', 'test', '--to', 'prod']

async function scene(more = '') {
  const registry = await startForTest()
  for (const [at, name] of ['api', 'web', 'db'].entries())
    registry.seed(`test/${name}`, await makeImage({ seed: name }), [`${at + 1}.0.0`])
  const file = promotionFile(registry.host, { api: '1.0.0', web: '2.0.0', db: '3.0.0' })
  const cwd = await testFolder({
    'promotion.yaml': file.replace(/(name: prod, .*) }/, `$1${more} }`),
  })
  const run = (...words: readonly string[]) => runPromote(words, { cwd })
  return { registry, cwd, run }
}

describe('a group that a missing image stops', () => {
  const rest = '  With --keep-going the rest is promoted: db:3.0.0 and web:2.0.0.\n'

  test('names the way to promote the rest, which counts what failed', async () => {
    const { run } = await scene()
    const words = [...route, 'api:9', 'web', 'db']
    const dry = await run(...words, '--dry-run')
    expect(dry.stdout).toContain('Nothing was written. api would fail (exit 1).\n')
    expect(dry.stdout.endsWith(rest)).toBe(true)
    const stopped = await run(...words, '--report', 'report.md')
    expect(stopped.code).toBe(1)
    expect(stopped.stdout).toMatch(/test → prod: nothing promoted, .* Nothing was tagged\.\n/)
    expect(stopped.stdout.endsWith(rest)).toBe(true)
    const all = await run(...words, '--keep-going')
    expect(all.code).toBe(1)
    expect(all.stdout).toMatch(/test → prod: 2 promoted, 1 missing, [\d.]+ m?s\n$/)
  })

  test('names it only where something is left', async () => {
    const { run } = await scene()
    expect((await run(...route, 'api:9')).stdout).not.toContain('--keep-going')
  })
})

test('a tag that may not move is not said to move', async () => {
  const { registry, run } = await scene(', tags: ["{tag}", latest], immutable: ["1.*"]')
  registry.seed('prod/api', await makeImage({ seed: 'other' }), ['1.0.0', 'latest'])
  const dry = await run(...route, '--dry-run', '--report', 'report.md')
  expect(dry.code).toBe(3)
  expect(dry.stdout).toMatch(/✖ api .* may not replace [0-9a-f]{8}/)
  expect(dry.stdout).toContain('tags 1.0.0 (immutable: does not move)')
  expect(dry.stdout).not.toContain('1.0.0 (moves)')
  expect(dry.stdout).toContain('api would be denied (exit 3).')
})

describe('a route that does not exist is explained without a circle', () => {
  test.each([
    [
      ['--from', 'prod', '--to', 'dev'],
      'Nothing is promoted to dev: no environment leads to it.',
      'Images come to dev from where they are built. From there they go on: promote --from dev --to test',
    ],
    [
      ['--from', 'prod', '--to', 'test'],
      'Images come to test from dev, not from prod.',
      'prod comes after test. To go back to an older version there, promote that one: promote --from dev --to test IMAGE:TAG',
    ],
    [
      ['--from', 'dev', '--to', 'prod'],
      'Images come to prod from test, not from dev.',
      'Promote along the order of the file, or add dev to "from" of prod in the promotion file.',
    ],
  ])('%j', async (words, sentence, hint) => {
    const file = promotionFile('127.0.0.1:1', { api: '1.0.0' }).replace(
      'environments:',
      'environments:\n  - { name: dev, repository: "127.0.0.1:1/dev/{image}" }',
    )
    const { code, stderr } = await runPromote(words, { cwd: await testFolder({ 'promotion.yaml': file }) })
    expect(code).toBe(2)
    expect(stderr).toBe(`✖ ${sentence}\n  ${hint}\n`)
  })
})

test('a file is shown as it was typed', async () => {
  const { cwd } = await scene()
  const below = path.join(cwd, 'below')
  await mkdir(below)
  const said = async (...words: string[]) => (await runPromote(words, { cwd: below })).stderr.split('\n')[0]
  const absent = 'cannot be read: there is no such file.'
  expect(await said('diff', '-f', 'nope.yaml')).toBe(`✖ nope.yaml ${absent}`)
  expect(await said('diff', '-f', '../nope.yaml')).toBe(`✖ ../nope.yaml ${absent}`)
  expect(await said('diff', '-f', path.join(below, 'nope.yaml'))).toBe(`✖ ${below}/nope.yaml ${absent}`)
  expect(await said('validate', '../nope.yaml')).toBe(`✖ ../nope.yaml ${absent}`)
  expect(await said('apply', '../nope.json')).toBe(`✖ ../nope.json ${absent}`)
  const valid = await runPromote(['validate', '../promotion.yaml'], { cwd: below })
  expect(valid.stdout).toContain('✔ ../promotion.yaml is valid')
  const checked = await runPromote(['ledger', 'verify'], { cwd: below })
  expect(checked.stdout).toContain('There is no ledger ../promotions.jsonl')
})

test('a run with nothing to do says so of the ledger too', async () => {
  const { run } = await scene()
  expect((await run(...route)).code).toBe(0)
  const again = await run(...route)
  expect(again.stdout.replace(/[0-9a-f]{64}/, 'HASH').replace(/, [\d.]+ m?s/, '')).toBe(
    [
      '✔ gates      3 images, 1 gate',
      '= ledger     stays at entry 2 in promotions.jsonl',
      '  head       sha256:HASH',
      'test → prod: 3 in step',
      '',
    ].join('\n'),
  )
})

test('one more tag of what is there moves no content', async () => {
  const { registry, cwd, run } = await scene()
  registry.seed('test/api', await makeImage({ seed: 'api' }), ['1.0'])
  expect((await run(...route)).code).toBe(0)
  const dry = await runPromote([...route, 'api:1.0', '--dry-run'], { cwd })
  expect(dry.stdout).toMatch(/~ api .* gets another tag +content is there$/m)
  expect(dry.stdout).not.toContain('mount')
})

test('an environment in the place of an image is said to be one', async () => {
  const { run } = await scene()
  const { code, stderr } = await run('status', 'prod')
  expect(code).toBe(2)
  expect(stderr).toContain('The promotion file has no image "prod".')
  expect(stderr).toContain('It has an environment of that name. Its images: api, web, db.')
})
