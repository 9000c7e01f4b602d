import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '..', '..')

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'promote-boundaries-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const cases = [
  {
    title: 'a gate that imports the ledger',
    from: 'gates/soak.ts',
    to: 'ledger/append.ts',
    rule: 'gates-imports',
  },
  {
    title: 'one adapter that imports another',
    from: 'layout/read.ts',
    to: 'registry/a.ts',
    rule: 'layout-imports',
  },
  {
    title: 'a command that makes an adapter',
    from: 'commands/diff.ts',
    to: 'ledger/a.ts',
    rule: 'commands-imports',
  },
  {
    title: 'the pipeline that makes an adapter',
    from: 'pipeline/a.ts',
    to: 'registry/a.ts',
    rule: 'pipeline-imports',
  },
  {
    title: 'support that imports the model',
    from: 'support/a.ts',
    to: 'model/plan.ts',
    rule: 'support-imports',
  },
  { title: 'an unknown folder', from: 'helpers/a.ts', to: 'model/plan.ts', rule: 'known-folder' },
  { title: 'a command that asks wiring', from: 'commands/diff.ts', to: 'wiring.ts', rule: 'allowed' },
  { title: 'wiring that makes an adapter', from: 'wiring.ts', to: 'registry/a.ts', rule: 'allowed' },
  {
    title: 'a registry that asks a named one',
    from: 'registry/a.ts',
    to: 'registries/hub.ts',
    rule: 'allowed',
  },
]

test.for(cases)('$title: $rule', async ({ from, to, rule }) => {
  // Types count too: who knows another's types depends on it.
  await source(from, `import type { Thing } from '${relative(from, to)}'\nexport type Other = Thing\n`)
  await source(to, 'export interface Thing { readonly name: string }\n')
  const { code, output } = await cruise()
  expect(output.match(/error [a-z-]+(?=:)/g) ?? []).toEqual(rule === 'allowed' ? [] : [`error ${rule}`])
  expect(code === 0).toBe(rule === 'allowed')
})

test('a lazy import behind `await using` counts: cli-imports', async () => {
  await source(
    'cli/run.ts',
    `export async function run() {\n  await using a = await import('../ledger/a.ts')\n  return a\n}\n`,
  )
  await source('ledger/a.ts', 'export const a = 1\n')
  expect((await cruise()).output).toContain('error cli-imports')
})

test('two files that import each other: no-circular', async () => {
  await source('model/a.ts', `import type { B } from './b.ts'\nexport type A = B | undefined\n`)
  await source('model/b.ts', `import type { A } from './a.ts'\nexport type B = { a: A }\n`)
  expect((await cruise()).output).toContain('error no-circular')
})

function relative(from: string, to: string): string {
  const way = path.posix.relative(path.posix.dirname(from), to)
  return way.startsWith('.') ? way : `./${way}`
}

async function source(name: string, text: string): Promise<void> {
  const file = path.join(folder, 'src', name)
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, text)
}

function cruise(): Promise<{ code: number; output: string }> {
  const program = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
  const args = [program, '--config', path.join(root, '.dependency-cruiser.cjs'), 'src']
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: folder }, (error, stdout) => {
      resolve({ code: error === null ? 0 : Number(error.code), output: stdout })
    })
  })
}
