import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { commandLinesIn, flagsAloneIn, type KnownCommand, unknownIn } from './pages/command-lines.ts'

const ROOT = path.join(import.meta.dirname, '..', '..')
const PAGES = [
  'README.md',
  ...globSync(['docs/*.md', 'docs/zh-CN/*.md', 'examples/*/README.md'], { cwd: ROOT }).toSorted(),
]
const manifest = JSON.parse(await readFile(path.join(ROOT, 'oclif.manifest.json'), 'utf8'))
const commands: Readonly<Record<string, KnownCommand>> = manifest.commands

/** Flags that pages name without their command: docker's and podman's, and those of `npm run bench`. */
const FOREIGN = ['provenance', 'sbom', 'user', 'only', 'runs', 'largest']

async function textOf(page: string): Promise<string> {
  return readFile(path.join(ROOT, page), 'utf8')
}

test.for(PAGES)('%s: every command and flag exists', async (page) => {
  const lines = commandLinesIn(await textOf(page))
  const wrong = lines.flatMap((line) => unknownIn(line, commands).map((what) => `${what}: ${line.text}`))
  expect(wrong).toEqual([])
})

test.for(PAGES)('%s: every flag that is named alone exists', async (page) => {
  const known = Object.values(commands).flatMap(({ flags }) =>
    Object.entries(flags).flatMap(([name, { allowNo }]) => (allowNo ? [name, `no-${name}`] : [name])),
  )
  const all = new Set([...known, ...FOREIGN, 'help'])
  expect(flagsAloneIn(await textOf(page)).filter((flag) => !all.has(flag))).toEqual([])
})

test('what does not exist is found, wherever it stands', () => {
  const page = [
    'Try `promote difff`, `promote diff --fram test`, or `echo x \\| promote login --pasword-stdin`.',
    '```yaml',
    'script:',
    '  - promote verify prod --deap',
    '```',
    '```console',
    '$ promote --from test --to prod --dry-runn',
    '$ promote ledger verfy && promote status',
    '```',
  ].join('\n')
  const wrong = commandLinesIn(page).flatMap((line) => unknownIn(line, commands))
  expect(wrong.toSorted()).toEqual(
    [
      'no command difff',
      'no command ledger',
      'no flag --deap',
      'no flag --dry-runn',
      'no flag --fram',
      'no flag --pasword-stdin',
    ].toSorted(),
  )
})

test('pages have command lines', async () => {
  const texts = await Promise.all(PAGES.map(textOf))
  expect(texts.flatMap(commandLinesIn).length).toBeGreaterThan(150)
})
