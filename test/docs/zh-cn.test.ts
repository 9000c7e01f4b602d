import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { sectionsIn } from './pages/blocks.ts'

const ROOT = path.join(import.meta.dirname, '..', '..')
const english = await readFile(path.join(ROOT, 'README.md'), 'utf8')
const chinese = await readFile(path.join(ROOT, 'docs', 'zh-CN', 'README.md'), 'utf8')

/** The first cell of each row of the table below a heading. */
function firstCells(page: string, heading: string): readonly string[] {
  const lines = (sectionsIn(page).get(heading) ?? '').split('\n').filter((line) => line.startsWith('| '))
  return lines.slice(1).map((line) => (line.split('|')[1] ?? '').trim())
}

test.each([
  ['Commands', '命令', 20],
  ['Exit codes', '退出码', 9],
])('the Chinese page has the rows of "%s"', (heading, same, least) => {
  const rows = firstCells(chinese, same)
  expect(rows).toEqual(firstCells(english, heading))
  expect(rows.length).toBeGreaterThanOrEqual(least)
})
