import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { PROFILES } from '../../src/profiles/index.ts'

const ROOT = path.join(import.meta.dirname, '..', '..')
const WORDS: readonly string[] = ['real server', 'its documented answers', 'not known']

/** Those that tests ask, or that were recorded. */
const REAL = new Set(['harbor', 'zot', 'distribution'])

async function rows(): Promise<readonly (readonly string[])[]> {
  const lines = (await readFile(path.join(ROOT, 'docs', 'registries.md'), 'utf8')).split('\n')
  return lines
    .filter((line) => line.startsWith('| ') && !line.startsWith('| registry ') && !line.startsWith('| ---'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}

test('the page is made from the profiles', async () => {
  const script = path.join(ROOT, 'scripts', 'generate-registries.ts')
  await expect(promisify(execFile)(process.execPath, [script, '--check'])).resolves.toBeDefined()
})

test('two tables have a row for each profile and three words only, and no cloud was asked', async () => {
  const found = await rows()
  const names = PROFILES.map(({ name }) => name)
  expect(found.map(([name]) => name)).toEqual([...names, ...names])
  for (const [name = '', ...cells] of found) {
    for (const cell of cells) expect(WORDS, name).toContain(cell)
    const profile = PROFILES.find((one) => one.name === name)
    if (!REAL.has(profile?.kind ?? '')) expect(cells, name).not.toContain('real server')
  }
})

test('what is known of a registry is short, and says where it is from', () => {
  for (const { name, kind, known } of PROFILES) {
    for (const { says, from, source } of Object.values(known)) {
      expect(says, name).toMatch(/^[A-Z0-9].{5,140}\.$/)
      expect(source.length, name).toBeGreaterThan(0)
      expect(from, name).toBe(REAL.has(kind) ? 'real server' : 'its documented answers')
    }
  }
})
