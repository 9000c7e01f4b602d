import { execFile } from 'node:child_process'
import { globSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { beforeEach, expect, onTestFinished, test } from 'vitest'

const run = promisify(execFile)
const loader = path.join(import.meta.dirname, '..', '..', 'bin', 'bundle-loader.js')

const PROGRAM = `
const { bundleLoader } = await import(process.argv[2])
console.error(bundleLoader(process.argv[3], process.argv[4])('./main.cjs').answer())
`

let folder = ''
let cache = ''

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'promote-loader-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  cache = path.join(folder, 'cache')
  await mkdir(path.join(folder, 'dist', 'packages'), { recursive: true })
  await writeFile(path.join(folder, 'program.mjs'), PROGRAM)
  await writeBundle('main.cjs', `exports.answer = () => require('./packages/other.cjs').half * 2`)
  await writeBundle('packages/other.cjs', 'exports.half = 21', '8888888888888888')
})

async function writeBundle(name: string, text: string, digest = '0123456789abcdef'): Promise<void> {
  await writeFile(path.join(folder, 'dist', name), `// ${digest}\n${text}\n`)
}

async function answer(
  env: Record<string, string> = {},
  use = 'promote',
  flags: readonly string[] = [],
): Promise<string[]> {
  const preload = path.join(import.meta.dirname, '..', 'support', 'tell-compiled.mjs')
  const program = path.join(folder, 'program.mjs')
  const args = [...flags, '--import', preload, program, loader, path.join(folder, 'dist'), use]
  const { stderr } = await run(process.execPath, args, {
    env: { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: cache, ...env },
  })
  return stderr.trim().split('\n')
}

const keptFiles = (): string[] =>
  globSync('**/promote-{0123,8888}*', { cwd: cache }).map((name) => path.join(cache, name))

test('what a run compiled is there for the next one of its use, and for no other use', async () => {
  expect(await answer()).toEqual(['main.cjs compiled', 'other.cjs compiled', '42'])
  expect(await answer()).toEqual(['main.cjs kept', 'other.cjs kept', '42'])
  expect(await answer({}, 'diff')).toEqual(['main.cjs compiled', 'other.cjs compiled', '42'])
})

test('code is taken only under the flags of V8 that it was made with', async () => {
  await answer()
  const flags = ['--no-opt']
  expect(await answer({}, 'promote', flags)).toEqual(['main.cjs compiled', 'other.cjs compiled', '42'])
  expect(await answer({}, 'promote', flags)).toEqual(['main.cjs kept', 'other.cjs kept', '42'])
  expect(await answer()).toEqual(['main.cjs kept', 'other.cjs kept', '42'])
})

test('another build has code of its own, of the same length as it may be', async () => {
  await answer()
  await writeBundle(
    'main.cjs',
    `exports.answer = () => require('./packages/other.cjs').half * 3`,
    'fedcba9876543210',
  )
  expect(await answer()).toEqual(['main.cjs compiled', 'other.cjs kept', '63'])
})

test('what was kept and is damaged counts for nothing, and is replaced', async () => {
  await answer()
  for (const file of keptFiles()) {
    const bytes = await readFile(file)
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
    await writeFile(file, bytes)
  }
  expect(await answer()).toEqual(['main.cjs compiled', 'other.cjs compiled', '42'])
  expect(await answer()).toEqual(['main.cjs kept', 'other.cjs kept', '42'])
})

test('only the user can read and write what is kept', async () => {
  await answer()
  expect(keptFiles()).toHaveLength(2)
  for (const file of keptFiles()) expect((await stat(file)).mode & 0o077).toBe(0)
})

test('nothing is kept where Node is told to keep nothing, or cannot', async () => {
  expect(await answer({ NODE_DISABLE_COMPILE_CACHE: '1' })).toEqual([
    'main.cjs compiled',
    'other.cjs compiled',
    '42',
  ])
  expect(globSync('*', { cwd: cache })).toEqual([])
  await writeFile(cache, 'no folder')
  expect(await answer()).toEqual(['main.cjs compiled', 'other.cjs compiled', '42'])
})
