import { afterAll, beforeAll, expect, test } from 'vitest'
import { promotionFile, runPromote, testFolder } from '../support/cli.ts'
import { type FaultRegistry, startFaultRegistry } from '../support/fault-registry/registry.ts'
import { makeImage } from '../support/images.ts'

const route = ['--from', 'test', '--to', 'prod']
let registry: FaultRegistry

beforeAll(async () => {
  registry = await startFaultRegistry()
  for (const place of ['test/api', 'prod/api'])
    registry.seed(place, await makeImage({ seed: 'api' }), ['1.0.0'])
})

afterAll(async () => {
  await registry.close()
})

test('a selected image that is in neither environment is a difference, as a dry run has it', async () => {
  const cwd = await testFolder({
    'promotion.yaml': promotionFile(registry.host, { api: '1.0.0', web: '1.4.2' }),
  })
  const run = async (...words: readonly string[]) => runPromote(words, { cwd })
  const text = await run('diff', ...route, '--exit-code')
  expect(text.stdout).toMatch(/– web +1\.4\.2 is in neither test nor prod/)
  expect(text.stdout).toMatch(/\n1 in neither\n$/)
  expect(text.code).toBe(7)
  const markdown = await run('diff', ...route, '--format', 'markdown')
  expect(markdown.stdout).toContain('test → prod: 1 in neither')
  expect(markdown.stdout).toMatch(/<code>web<\/code> \| – \| – \| 1\.4\.2 is in neither test nor prod \|/)
  const json = JSON.parse((await run('diff', ...route, '--json')).stdout)
  expect(json).toMatchObject({ different: true })
  expect(json.rows[1]).toMatchObject({ image: 'web', state: 'absent', missing: ['1.4.2'] })
  const matrix = await run('diff', '--exit-code')
  expect(matrix.stdout).toContain('test → prod 1 in neither')
  expect(matrix.code).toBe(7)
  expect((await run(...route, '--dry-run')).code).toBe(1)
  expect(JSON.parse((await run('status', '--json')).stdout).rows[1].cells).toMatchObject([
    { tag: null },
    { tag: null },
  ])
})

test('an optional image that is in neither is named, and is no difference', async () => {
  const file = promotionFile(registry.host, { api: '1.0.0', web: '1.4.2' })
  const cwd = await testFolder({
    'promotion.yaml': file.replace('select: ["1.4.2"]', 'select: ["1.4.2"], optional: true'),
  })
  const text = await runPromote(['diff', ...route, '--exit-code'], { cwd })
  expect(text).toMatchObject({ code: 0, stdout: expect.stringContaining('– in neither: web\n\nin step\n') })
  const markdown = await runPromote(['diff', ...route, '--format', 'markdown'], { cwd })
  expect(markdown.stdout).toContain('<code>web</code> | – | – | in neither')
  expect((await runPromote([...route, '--dry-run'], { cwd })).code).toBe(0)
})
