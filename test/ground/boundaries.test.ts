import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
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
  {
    title: 'a command that asks wiring',
    from: 'commands/diff.ts',
    to: 'wiring/promotion.ts',
    rule: 'allowed',
  },
  {
    title: 'wiring that makes an adapter',
    from: 'wiring/promotion.ts',
    to: 'registry/a.ts',
    rule: 'allowed',
  },
  {
    title: 'a registry that asks a profile',
    from: 'registry/a.ts',
    to: 'profiles/hub.ts',
    rule: 'allowed',
  },
  {
    title: 'the pipeline that asks a gate',
    from: 'pipeline/judge/a.ts',
    to: 'gates/order.ts',
    rule: 'allowed',
  },
  {
    title: 'connections that know what failed',
    from: 'registry/http/a.ts',
    to: 'registry/failures/a.ts',
    rule: 'registry-http-imports',
  },
  {
    title: 'failures that know connections',
    from: 'registry/failures/a.ts',
    to: 'registry/http/a.ts',
    rule: 'allowed',
  },
  {
    title: 'tokens that know the client',
    from: 'registry/auth/a.ts',
    to: 'registry/client.ts',
    rule: 'registry-auth-imports',
  },
  {
    title: 'a client that knows repositories',
    from: 'registry/client.ts',
    to: 'registry/repository/a.ts',
    rule: 'registry-root-imports',
  },
  {
    title: 'a client that asks for tokens',
    from: 'registry/client.ts',
    to: 'registry/auth/a.ts',
    rule: 'allowed',
  },
  {
    title: 'repositories on top of a client',
    from: 'registry/repository/a.ts',
    to: 'registry/client.ts',
    rule: 'allowed',
  },
  {
    title: 'Markdown that takes from text',
    from: 'report/markdown/a.ts',
    to: 'report/text/a.ts',
    rule: 'report-markdown-imports',
  },
  {
    title: 'words that know a form',
    from: 'report/words/a.ts',
    to: 'report/text/a.ts',
    rule: 'report-words-imports',
  },
  {
    title: 'a form that knows the options',
    from: 'report/text/a.ts',
    to: 'report/options.ts',
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

test('no folder of src/ but commands/ has more than 16 files of its own', async () => {
  const listed = await readdir(path.join(root, 'src'), { recursive: true, withFileTypes: true })
  const sizes = new Map<string, number>()
  for (const file of listed) {
    if (!file.isFile() || /\.json$/.test(file.name)) continue
    sizes.set(file.parentPath, (sizes.get(file.parentPath) ?? 0) + 1)
  }
  const large = [...sizes].filter(
    ([place, size]) => size > 16 && place !== path.join(root, 'src', 'commands'),
  )
  expect(sizes.size).toBeGreaterThan(20)
  expect(large).toEqual([])
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
