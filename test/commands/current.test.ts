import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type CliResult, runPromote, testFolder } from '../support/cli.ts'
import { type FaultRegistry, startFaultRegistry } from '../support/fault-registry/registry.ts'
import { makeImage } from '../support/images.ts'

const opened: FaultRegistry[] = []
const route = ['--from', 'test', '--to', 'prod']

afterEach(async () => {
  for (const registry of opened.splice(0)) await registry.close()
})

interface Scene {
  readonly registry: FaultRegistry
  readonly folder: string
  run(...words: readonly string[]): Promise<CliResult>
}

/** These tags of api are in test, each an image of its own. */
async function scene(tags: readonly string[], select: string, more = ''): Promise<Scene> {
  const registry = await startFaultRegistry()
  opened.push(registry)
  for (const tag of tags) registry.seed('test/api', await makeImage({ seed: tag }), [tag])
  const folder = await testFolder({
    'promotion.yaml': [
      'version: 1',
      'project: shop',
      'environments:',
      `  - { name: test, repository: "${registry.host}/test/{image}" }`,
      `  - { name: prod, repository: "${registry.host}/prod/{image}"${more} }`,
      'images:',
      `  - { name: api, select: ${select} }`,
      '',
    ].join('\n'),
  })
  return { registry, folder, run: (...words) => runPromote(words, { cwd: folder }) }
}

async function expectGood(result: Promise<CliResult>): Promise<string> {
  const { code, stdout, stderr } = await result
  expect(code, stderr).toBe(0)
  return stdout
}

/** The matrix's and the status's version of api in prod, and what a comparison shows there. */
async function versions({ run }: Scene): Promise<readonly unknown[]> {
  const json = async (...words: readonly string[]) => JSON.parse(await expectGood(run(...words, '--json')))
  const [pair, matrix, status] = [await json('diff', ...route), await json('diff'), await json('status')]
  return [pair.rows[0].to.current.tag, matrix.rows[0].cells[1].current.tag, status.rows[0].cells[1].tag]
}

test('an older version promoted after a newer one: diff and the dry run say the same', async () => {
  const all = await scene(
    ['2.0.0', '2.1.0'],
    '[{ semver: "*", newest: 1 }]',
    ', tags: ["{tag}", "latest"], confirm: true',
  )
  const { run, registry, folder } = all
  await expectGood(run(...route, '--yes'))
  const back = await expectGood(run(...route, 'api:2.0.0', '--yes'))
  expect(back).toContain(
    '! api: latest stays at 2.1.0 in prod. To take it to 2.0.0: promote --from test --to prod api:2.0.0 --take-floating',
  )
  expect(await versions(all)).toEqual(['2.0.0', '2.0.0', '2.0.0'])
  expect(await expectGood(run('diff', ...route))).toMatch(/~ api +2\.0\.0 → 2\.1\.0[\s\S]*1 behind/)
  const dry = await expectGood(run(...route, '--dry-run'))
  expect(dry).toMatch(/~ api +2\.0\.0 → 2\.1\.0 +[0-9a-f]+ is in prod, and becomes current/)
  expect(dry).toContain('1 step would run.')
  expect((await run(...route)).code).toBe(2)
  registry.clearRequests()
  expect(await expectGood(run(...route, '--yes'))).toContain('1 made current')
  expect(await expectGood(run('history'))).toMatch(/ {2}api 2\.1\.0 latest [0-9a-f]{8} made current\n/)
  expect(registry.writes()).toEqual([])
  expect(await versions(all)).toEqual(['2.1.0', '2.1.0', '2.1.0'])
  expect(await expectGood(run('diff', ...route))).toContain('in step')
  expect(await expectGood(run(...route, '--dry-run'))).toContain('There is nothing to do.')
  const ledger = await readFile(path.join(folder, 'promotions.jsonl'), 'utf8')
  expect(JSON.parse(ledger.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
    kind: 'outcome',
    steps: [{ outcome: 'recorded', tags: [{ result: 'unchanged' }, { result: 'unchanged' }] }],
  })
  expect(await expectGood(run('ledger', 'verify'))).toContain('✔')
})

test('floating tags are taken back by the command that is shown, and by a plan that was saved', async () => {
  const { run, registry, folder } = await scene(
    ['2.0.0', '2.1.0'],
    '[{ semver: "*", newest: 1 }]',
    ', tags: ["{tag}", "{major}", "latest"]',
  )
  await expectGood(run(...route))
  const stay = 'api: 2 and latest stay at 2.1.0 in prod.'
  expect(await expectGood(run(...route, 'api:2.0.0', '--dry-run', '--report', 'plan.md'))).toContain(stay)
  await expectGood(run(...route, 'api:2.0.0', '--report', 'result.md'))
  for (const report of ['plan.md', 'result.md']) {
    const text = await readFile(path.join(folder, report), 'utf8')
    expect(text).toContain(
      `- ! ${stay} To take them to 2.0.0: promote --from test --to prod api:2.0.0 --take-`,
    )
  }
  await expectGood(run('plan', ...route, 'api:2.0.0', '--take-floating', '-o', 'plan.json'))
  await expectGood(run('apply', 'plan.json'))
  const held = async (tag: string): Promise<string> =>
    (await fetch(`http://${registry.host}/v2/prod/api/manifests/${tag}`)).text()
  for (const tag of ['2', 'latest']) expect(await held(tag)).toBe(await held('2.0.0'))
  await expectGood(run(...route))
  for (const tag of ['2', 'latest']) expect(await held(tag)).toBe(await held('2.1.0'))
})

test('tags without versions: v10 is newer than v9 and v1', async () => {
  const tags = Array.from({ length: 10 }, (_, at) => `v${at + 1}`)
  const all = await scene(tags, '["v*"]')
  await expectGood(all.run(...route))
  expect(await versions(all)).toEqual(['v10', 'v10', 'v10'])
  const text = await expectGood(all.run('diff', ...route))
  expect(text).toContain('= api')
  expect(text).not.toContain('→ v1\n')
  await expectGood(all.run(...route, 'api:v9'))
  expect(await versions(all)).toEqual(['v9', 'v9', 'v9'])
  expect(await expectGood(all.run('diff', ...route))).toMatch(/v9 → v10/)
})
