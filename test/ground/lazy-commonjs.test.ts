import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { lazyCommonJs } from '../../scripts/lazy-commonjs.ts'

test('a bundled dynamic import has the names that Node gives the same package', async () => {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'promote-bundle-')))
  try {
    await pack(folder, 'old', 'commonjs', `exports.greet = (who) => 'hello ' + who\nexports.count = 2\n`)
    await pack(folder, 'new', 'module', `export const greet = (who) => 'hi ' + who\n`)
    const entry = path.join(folder, 'entry.mjs')
    await writeFile(
      entry,
      `export const lazy = async (name) => name === 'old' ? import('old') : import('new')\n`,
    )
    await build({
      entryPoints: [entry],
      outdir: path.join(folder, 'out'),
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      plugins: [lazyCommonJs()],
    })
    await rm(path.join(folder, 'node_modules'), { recursive: true })
    const { lazy } = await import(pathToFileURL(path.join(folder, 'out', 'entry.mjs')).href)
    const old = await lazy('old')
    expect([old.greet('you'), old.count, old.default.count]).toEqual(['hello you', 2, 2])
    expect((await lazy('new')).greet('you')).toBe('hi you')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

async function pack(folder: string, name: string, type: string, text: string): Promise<void> {
  const place = path.join(folder, 'node_modules', name)
  await mkdir(place, { recursive: true })
  await writeFile(path.join(place, 'package.json'), JSON.stringify({ name, type, main: 'index.js' }))
  await writeFile(path.join(place, 'index.js'), text)
}
