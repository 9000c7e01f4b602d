import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { openLayout } from '../../src/layout/layout-store.ts'
import { temporaryPath } from '../../src/layout/temporary-files.ts'
import { collect } from '../support/collect.ts'
import { temporaryFolder } from '../support/folders.ts'
import { makeBlob, makeImage } from '../support/images.ts'
import { bodyOf, pushImage } from '../support/push.ts'

async function run(
  script: string,
  ...args: readonly string[]
): Promise<{ code: number | null; signal: string | null; pid: number }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
  return { code, signal, pid: child.pid ?? 0 }
}

test('a writer killed half-way leaves no blob, and the next one clears what it left', async () => {
  const path = join(await temporaryFolder(), 'layout')
  expect(await run('write-half.ts', path)).toMatchObject({ signal: 'SIGKILL' })
  const work = join(path, '.promote')
  expect(await readdir(work)).toHaveLength(2)

  const store = openLayout(path)
  const blob = makeBlob('killed', 100_000)
  expect(await store.has(blob.descriptor)).toBe(false)
  expect(await readdir(join(path, 'blobs', 'sha256'))).toEqual([])
  expect(await readdir(work)).toHaveLength(2)
  await store.putBlob(blob.descriptor, bodyOf(blob.bytes))
  expect(await readdir(work)).toEqual(['lock'])
  expect((await buffer(await store.open(blob.descriptor))).equals(blob.bytes)).toBe(true)
})

test('four processes that tag at once lose no tag', async () => {
  const path = join(await temporaryFolder(), 'layout')
  const seeds = ['a', 'b', 'c', 'd']
  const ended = await Promise.all(seeds.map((seed) => run('tag-many.ts', path, seed, '6')))
  expect(ended.map(({ code }) => code)).toEqual([0, 0, 0, 0])
  const wanted = seeds.flatMap((seed) => Array.from({ length: 6 }, (_, index) => `${seed}.${index}`))
  expect((await collect(openLayout(path).tags())).sort()).toEqual(wanted)
})

describe('temporary files', () => {
  test('of a dead process of this machine go, others stay until they are a day old', async () => {
    const path = join(await temporaryFolder(), 'layout')
    const work = join(path, '.promote')
    await mkdir(work, { recursive: true })
    const { pid: deadPid } = await run('tag-many.ts', join(path, '..', 'other'), 'x', '0')
    const own = basename(await temporaryPath(work))
    const dead = own.replace(`.${process.pid}.`, `.${deadPid}.`)
    const elsewhere = dead.replace(/^[0-9a-f]{12}/, '0123456789ab')
    const elsewhereOld = `${elsewhere}a`
    for (const name of [own, dead, elsewhere, elsewhereOld, 'notes']) await writeFile(join(work, name), 'x')
    const twoDaysAgo = new Date(Date.now() - 48 * 3600 * 1000)
    for (const name of [elsewhereOld, 'notes']) await utimes(join(work, name), twoDaysAgo, twoDaysAgo)

    await pushImage(openLayout(path), await makeImage(), ['1.0'])
    expect((await readdir(work)).sort()).toEqual([own, elsewhere, 'lock', 'notes'].sort())
  })
})
