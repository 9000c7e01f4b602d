import { type DiffReport, type DiffRow, isDifferent, type MatrixReport } from '../../model/diff.ts'
import { printable } from '../../support/printable.ts'
import type { RenderOptions } from '../options.ts'
import {
  type MatrixCell,
  matrixCell,
  matrixLegend,
  routeSummary,
  stateMark,
  stateSign,
  stateText,
} from '../words/diff.ts'
import { columnHeading } from '../words/gaps.ts'
import { leftOutLines } from '../words/promotion/left-out.ts'
import { SIGNS } from '../words/signs.ts'
import { refusedRows } from '../words/standing.ts'
import { listText } from '../words/units.ts'
import { alignColumns, columnWidths, joinWithDots } from './columns.ts'
import { gapLines } from './gaps.ts'
import { type Palette, palette } from './style.ts'
import { displayWidth, truncateMiddle } from './width.ts'

/** The columns of an image's name at most; a longer name loses its middle. */
const NAME_WIDTH = 40

/** How many rows in step are still listed one by one. */
const LISTED_IN_STEP = 5

/** Two environments compared: a line for each image, links to what changed, and the counts at the end. */
export function diffText(report: DiffReport, options: RenderOptions): string {
  const { from, to, rows, leftOut = [] } = printable(report)
  const paint = palette(options)
  const shown = rows.filter((row) => row.state !== 'absent' || isDifferent(row))
  const absent = rows.filter((row) => !shown.includes(row)).map((row) => row.image)
  const inStep = shown.filter((row) => row.state === 'same')
  const folded = inStep.length > LISTED_IN_STEP
  const listed = folded ? shown.filter((row) => row.state !== 'same') : shown
  const cells = listed.map((row) => {
    const mark = stateMark(row.state)
    return [
      `${paint.mark(mark, stateSign(row.state))} ${truncateMiddle(row.image, nameWidth(options))}`,
      versionChange(row, paint),
      paint.mark(mark, stateText(row, { from, to })),
    ]
  })
  const indent = ' '.repeat(6 + (columnWidths(cells)[0] ?? 0) - 1)
  const lines = alignColumns(cells, { indent: '  ' }).flatMap((line, at) => [
    line,
    ...changeLines(listed[at]).map((text) => {
      const fits = displayWidth(indent + text) <= options.width
      return `${fits ? indent : '    '}${paint.faint(text)}`
    }),
  ])
  return [
    paint.strong(`${from} → ${to}`),
    ...lines,
    ...(folded ? [`  ${paint.mark('same', `= ${inStep.length} images in step`)}`] : []),
    ...(absent.length === 0
      ? []
      : [`  ${paint.mark('absent', `${SIGNS.absent} in neither: ${listText(absent, 6)}`)}`]),
    ...gapLines(printable(report).gaps, rows.length, paint, '  '),
    ...leftOutLines({ leftOut }).map((line) => `  ${paint.mark('absent', `${SIGNS.absent} ${line}`)}`),
    ...refusedLines([printable(report)], paint).map((line) => `  ${line}`),
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
    ['image', ...matrix.environments.map((name) => columnHeading(name, matrix.rows, SIGNS.denied))].map(
      (heading) => paint.strong(heading),
    ),
    ...matrix.rows.flatMap((row) => matrixRows(matrix, row, paint, options)),
  ]
  const total = columnWidths(table).reduce((sum, width) => sum + width + 3, -3)
  const body = total <= options.width ? alignColumns(table) : stackedRows(matrix, paint)
  return [
    ...body,
    '',
    ...gapLines(matrix.gaps, matrix.rows.length, paint),
    ...leftOutLines(matrix).map((line) => paint.mark('absent', `${SIGNS.absent} ${line}`)),
    ...refusedLines(matrix.routes, paint),
    ...joinWithDots(matrixLegend(matrix), options.width).map((line) => paint.faint(line)),
    ...joinWithDots(
      matrix.routes.map((route) => `${route.from} → ${route.to} ${routeSummary(route)}`),
      options.width,
    ),
    '',
  ].join('\n')
}

/** What the version becomes by promoting: `1.4.1 → 1.4.2`, or the one version there is. */
function versionChange(row: DiffRow, paint: Palette): string {
  const theirs = row.from.current?.tag
  const ours = row.to.current?.tag
  if (row.state === 'same' || row.state === 'unmanaged') return ours ?? ''
  if (theirs === undefined || ours === undefined) return theirs ?? ours ?? ''
  return theirs === ours ? theirs : `${ours} ${paint.faint('→')} ${theirs}`
}

function refusedLines(routes: readonly DiffReport[], paint: Palette): string[] {
  return refusedRows(routes).flatMap(({ text, release }) => [
    paint.mark('denied', `${SIGNS.denied} ${text}`),
    `    take back  ${release}`,
  ])
}

function changeLines(row: DiffRow | undefined): string[] {
  return [
    ...(row?.commits === undefined ? [] : [`commits ${row.commits}`]),
    ...(row?.compare === undefined ? [] : [`changes ${row.compare}`]),
  ]
}

type MatrixRow = MatrixReport['rows'][number]

function matrixRows(
  matrix: MatrixReport,
  row: MatrixRow,
  paint: Palette,
  options: RenderOptions,
): string[][] {
  const name = truncateMiddle(row.image, nameWidth(options))
  const cells = row.cells.map((cell) => matrixCell(matrix, row.image, cell))
  const tags = [name, ...cells.map((cell) => tagCell(cell, paint))]
  if (cells.every(({ kind }) => kind !== 'version')) return [tags]
  return [tags, ['', ...cells.map((cell) => digestCell(cell, paint))]]
}

function tagCell(cell: MatrixCell, paint: Palette): string {
  if (cell.kind === 'absent') return paint.sign('absent')
  if (cell.kind === 'unread') return paint.sign('denied')
  const tag = truncateMiddle(cell.tag, 24)
  return cell.state === undefined ? tag : `${tag} ${paint.mark(stateMark(cell.state), stateSign(cell.state))}`
}

function digestCell(cell: MatrixCell, paint: Palette): string {
  return cell.kind === 'version' ? paint.faint(cell.digest) : ''
}

/** The matrix for a terminal that is too narrow for its columns: environments under each image. */
function stackedRows(matrix: MatrixReport, paint: Palette): string[] {
  return matrix.rows.flatMap((row) => [
    paint.strong(row.image),
    ...alignColumns(
      row.cells.map((place) => {
        const cell = matrixCell(matrix, row.image, place)
        return [place.environment, tagCell(cell, paint), digestCell(cell, paint)]
      }),
      { indent: '  ' },
    ),
  ])
}

function nameWidth(options: RenderOptions): number {
  return Math.max(12, Math.min(NAME_WIDTH, Math.floor(options.width / 3)))
}
