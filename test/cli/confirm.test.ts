import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openLayout } from '../../src/layout/layout-store.ts'
import { runPromote, testFolder } from '../support/cli.ts'
import { makeImage } from '../support/images.ts'
import { pushImage } from '../support/push.ts'
import { runInTerminal } from '../support/terminal.ts'

const route = ['--from', 'test', '--to', 'prod']

/** Two folders, of which prod wants to be confirmed, and an image in the first. */
async function scene(more = ''): Promise<{ readonly cwd: string; isPromoted(): Promise<boolean> }> {
  const cwd = await testFolder({
    'promotion.yaml': [
      'version: 1',
      'environments:',
      '  - { name: test, repository: "oci:test/{image}" }',
      `  - { name: prod, repository: "oci:prod/{image}", confirm: true${more === '' ? '' : `, ${more}`} }`,
      'images:',
      '  - { name: api, select: ["1.0.0"] }',
      '',
    ].join('\n'),
  })
  await pushImage(openLayout(path.join(cwd, 'test', 'api')), await makeImage(), ['1.0.0'])
  const isPromoted = async (): Promise<boolean> =>
    (await openLayout(path.join(cwd, 'prod', 'api')).resolve('1.0.0')) !== undefined
  return { cwd, isPromoted }
}

const ledgerOf = (cwd: string): Promise<string | undefined> =>
  readFile(path.join(cwd, 'promotions.jsonl'), 'utf8').catch(() => undefined)

test.for(['', 'n\n', 'y\n'])(
  'without a terminal nobody is asked, and nobody says yes: stdin %j',
  async (input) => {
    const { cwd, isPromoted } = await scene()
    const { code, stderr } = await runPromote([...route, "it's"], { cwd, input })
    expect(code, stderr).toBe(2)
    expect(stderr).toContain('there is no terminal to ask at')
    expect(stderr).toContain("promote --from test --to prod 'it'\\''s' --yes")
    expect(await isPromoted()).toBe(false)
    expect(await ledgerOf(cwd)).toBeUndefined()
  },
)

test('a saved plan is confirmed like any other', async () => {
  const { cwd, isPromoted } = await scene()
  expect((await runPromote(['plan', ...route, '-o', 'plan.json'], { cwd })).code).toBe(0)
  const refused = await runPromote(['apply', 'plan.json'], { cwd })
  expect(refused.code).toBe(2)
  expect(refused.stderr).toContain('promote apply plan.json --yes')
  expect(await isPromoted()).toBe(false)
  expect((await runPromote(['apply', 'plan.json', '--yes'], { cwd })).code).toBe(0)
  expect(await isPromoted()).toBe(true)
})

test('a dry run asks nothing', async () => {
  const { cwd, isPromoted } = await scene()
  expect((await runPromote([...route, '--dry-run'], { cwd })).code).toBe(0)
  expect(await isPromoted()).toBe(false)
})

test('nobody is asked about what is denied anyway', async () => {
  const { cwd, isPromoted } = await scene('gates: { approvals: { count: 1, unsigned: allow } }')
  const { lines, code } = await runInTerminal(route, { cwd, steps: [] })
  expect(code, lines.join('\n')).toBe(3)
  expect(lines.join('\n')).not.toContain('Promote to prod?')
  expect(await isPromoted()).toBe(false)
})

test('--yes says yes beforehand', async () => {
  const { cwd, isPromoted } = await scene()
  expect((await runPromote([...route, '--yes'], { cwd })).code).toBe(0)
  expect(await isPromoted()).toBe(true)
})

test.for([
  ['y', 'y\r', 0, true],
  ['yes', 'YES\r', 0, true],
  ['n', 'n\r', 1, false],
  ['nothing', '\r', 1, false],
  ['anything else', 'prod\r', 1, false],
  ['Ctrl-D', '\x04', 1, false],
  ['Ctrl-C', '\x03', 130, false],
] as const)('at a terminal, after %s', async ([, keys, code, promoted]) => {
  const { cwd, isPromoted } = await scene()
  const run = await runInTerminal(route, { cwd, steps: [{ prompt: 'Promote to prod? [y/N]', keys }] })
  expect(run.code, run.screen).toBe(code)
  expect(await isPromoted()).toBe(promoted)
  if (code === 1) expect(run.screen).toContain('Not confirmed: nothing was promoted to prod.')
  expect(run.screen).not.toContain('Warning')
})
