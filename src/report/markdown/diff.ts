import type { DiffCell, DiffReport, MatrixReport } from '../../model/diff.ts'
import { shortDigest } from '../../oci/digest.ts'
import {
  type MatrixCell,
  matrixCell,
  matrixLegend,
  routeSummary,
  stateSign,
  stateText,
} from '../words/diff.ts'
import { columnHeading, gapTexts } from '../words/gaps.ts'
import { leftOutLines } from '../words/promotion/left-out.ts'
import { SIGNS } from '../words/signs.ts'
import { refusedRows } from '../words/standing.ts'
import { changesLink } from './changes.ts'
import { markdownCode, markdownTable, markdownText } from './markdown.ts'

/** Two environments compared, as GitHub Markdown for a step summary or a comment. */
export function diffMarkdown(report: DiffReport): string {
  const { from, to } = report
  const { rows } = report
  const table = markdownTable(
    ['', 'Image', markdownText(from), markdownText(to), 'State'],
    rows.map((row) => [
      stateSign(row.state),
      markdownCode(row.image),
      [versionCell(row.from), changesLink(row)].filter((text) => text !== '').join('<br>'),
      versionCell(row.to),
      markdownText(stateText(row, report)),
    ]),
  )
  return [
    `### ${markdownText(from)} → ${markdownText(to)}: ${routeSummary(report)}`,
    ...(rows.length === 0 ? [] : [table]),
    ...gapBullets(report, rows.length),
    ...leftOutLines(report).map(markdownText),
    ...refusedBullets([report]),
  ]
    .join('\n\n')
    .concat('\n')
}

/** All images in all environments, and how the routes stand, as GitHub Markdown. */
export function matrixMarkdown(report: MatrixReport): string {
  const table = markdownTable(
    [
      'Image',
      ...report.environments.map((name) => markdownText(columnHeading(name, report.rows, SIGNS.denied))),
    ],
    report.rows.map((row) => [
      markdownCode(row.image),
      ...row.cells.map((cell) => matrixText(matrixCell(report, row.image, cell))),
    ]),
  )
  const legend = matrixLegend(report).map(markdownText)
  const routes = report.routes.map(
    (route) => `- ${markdownText(route.from)} → ${markdownText(route.to)}: ${routeSummary(route)}`,
  )
  return [
    ...(report.rows.length === 0 ? ['No images.'] : [table]),
    ...gapBullets(report, report.rows.length),
    ...leftOutLines(report).map(markdownText),
    ...refusedBullets(report.routes),
    ...(legend.length === 0 ? [] : [legend.join(' · ')]),
    ...(routes.length === 0 ? [] : [routes.join('\n')]),
  ]
    .join('\n\n')
    .concat('\n')
}

function matrixText(cell: MatrixCell): string {
  if (cell.kind === 'absent') return SIGNS.absent
  if (cell.kind === 'unread') return SIGNS.denied
  const sign = cell.state === undefined ? '' : ` ${stateSign(cell.state)}`
  return `${markdownCode(cell.tag)}<br>${markdownCode(cell.digest)}${sign}`
}

/** What could not be read, as one block of a list, or nothing. */
function gapBullets({ gaps }: DiffReport | MatrixReport, images: number): readonly string[] {
  const bullets = gapTexts(gaps, images).map(
    ({ text, hint }) =>
      `- ${markdownText(`${SIGNS.denied} ${text}`)}${hint === undefined ? '' : `<br>${markdownText(hint)}`}`,
  )
  return bullets.length === 0 ? [] : [bullets.join('\n')]
}

/** What is held or rejected, as one block of a list, or nothing. */
function refusedBullets(routes: readonly DiffReport[]): readonly string[] {
  const bullets = refusedRows(routes).map(
    ({ text, release }) => `- ${markdownText(`${SIGNS.denied} ${text}`)}<br>${markdownCode(release)}`,
  )
  return bullets.length === 0 ? [] : [bullets.join('\n')]
}

function versionCell({ current, unread }: DiffCell): string {
  if (unread === true) return SIGNS.denied
  if (current === null) return SIGNS.absent
  return `${markdownCode(current.tag)}<br>${markdownCode(shortDigest(current.digest))}`
}
