import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { type BuildOptions, build } from 'esbuild'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { lazyRequires } from '../../scripts/lazy-requires.ts'
import { entryFor, type OwnFile, ownFiles } from '../../scripts/own-files.ts'

const common: BuildOptions = { bundle: true, format: 'cjs', platform: 'node', logLevel: 'silent' }

let folder = ''

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'promote-bundle-')))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
})

async function write(name: string, text: string): Promise<string> {
  const file = path.join(folder, name)
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, text)
  return file
}

async function pack(name: string, type: string, files: Readonly<Record<string, string>>): Promise<void> {
  await write(`node_modules/${name}/package.json`, JSON.stringify({ name, type, main: 'index.js' }))
  for (const [file, text] of Object.entries(files)) await write(`node_modules/${name}/${file}`, text)
}

/** Bundles and runs an entry in a process of its own; gives what it prints, one JSON value. */
async function print(entry: string, plugins: BuildOptions['plugins'] = []): Promise<unknown> {
  const outfile = path.join(folder, 'out', 'main.cjs')
  await build({ ...common, entryPoints: [entry], outfile, plugins })
  const { stdout } = await promisify(execFile)(process.execPath, [outfile])
  return JSON.parse(stdout)
}

test('a package that is imported dynamically is a file of its own, with the names that Node gives it', async () => {
  await pack('old', 'commonjs', {
    'index.js': `exports.greet = (who) => 'hello ' + who\nexports.count = 2\n`,
  })
  await pack('new', 'module', { 'index.js': `export const greet = (who) => 'hi ' + who\n` })
  const entry = await write(
    'entry.mjs',
    `export const lazy = async (name) => name === 'old' ? import('old') : import('new')\n`,
  )
  const found = new Map<string, OwnFile>()
  const outfile = path.join(folder, 'out', 'main.cjs')
  await build({ ...common, entryPoints: [entry], outfile, plugins: [ownFiles(found)] })
  expect([...found.keys()].sort()).toEqual(['new.cjs', 'old.cjs'])
  for (const one of found.values())
    await build({ ...common, stdin: entryFor(one), outfile: path.join(folder, 'out', 'packages', one.file) })
  await rm(path.join(folder, 'node_modules'), { recursive: true })
  const { lazy } = createRequire(import.meta.url)(outfile)
  const old = await lazy('old')
  expect([old.greet('you'), old.count, old.default.count]).toEqual(['hello you', 2, 2])
  expect((await lazy('new')).greet('you')).toBe('hi you')
})

test('packages that share modules are one file, where a module of ours gives them on', async () => {
  await pack('shared', 'module', { 'index.js': `export class Shared {}\n` })
  await pack('one', 'module', {
    'index.js': `import { Shared } from 'shared'\nexport const make = () => new Shared()\n`,
  })
  await pack('two', 'module', {
    'index.js': `import { Shared } from 'shared'\nexport const isOne = (it) => it instanceof Shared\nexport const unused = 1\n`,
  })
  await write('both.packages.ts', `export { make } from 'one'\nexport { isOne } from 'two'\n`)
  const entry = await write('entry.ts', `export const lazy = () => import('./both.packages.ts')\n`)
  const found = new Map<string, OwnFile>()
  const outfile = path.join(folder, 'out', 'main.cjs')
  await build({ ...common, entryPoints: [entry], outfile, plugins: [ownFiles(found)] })
  expect([...found.values()].map(({ file, names }) => [file, ...names.toSorted()])).toEqual([
    ['both.cjs', 'isOne', 'make'],
  ])
  for (const one of found.values())
    await build({ ...common, stdin: entryFor(one), outfile: path.join(folder, 'out', 'packages', one.file) })
  const { make, isOne } = await createRequire(import.meta.url)(outfile).lazy()
  expect(isOne(make())).toBe(true)
})

test('what checks signatures is not in the bundle that every run loads', async () => {
  const found = new Map<string, OwnFile>()
  const root = path.join(import.meta.dirname, '..', '..')
  const { metafile } = await build({
    ...common,
    absWorkingDir: root,
    entryPoints: ['src/gates/index.ts'],
    write: false,
    metafile: true,
    plugins: [ownFiles(found)],
  })
  expect(Object.keys(metafile.inputs).filter((file) => /@(?:sigstore|noble)/.test(file))).toEqual([])
  expect([...found.keys()]).toEqual(expect.arrayContaining(['sigstore.cjs', 'ed25519.cjs']))
})

test('what a compiled package requires is loaded when it is first used', async () => {
  await pack('compiled', 'commonjs', {
    'index.js': [
      '"use strict";',
      'var __importDefault = (this && this.__importDefault) || ((mod) => (mod && mod.__esModule ? mod : { default: mod }));',
      'const used_1 = require("./used");',
      'const unused_1 = __importDefault(require("./unused"));',
      'class Made extends used_1.Base {}',
      'exports.made = () => new used_1.Base().name + new Made().name;',
      'exports.never = () => unused_1.default.name;',
    ].join('\n'),
    'used.js': `exports.Base = class { name = 'base' }`,
    'unused.js': `globalThis.loaded = true; module.exports = { name: 'unused' }`,
  })
  const entry = await write(
    'entry.mjs',
    `import compiled from 'compiled'
const before = [compiled.made(), globalThis.loaded ?? false]
console.log(JSON.stringify([...before, compiled.never(), globalThis.loaded]))
`,
  )
  expect(await print(entry, [lazyRequires(['compiled'])])).toEqual(['basebase', false, 'unused', true])
})
