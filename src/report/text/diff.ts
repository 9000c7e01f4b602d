import type { DiffReport, DiffRow, DiffState, MatrixReport } from '../../model/diff.ts'
import { countedNames } from '../../model/referrers.ts'
import { shortDigest } from '../../oci/digest.ts'
import { printable } from '../../support/printable.ts'
import type { RenderOptions } from '../options.ts'
import { alignColumns, columnWidths, joinWithDots } from './columns.ts'
import { type Mark, type Palette, palette } from './style.ts'
import { truncateMiddle } from './width.ts'

/** The columns of an image's name at most; a longer name loses its middle. */
const NAME_WIDTH = 40

/** How many rows in step are still listed one by one. */
const LISTED_IN_STEP = 5

/** Two environments compared: a line for each image, links to what changed, and the counts at the end. */
export function diffText(report: DiffReport, options: RenderOptions): string {
  const { from, to, rows } = printable(report)
  const paint = palette(options)
  const shown = rows.filter((row) => row.state !== 'absent')
  const inStep = shown.filter((row) => row.state === 'same')
  const folded = inStep.length > LISTED_IN_STEP
  const listed = folded ? shown.filter((row) => row.state !== 'same') : shown
  const cells = listed.map((row) => {
    const mark = markOf(row.state)
    return [
      `${paint.mark(mark, signOf(row.state))} ${truncateMiddle(row.image, nameWidth(options))}`,
      versionChange(row, paint),
      paint.mark(mark, stateText(row, { from, to })),
    ]
  })
  const indent = ' '.repeat(6 + (columnWidths(cells)[0] ?? 0) - 1)
  const lines = alignColumns(cells, { indent: '  ' }).flatMap((line, at) => [
    line,
    ...changeLines(listed[at]).map((text) => `${indent}${paint.faint(text)}`),
  ])
  return [
    paint.strong(`${from} → ${to}`),
    ...lines,
    ...(folded ? [`  ${paint.mark('same', `= ${inStep.length} images in step`)}`] : []),
    '',
    routeSummary(report),
    '',
  ].join('\n')
}

/** All images in all environments: tag over digest, `=` where a cell is in step with its source, the routes' counts below. */
export function matrixText(report: MatrixReport, options: RenderOptions): string {
  const matrix = printable(report)
  const paint = palette(options)
  if (matrix.rows.length === 0) return 'No images.\n'
  const table = [
    ['image', ...matrix.environments].map((heading) => paint.strong(heading)),
    ...matrix.rows.flatMap((row) => matrixRows(matrix, row, paint, options)),
  ]
  const total = columnWidths(table).reduce((sum, width) => sum + width + 3, -3)
  const body = total <= options.width ? alignColumns(table) : stackedRows(matrix, paint)
  const signs = new Set(matrix.routes.flatMap(({ rows }) => rows.map(({ state }) => state)))
  const legend = [
    signs.has('moved') ? '≠ the same tag, another digest' : '',
    signs.has('ahead') ? '↑ ahead of its source' : '',
    signs.has('referrers-missing') ? '≈ in step, but signatures or other referrers are lacking' : '',
    signs.has('unmanaged') ? '? not in its source, not put there by promote' : '',
  ].filter((text) => text !== '')
  return [
    ...body,
    '',
    ...joinWithDots(legend, options.width).map((line) => paint.faint(line)),
    ...joinWithDots(
      matrix.routes.map((route) => `${route.from} → ${route.to} ${routeSummary(route)}`),
      options.width,
    ),
    '',
  ].join('\n')
}

/** How many images are in which state along a route: `1 behind, 1 missing`, or `in step`. */
export function routeSummary(report: DiffReport): string {
  const count = (state: DiffState): number => report.rows.filter((row) => row.state === state).length
  const states: readonly DiffState[] = [
    'behind',
    'missing',
    'moved',
    'ahead',
    'referrers-missing',
    'unmanaged',
  ]
  const parts = states.flatMap((state) =>
    count(state) === 0 ? [] : [`${count(state)} ${state === 'referrers-missing' ? 'incomplete' : state}`],
  )
  const same = count('same')
  if (parts.length === 0) return same === 0 ? 'nothing to compare' : 'in step'
  return parts.join(', ')
}

/** The sign of a state: `+` missing, `~` behind, `=` same, `≈` same without all referrers, `≠` moved, `↑` ahead, `?` unmanaged, `–` absent. */
export function signOf(state: DiffState): string {
  switch (state) {
    case 'same':
      return '='
    case 'referrers-missing':
      return '≈'
    case 'behind':
      return '~'
    case 'ahead':
      return '↑'
    case 'moved':
      return '≠'
    case 'missing':
      return '+'
    case 'unmanaged':
      return '?'
    case 'absent':
      return '–'
    default:
      return state satisfies never
  }
}

/** The state of one row in words, with the digests it is about. */
export function stateText(row: DiffRow, route: { readonly from: string; readonly to: string }): string {
  const theirs = row.from.current === null ? '' : shortDigest(row.from.current.digest)
  const ours = row.to.current === null ? '' : shortDigest(row.to.current.digest)
  switch (row.state) {
    case 'same':
      return 'in step'
    case 'referrers-missing':
      return `in step, but ${route.to} lacks ${countedNames((row.referrers ?? []).map(({ kind }) => kind))}`
    case 'behind':
      return `${theirs} would replace ${ours}`
    case 'ahead':
      return `${route.to} is ahead: ${ours}, ${route.from} has ${theirs}`
    case 'moved':
      return `same tag, another digest: ${theirs} would replace ${ours}`
    case 'missing':
      return `${theirs} is not in ${route.to}`
    case 'unmanaged':
      return `${ours} is not in ${route.from}, and not put here by promote`
    case 'absent':
      return 'in neither'
    default:
      return row.state satisfies never
  }
}

/** What the version becomes by promoting: `1.4.1 → 1.4.2`, or the one version there is. */
function versionChange(row: DiffRow, paint: Palette): string {
  const theirs = row.from.current?.tag
  const ours = row.to.current?.tag
  if (row.state === 'same' || row.state === 'unmanaged') return ours ?? ''
  if (theirs === undefined || ours === undefined) return theirs ?? ours ?? ''
  return theirs === ours ? theirs : `${ours} ${paint.faint('→')} ${theirs}`
}

function changeLines(row: DiffRow | undefined): string[] {
  return [
    ...(row?.commits === undefined ? [] : [`commits ${row.commits}`]),
    ...(row?.compare === undefined ? [] : [`changes ${row.compare}`]),
  ]
}

function markOf(state: DiffState): Mark {
  switch (state) {
    case 'same':
      return 'same'
    case 'missing':
      return 'added'
    case 'behind':
    case 'ahead':
    case 'referrers-missing':
      return 'moved'
    case 'moved':
    case 'unmanaged':
      return 'denied'
    case 'absent':
      return 'absent'
    default:
      return state satisfies never
  }
}

type MatrixRow = MatrixReport['rows'][number]

function matrixRows(
  matrix: MatrixReport,
  row: MatrixRow,
  paint: Palette,
  options: RenderOptions,
): string[][] {
  const name = truncateMiddle(row.image, nameWidth(options))
  const tags = row.cells.map((cell) => tagCell(matrix, row.image, cell, paint))
  const digests = row.cells.map(({ current }) =>
    current === null ? '' : paint.faint(shortDigest(current.digest)),
  )
  return [
    [name, ...tags],
    ['', ...digests],
  ]
}

function tagCell(
  matrix: MatrixReport,
  image: string,
  cell: MatrixRow['cells'][number],
  paint: Palette,
): string {
  if (cell.current === null) return paint.sign('absent')
  const state = cellState(matrix, image, cell.environment)
  const tag = truncateMiddle(cell.current.tag, 24)
  if (state === undefined || state === 'behind') return tag
  return `${tag} ${paint.mark(markOf(state), signOf(state))}`
}

// An environment with several sources is in step when it agrees with one of them.
function cellState(matrix: MatrixReport, image: string, environment: string): DiffState | undefined {
  const states = matrix.routes
    .filter((route) => route.to === environment)
    .flatMap((route) => route.rows.filter((row) => row.image === image).map((row) => row.state))
  const order: readonly DiffState[] = ['same', 'referrers-missing', 'moved', 'ahead', 'behind', 'unmanaged']
  return order.find((state) => states.includes(state))
}

/** The matrix for a terminal that is too narrow for its columns: environments under each image. */
function stackedRows(matrix: MatrixReport, paint: Palette): string[] {
  return matrix.rows.flatMap((row) => [
    paint.strong(row.image),
    ...alignColumns(
      row.cells.map((cell) => [
        cell.environment,
        tagCell(matrix, row.image, cell, paint),
        cell.current === null ? '' : paint.faint(shortDigest(cell.current.digest)),
      ]),
      { indent: '  ' },
    ),
  ])
}

function nameWidth(options: RenderOptions): number {
  return Math.max(12, Math.min(NAME_WIDTH, Math.floor(options.width / 3)))
}
