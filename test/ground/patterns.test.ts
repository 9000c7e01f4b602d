import { spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { type Pattern, patternsIn } from './patterns.ts'

/** How long one pattern may take for all of its worst cases. One that tries again from each place needs hours. */
const LIMIT_MS = 30_000

/** The first pattern that does not come to an end; undefined when all do. */
async function firstEndless(patterns: readonly Pattern[], limitMs = LIMIT_MS): Promise<string | undefined> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'try-patterns.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let last: string | undefined
  const limit = setTimeout(() => child.kill('SIGKILL'), limitMs)
  child.stdin.end(JSON.stringify(patterns))
  for await (const line of createInterface(child.stdout)) {
    last = line
    limit.refresh()
  }
  clearTimeout(limit)
  return last === 'done' ? undefined : (last ?? 'nothing was tried')
}

test('no regular expression of ours takes more than linear time', { timeout: 300_000 }, async () => {
  const { literals } = patternsIn(path.join(import.meta.dirname, '..', '..', 'src'))
  expect(literals.length).toBeGreaterThan(100)
  expect(await firstEndless(literals)).toBeUndefined()
})

test('regular expressions are written, not put together: this test could not try those', () => {
  const { built } = patternsIn(path.join(import.meta.dirname, '..', '..', 'src'))
  expect(built).toEqual([])
})

test.concurrent.each([
  ['spaces at the end', '\\s+$', ''],
  ['a repeat in a repeat', '^(?:a+)+$', ''],
  ['two ways to read one character', '^(?:a|ab?)*$', ''],
  ['neighbours that overlap', '^\\s*[^;]*;', ''],
  ['starts that never end', '<[^>]*>', 'g'],
  ['a start in front of each', '\\beyJ[\\w-]{10,}\\.', 'g'],
])('one with %s would be found out', async (place, source, flags) => {
  expect(await firstEndless([{ place, source, flags }], 3000)).toBe(place)
})
