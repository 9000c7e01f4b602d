import type { DiffCell, DiffReport, DiffRow, MatrixReport } from '../../model/diff.ts'
import { shortDigest } from '../../oci/digest.ts'
import { routeSummary, signOf, stateText } from '../text/diff.ts'
import { markdownCode, markdownLink, markdownTable, markdownText } from './markdown.ts'

/** Two environments compared, as GitHub Markdown for a step summary or a comment. */
export function diffMarkdown(report: DiffReport): string {
  const { from, to } = report
  const rows = report.rows.filter(({ state }) => state !== 'absent')
  const table = markdownTable(
    ['', 'Image', markdownText(from), markdownText(to), 'State'],
    rows.map((row) => [
      signOf(row.state),
      markdownCode(row.image),
      versionCell(row.from),
      versionCell(row.to),
      [markdownText(stateText(row, report)), changes(row)].filter((text) => text !== '').join('<br>'),
    ]),
  )
  return [
    `### ${markdownText(from)} → ${markdownText(to)}: ${routeSummary(report)}`,
    ...(rows.length === 0 ? [] : [table]),
  ]
    .join('\n\n')
    .concat('\n')
}

/** All images in all environments, and how the routes stand, as GitHub Markdown. */
export function matrixMarkdown(report: MatrixReport): string {
  const states = new Map(
    report.routes.flatMap(({ to, rows }) =>
      rows.map((row) => [JSON.stringify([to, row.image]), row.state] as const),
    ),
  )
  const inStep = new Set(
    report.routes.flatMap(({ to, rows }) =>
      rows.filter(({ state }) => state === 'same').map(({ image }) => JSON.stringify([to, image])),
    ),
  )
  const cellText = (image: string, cell: DiffCell): string => {
    const key = JSON.stringify([cell.environment, image])
    const state = inStep.has(key) ? 'same' : states.get(key)
    const sign = cell.current === null || state === undefined || state === 'behind' ? '' : ` ${signOf(state)}`
    return `${versionCell(cell)}${sign}`
  }
  const table = markdownTable(
    ['Image', ...report.environments.map(markdownText)],
    report.rows.map((row) => [
      markdownCode(row.image),
      ...row.cells.map((cell) => cellText(row.image, cell)),
    ]),
  )
  const routes = report.routes.map(
    (route) => `- ${markdownText(route.from)} → ${markdownText(route.to)}: ${routeSummary(route)}`,
  )
  return [
    ...(report.rows.length === 0 ? ['No images.'] : [table]),
    ...(routes.length === 0 ? [] : [routes.join('\n')]),
  ]
    .join('\n\n')
    .concat('\n')
}

function versionCell({ current }: DiffCell): string {
  if (current === null) return '–'
  return `${markdownCode(current.tag)}<br>${markdownCode(shortDigest(current.digest))}`
}

function changes({ commits, compare }: DiffRow): string {
  if (compare === undefined) return commits === undefined ? '' : markdownCode(commits)
  return markdownLink(commits ?? 'changes', compare)
}
