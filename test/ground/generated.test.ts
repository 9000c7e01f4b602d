import { spawnSync } from 'node:child_process'
import { cp, readFile, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { testFolder } from '../support/cli.ts'

const root = path.join(import.meta.dirname, '..', '..')

interface Generator {
  readonly script: string
  /** What it makes. */
  readonly makes: readonly string[]
  /** A change of a source that has to show. */
  readonly source: string
  readonly from: string
  readonly to: string
}

const generators: readonly Generator[] = [
  {
    script: 'generate-commands.ts',
    makes: ['oclif.manifest.json', 'docs/commands.md'],
    source: 'src/commands/ledger/show.ts',
    from: 'Show one entry',
    to: 'Show a single entry',
  },
  {
    script: 'generate.ts',
    makes: ['src/documents/generated/promotion-types.ts', 'src/documents/generated/validate-promotion.js'],
    source: 'promotion.schema.json',
    from: 'What the environment is called',
    to: 'How the environment is called',
  },
  {
    script: 'build-action.ts',
    makes: ['action/dist/main.mjs'],
    source: 'src/action/inputs.ts',
    from: 'There is no input',
    to: 'Nobody knows the input',
  },
]

/** A copy of the checkout with as much of it as the generators need. */
async function copyOfCheckout(): Promise<string> {
  const folder = await testFolder()
  const parts = ['src', 'scripts', 'schemas', 'docs/commands.md', 'package.json', 'promotion.schema.json']
  for (const part of parts) await cp(path.join(root, part), path.join(folder, part), { recursive: true })
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'))
  return folder
}

test.each(generators)('$script --check fails once a source has changed, and writes nothing', async (one) => {
  const folder = await copyOfCheckout()
  const run = (...args: readonly string[]): { readonly status: number | null; readonly output: string } => {
    const script = path.join(folder, 'scripts', one.script)
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' })
    return { status, output: `${stdout}${stderr}` }
  }
  const made = (): Promise<readonly string[]> =>
    Promise.all(one.makes.map((file) => readFile(path.join(folder, file), 'utf8')))
  const written = run()
  expect(written.status, written.output).toBe(0)
  const fresh = run('--check')
  expect(fresh.status, fresh.output).toBe(0)

  const source = path.join(folder, one.source)
  const text = await readFile(source, 'utf8')
  expect(text).toContain(one.from)
  await writeFile(source, text.replace(one.from, one.to))
  const before = await made()
  const stale = run('--check')
  expect(stale.status, stale.output).toBe(1)
  expect(await made()).toEqual(before)
  // Asked again it says the same: the first answer mended nothing.
  expect(run('--check').status).toBe(1)
  for (const file of one.makes)
    expect(stale.output).toMatch(new RegExp(`^${file} is .*npm run generate`, 'm'))
})
