import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type Bench, machineList, rowTable, targetTable } from './table.ts'

const root = path.dirname(import.meta.dirname)
const resultsFile = path.join(import.meta.dirname, 'results.json')
const documentFile = path.join(root, 'docs', 'benchmarks.md')
const [begin, end] = ['<!-- written by npm run bench: begin -->', '<!-- written by npm run bench: end -->']

/** All tables of a run, as Markdown. */
export function tables(bench: Bench): string {
  return [
    machineList(bench),
    '## Targets',
    targetTable(bench.rows),
    '## Rows',
    ...bench.rows.map(rowTable),
  ].join('\n\n')
}

/** Keeps a whole run in results.json, and puts its tables into docs/benchmarks.md, between the two marks. */
export async function saveBench(bench: Bench): Promise<void> {
  await writeFile(resultsFile, `${JSON.stringify(bench, null, 2)}\n`)
  const text = await readFile(documentFile, 'utf8')
  const [before, rest] = [text.indexOf(begin), text.indexOf(end)]
  if (before < 0 || rest < before)
    throw new Error(`docs/benchmarks.md has lost its marks: ${begin} and ${end}`)
  const parts = [text.slice(0, before), begin, '\n\n', tables(bench), '\n\n', text.slice(rest)]
  await writeFile(documentFile, parts.join(''))
}
