import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { testNodes } from '../package/nodes.ts'

const run = promisify(execFile)
const module = path.join(import.meta.dirname, '..', '..', 'bin', 'compile-cache.js')

const PROGRAM = `
import { createRequire } from 'node:module'
const { keepCompiledCode } = await import(process.argv[2])
keepCompiledCode()
console.log(createRequire(import.meta.url)('./main.cjs').answer)
`
/** Two programs of one length: V8 takes code for a source of the same length. */
const [GOOD, EVIL] = [`exports.answer = 'good'\n`, `exports.answer = 'evil'\n`]

let folder = ''
let cache = ''
let kept = ''

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'promote-compile-cache-'))
  onTestFinished(async () => {
    await chmod(folder, 0o700)
    await rm(folder, { recursive: true, force: true })
  })
  cache = path.join(folder, 'cache')
  kept = path.join(cache, 'promote')
  await writeFile(path.join(folder, 'program.mjs'), PROGRAM)
  await writeFile(path.join(folder, 'main.cjs'), GOOD)
})

interface Started {
  readonly stdout: string
  readonly stderr: string
}

/** Runs the program; `env` undefined leaves a variable out. */
async function start(env: NodeJS.ProcessEnv = {}, node = process.execPath): Promise<Started> {
  return run(node, [path.join(folder, 'program.mjs'), module], {
    env: { PATH: process.env.PATH, HOME: path.join(folder, 'home'), XDG_CACHE_HOME: cache, ...env },
  })
}

/** Whether a run took the code of main.cjs from the cache, as Node itself says. */
async function isTaken(node = process.execPath): Promise<boolean> {
  const { stdout, stderr } = await start({ NODE_DEBUG_NATIVE: 'COMPILE_CACHE' }, node)
  expect(stdout).toContain('good\n')
  return /main\.cjs was accepted/.test(`${stdout}${stderr}`)
}

const keptFiles = (below = cache): string[] =>
  (existsSync(below) ? readdirSync(below, { recursive: true, withFileTypes: true }) : [])
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))

const quiet = { stdout: 'good\n', stderr: '' }

/** Leaves code in the cache folder that prints `evil`, and that Node takes for that of main.cjs. */
async function plant(): Promise<void> {
  await writeFile(path.join(folder, 'main.cjs'), EVIL)
  await start()
  await writeFile(path.join(folder, 'main.cjs'), GOOD)
  const sums = [EVIL, GOOD].map((text) => Buffer.from(Uint32Array.of(crc32(text)).buffer))
  const [evil = Buffer.of(), good = Buffer.of()] = sums
  let planted = 0
  for (const file of keptFiles()) {
    const bytes = await readFile(file)
    const at = bytes.indexOf(evil)
    if (at < 0 || at > 64) continue
    good.copy(bytes, at)
    await writeFile(file, bytes)
    planted += 1
  }
  expect(planted).toBe(1)
}

for (const node of await testNodes()) {
  const reason = 'reason' in node ? node.reason : undefined
  test.skipIf(reason !== undefined)(
    `Node ${node.version} keeps code in a folder of the user's own`,
    async () => {
      const program = 'program' in node ? node.program : process.execPath
      expect(await start({}, program)).toEqual(quiet)
      expect((await stat(kept)).mode & 0o777).toBe(0o700)
      expect(await isTaken(program)).toBe(true)
    },
  )
}

test('what is planted in that folder would run: the tests below can fail', async () => {
  await plant()
  expect((await start()).stdout).toBe('evil\n')
})

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

test('what a write left half done counts for nothing and is written again', async () => {
  await start()
  for (const keep of [0, 10, 0.5]) {
    for (const file of keptFiles()) {
      const bytes = await readFile(file)
      await writeFile(file, bytes.subarray(0, keep < 1 ? bytes.length * keep : keep))
    }
    expect(await start()).toEqual(quiet)
    expect(await isTaken()).toBe(true)
  }
})

test('processes that start at the same time do not disturb each other', async () => {
  const all = await Promise.all(Array.from({ length: 4 }, () => start()))
  expect(all).toEqual([quiet, quiet, quiet, quiet])
  expect(await isTaken()).toBe(true)
})
