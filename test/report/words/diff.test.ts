import { expect, test } from 'vitest'
import type { DiffCell, DiffReport, DiffState, MatrixReport } from '../../../src/model/diff.ts'
import { matrixMarkdown } from '../../../src/report/markdown/diff.ts'
import { matrixText } from '../../../src/report/text/diff.ts'
import { matrixCell, stateSign } from '../../../src/report/words/diff.ts'
import { cell } from '../diff-samples.ts'

const STATES: readonly DiffState[] = [
  'same',
  'behind',
  'ahead',
  'moved',
  'missing',
  'referrers-missing',
  'unmanaged',
  'absent',
]

const SIGNS = ['=', '≈', '≠', '↑', '?', '+', '–', '~']

/** One image in `prod`, compared with two environments it may come from. */
function between(first: DiffState, second: DiffState): MatrixReport {
  const isThere = ![first, second].some((state) => state === 'missing' || state === 'absent')
  const prod = cell('prod', 'api', isThere ? '1.0.0' : undefined, 'bb')
  const sources = [cell('test', 'api', '1.0.0', 'aa'), cell('staging', 'api', '2.0.0', 'cc')]
  const route = (from: DiffCell, state: DiffState): DiffReport => ({
    kind: 'pair',
    from: from.environment,
    to: 'prod',
    different: state !== 'same',
    rows: [{ image: 'api', state, from, to: prod }],
  })
  const [test = prod, staging = prod] = sources
  return {
    kind: 'matrix',
    environments: ['test', 'staging', 'prod'],
    rows: [{ image: 'api', cells: [...sources, prod] }],
    routes: [route(test, first), route(staging, second)],
    different: true,
  }
}

/** What a report shows of `prod`: the signs in its cell, and the lines that explain signs. */
function shown(cellText: string, whole: string): { signs: string[]; explained: string[] } {
  return {
    signs: SIGNS.filter((sign) => cellText.split(/\s+/).includes(sign)),
    explained: SIGNS.filter((sign) => new RegExp(`(^| · )\\${sign} [a-z]`, 'm').test(whole)),
  }
}

const pairs = STATES.flatMap((first) => STATES.map((second) => [first, second] as const))

test.each(pairs)('text and Markdown say the same of a cell: %s and %s', (first, second) => {
  const matrix = between(first, second)
  const text = matrixText(matrix, { color: false, width: 200, now: new Date(0) })
  const markdown = matrixMarkdown(matrix)
  const ofText = shown(text.split('\n')[1]?.split(/\s{3,}/)[3] ?? '', text)
  const ofMarkdown = shown(markdown.split('\n')[2]?.split('|')[4] ?? '', markdown)
  expect(ofMarkdown).toEqual(ofText)
  expect(ofText.signs.length).toBeLessThanOrEqual(1)
  // A sign that has to be explained is, and only then.
  expect(ofText.explained).toEqual(ofText.signs.filter((sign) => ['≈', '≠', '↑', '?'].includes(sign)))
})

test.each([
  ['same', 'ahead', '='],
  ['moved', 'same', '='],
  ['referrers-missing', 'behind', '≈'],
  ['behind', 'moved', '≠'],
  ['behind', 'ahead', '↑'],
  ['behind', 'unmanaged', undefined],
  ['behind', 'behind', undefined],
  ['missing', 'absent', undefined],
] as const)('of %s and %s a cell says %s', (first, second, sign) => {
  const matrix = between(first, second)
  const at = matrix.rows[0]?.cells[2] ?? cell('prod', 'api')
  const said = matrixCell(matrix, 'api', at)
  expect(said.kind === 'version' && said.state !== undefined ? stateSign(said.state) : undefined).toBe(sign)
})
