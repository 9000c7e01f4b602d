import { execFile } from 'node:child_process'
import { hash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { V8_PRESETS } from '../../src/support/process/v8-flags.ts'
import { testNodes } from '../package/nodes.ts'

const run = promisify(execFile)
const root = path.join(import.meta.dirname, '..', '..')
const module = path.join(root, 'bin', 'bundle-loader.js')

const PROGRAM = `
const { bundleLoader } = await import(process.argv[2])
console.log(bundleLoader('test')(process.argv[3]).answer())
`
/** Two bundles of one length: V8 takes code for a source of the same length. */
const [GOOD, EVIL] = ['good', 'evil'].map((word) => `exports.answer = () => '${word}'\n`) as [string, string]

let folder = ''
let cache = ''
let kept = ''
let main = ''

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'promote-bundle-loader-'))
  onTestFinished(async () => {
    await chmod(folder, 0o700)
    await rm(folder, { recursive: true, force: true })
  })
  cache = path.join(folder, 'cache')
  kept = path.join(cache, 'promote')
  main = path.join(folder, 'main.cjs')
  await writeFile(path.join(folder, 'program.mjs'), PROGRAM)
  await writeFile(main, GOOD)
})

interface Started {
  readonly stdout: string
  readonly stderr: string
}

/** Runs the program; `env` undefined leaves a variable out. */
async function start(env: NodeJS.ProcessEnv = {}, node = process.execPath): Promise<Started> {
  return run(node, [path.join(folder, 'program.mjs'), module, main], {
    env: { PATH: process.env.PATH, HOME: path.join(folder, 'home'), XDG_CACHE_HOME: cache, ...env },
  })
}

const keptFiles = (below = cache): string[] =>
  (existsSync(below) ? readdirSync(below, { recursive: true, withFileTypes: true }) : [])
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))

/** The one file that is kept. */
async function keptBytes(): Promise<Buffer> {
  const [file = '', ...others] = keptFiles()
  expect(others).toEqual([])
  return readFile(file)
}

const digestOf = (text: string): Buffer => hash('sha256', text, 'buffer')

const quiet = { stdout: 'good\n', stderr: '' }

/** Leaves code in the cache folder that says `evil`, and that counts as that of main.cjs. */
async function plant(node = process.execPath): Promise<void> {
  await writeFile(main, EVIL)
  for (let runs = 0; runs < 2; runs += 1) await start({}, node)
  await writeFile(main, GOOD)
  const bytes = await keptBytes()
  digestOf(GOOD).copy(bytes)
  await writeFile(keptFiles()[0] ?? '', bytes)
}

for (const node of await testNodes()) {
  const reason = 'reason' in node ? node.reason : undefined
  test.skipIf(reason !== undefined)(
    `Node ${node.version} takes code from a folder of the user's own, from the third run on`,
    async () => {
      const program = 'program' in node ? node.program : process.execPath
      expect(await start({}, program)).toEqual(quiet)
      expect((await stat(kept)).mode & 0o777).toBe(0o700)
      expect(await keptBytes()).toEqual(digestOf(GOOD))
      expect(await start({}, program)).toEqual(quiet)
      const [bytes, file = ''] = [await keptBytes(), ...keptFiles()]
      expect(bytes.length).toBeGreaterThan(100)
      expect((await stat(file)).mode & 0o777).toBe(0o600)
      expect(await start({}, program)).toEqual(quiet)
      expect(await keptBytes(), 'what is there is not written again').toEqual(bytes)
      // What is planted there runs: so what is kept is taken, and the tests below can fail.
      await plant(program)
      expect((await start({}, program)).stdout).toBe('evil\n')
    },
  )
}

test('code of another bundle is not run, though it stands at the same place', async () => {
  await plant()
  const bytes = await keptBytes()
  digestOf(EVIL).copy(bytes)
  await writeFile(keptFiles()[0] ?? '', bytes)
  expect(await start()).toEqual(quiet)
  expect(await keptBytes(), 'a new bundle counts its runs anew').toEqual(digestOf(GOOD))
})

test('a bundle can require those beside it and what Node has, and their code is kept too', async () => {
  await mkdir(path.join(folder, 'packages'))
  await writeFile(path.join(folder, 'packages', 'one.cjs'), `exports.word = 'good'\n`)
  await writeFile(
    main,
    `const { EOL } = require('node:os'); exports.answer = () => require('./packages/one.cjs').word + EOL.trim()`,
  )
  for (let runs = 0; runs < 3; runs += 1) expect(await start()).toEqual(quiet)
  expect(keptFiles()).toHaveLength(2)
})

for (const node of await testNodes()) {
  const reason = 'reason' in node ? node.reason : undefined
  test.skipIf(reason !== undefined)(
    `Node ${node.version}: flags of V8 that a run sets are taken back before its code is kept`,
    async () => {
      const program = 'program' in node ? node.program : process.execPath
      const ours = `require(${JSON.stringify(path.join(root, 'src', 'support', 'process', 'v8-flags.ts'))}).setV8Flag`
      const plain = `((name, value) => require('node:v8').setFlagsFromString('--' + name + '=' + value))`
      for (const [setter, isKept] of [
        [ours, true],
        [plain, false],
      ] as const) {
        await rm(cache, { recursive: true, force: true })
        const calls = Object.keys(V8_PRESETS).map((name) => `${setter}('${name}', 11)`)
        await writeFile(main, `exports.answer = () => { ${calls.join('; ')}; return 'good' }\n`)
        const env = { NODE_OPTIONS: '--disable-warning=ExperimentalWarning' }
        for (let runs = 0; runs < 2; runs += 1) expect(await start(env, program)).toEqual(quiet)
        expect(keptFiles()).toHaveLength(isKept ? 1 : 0)
        if (isKept) expect((await keptBytes()).length).toBeGreaterThan(100)
      }
    },
  )
}

test('code in a folder that others can write, or only read, is not run', async () => {
  await plant()
  for (const mode of [0o777, 0o1777, 0o770, 0o720, 0o750, 0o701]) {
    await chmod(kept, mode)
    expect(await start()).toEqual(quiet)
  }
  await chmod(kept, 0o700)
  expect((await start()).stdout).toBe('evil\n')
})

test('code in a folder that others can rename, and put their own in its place, is not run', async () => {
  await plant()
  for (const above of [cache, folder]) {
    await chmod(above, 0o777)
    expect(await start()).toEqual(quiet)
    await chmod(above, 0o700)
  }
})

test('code behind a symbolic link is not run', async () => {
  await plant()
  const linked = path.join(folder, 'linked')
  await mkdir(linked)
  await symlink(kept, path.join(linked, 'promote'))
  expect(await start({ XDG_CACHE_HOME: linked })).toEqual(quiet)
})

const isRoot = process.getuid?.() === 0

test.skipIf(!isRoot)(
  `code in a folder of another user is not run${isRoot ? '' : ' [skipped: not root]'}`,
  async () => {
    await plant()
    await chown(kept, 65_534, 65_534)
    expect(await start()).toEqual(quiet)
    await chown(kept, 0, 0)
    await chown(cache, 65_534, 65_534)
    expect(await start()).toEqual(quiet)
    await rm(kept, { recursive: true })
    expect(await start()).toEqual(quiet)
    expect(keptFiles(), 'nothing of root is left in the folder of another user').toEqual([])
  },
)

test('without XDG_CACHE_HOME, or where it is no whole path, it is the cache folder of the home', async () => {
  const home = path.join(folder, 'home')
  for (const named of [undefined, '', 'cache']) {
    expect(await start({ XDG_CACHE_HOME: named })).toEqual(quiet)
    expect(keptFiles(home).length).toBeGreaterThan(0)
    await rm(home, { recursive: true })
  }
})

test('where there is no place for it, it runs without and says nothing', async () => {
  const file = path.join(folder, 'file')
  await writeFile(file, 'no folder')
  expect(await start({ XDG_CACHE_HOME: file })).toEqual(quiet)
  expect(await start({ XDG_CACHE_HOME: undefined, HOME: file })).toEqual(quiet)
  expect(await start({ XDG_CACHE_HOME: undefined, HOME: '' })).toEqual(quiet)
  // No folder can be made in /proc, by root either.
  expect(await start({ XDG_CACHE_HOME: '/proc/self' })).toEqual(quiet)
  await mkdir(cache)
  await writeFile(kept, 'no folder')
  expect(await start()).toEqual(quiet)
  await rm(kept)
  await mkdir(kept, { mode: 0o500 })
  expect(await start()).toEqual(quiet)
})

test("Node's own variables mean what they always do", async () => {
  expect(await start({ NODE_DISABLE_COMPILE_CACHE: '1' })).toEqual(quiet)
  expect(existsSync(cache)).toBe(false)
  const own = path.join(folder, 'own')
  expect(await start({ NODE_COMPILE_CACHE: own })).toEqual(quiet)
  expect(keptFiles(own).length).toBeGreaterThan(0)
  expect(keptFiles()).toEqual([])
})

test('what a write left half done, or what is damaged, counts for nothing and is written again', async () => {
  for (let runs = 0; runs < 2; runs += 1) await start()
  const whole = await keptBytes()
  const [file = ''] = keptFiles()
  const damaged = Buffer.from(whole)
  damaged[whole.length - 20] = (whole[whole.length - 20] ?? 0) ^ 0xff
  for (const bytes of [Buffer.of(), whole.subarray(0, 10), whole.subarray(0, whole.length / 2), damaged]) {
    await writeFile(file, bytes)
    for (let runs = 0; runs < 2; runs += 1) expect(await start()).toEqual(quiet)
    expect((await keptBytes()).length).toBe(whole.length)
  }
})

test('processes that start at the same time do not disturb each other', async () => {
  for (let rounds = 0; rounds < 2; rounds += 1) {
    const all = await Promise.all(Array.from({ length: 4 }, () => start()))
    expect(all).toEqual([quiet, quiet, quiet, quiet])
  }
  expect((await keptBytes()).length).toBeGreaterThan(100)
})
