import { routeText } from '../../model/ledger/purpose.ts'
import type { StatusCell, StatusReport, WaitingStep } from '../../model/result.ts'
import { shortDigest } from '../../oci/digest.ts'
import { printable } from '../../support/printable.ts'
import type { RenderOptions } from '../options.ts'
import { columnHeading } from '../words/gaps.ts'
import { leftOutLines } from '../words/promotion/left-out.ts'
import { verdictText } from '../words/promotion/verdicts.ts'
import { SIGNS } from '../words/signs.ts'
import { stepName } from '../words/steps.ts'
import { listText, timeText } from '../words/units.ts'
import { alignColumns, columnWidths } from './columns.ts'
import { gapLines } from './gaps.ts'
import { headLines } from './head.ts'
import { type Palette, palette } from './style.ts'
import { refusalLines } from './trust/standing.ts'
import { displayWidth, truncateMiddle } from './width.ts'

/** Each image in each environment: tag, digest, since when and by whom; then promotions that did not finish, and the head. */
export function statusText(report: StatusReport, options: RenderOptions): string {
  const status = printable(report)
  const paint = palette(options)
  const table = [
    ['image', ...status.environments.map((name) => columnHeading(name, status.rows, SIGNS.denied))].map(
      (heading) => paint.strong(heading),
    ),
    ...status.rows.flatMap((row) => {
      const cells = row.cells.map((cell) => cellLines(cell, status, paint, options))
      const height = Math.max(0, ...cells.map((lines) => lines.length))
      return Array.from({ length: height }, (_, line) => [
        line === 0 ? truncateMiddle(row.image, 40) : '',
        ...cells.map((lines) => lines[line] ?? ''),
      ])
    }),
  ]
  const total = columnWidths(table).reduce((sum, width) => sum + width + 3, -3)
  const body = total <= options.width ? alignColumns(table) : stacked(status, paint, options)
  return [
    ...(status.rows.length === 0 ? ['No images.'] : body),
    ...(status.gaps === undefined ? [] : ['', ...gapLines(status.gaps, status.rows.length, paint)]),
    ...leftOutLines(status).flatMap((line) => ['', paint.mark('absent', `${SIGNS.absent} ${line}`)]),
    ...openLines(status, paint, options),
    ...underWayLines(status, paint, options),
    ...waitingLines(status, paint, options),
    ...refusedLines(report, paint, options),
    ...(status.head === null
      ? []
      : ['', ...headLines(`ledger at entry ${status.head.sequence},`, status.head.hash, options)]),
    '',
  ].join('\n')
}

function cellLines(cell: StatusCell, status: StatusReport, paint: Palette, options: RenderOptions): string[] {
  if (cell.unread === true) return [paint.sign('denied')]
  if (cell.tag === null && cell.digest === null) return [paint.sign('absent')]
  const since = cell.since === null ? [] : [timeText(cell.since, options)]
  const by = cell.actor === null ? [] : [`by ${cell.actor}`]
  const entry = cell.entry === null ? [] : [`entry ${cell.entry}`]
  return [
    cell.tag ?? paint.sign('absent'),
    ...(cell.digest === null ? [] : [paint.faint(shortDigest(cell.digest))]),
    ...since,
    ...[[...by, ...entry].join(', ')].filter((text) => text !== ''),
    ...refusedMarks(cell, status).map((text) => paint.mark('denied', `${SIGNS.denied} ${text}`)),
  ]
}

/** `held` or `rejected`, each once. */
function refusedMarks({ refused = [] }: StatusCell, { refusals = [] }: StatusReport): readonly string[] {
  const kinds = refusals.filter(({ entry }) => refused.includes(entry)).map(({ kind }) => kind)
  return [...new Set(kinds)].map((kind) => (kind === 'hold' ? 'held' : 'rejected'))
}

function refusedLines({ refusals = [] }: StatusReport, paint: Palette, options: RenderOptions): string[] {
  if (refusals.length === 0) return []
  return ['', paint.strong('held and rejected'), ...refusalLines(refusals, options)]
}

function stacked(status: StatusReport, paint: Palette, options: RenderOptions): string[] {
  return status.rows.flatMap((row) => {
    const cells = row.cells.map((cell) => [cell.environment, ...cellLines(cell, status, paint, options)])
    const width = columnWidths(cells).reduce((sum, column) => sum + column + 2, 0)
    return [
      paint.strong(row.image),
      ...alignColumns(width <= options.width ? cells : cells.flatMap(inTwo), { indent: '  ', gap: 2 }),
    ]
  })
}

/** A cell on two lines: what is there, and below it since when and by whom. */
function inTwo([environment = '', tag = '', digest = '', ...rest]: readonly string[]): string[][] {
  const first = [environment, tag, digest].filter((cell) => cell !== '')
  return rest.length === 0 ? [first] : [first, ['', rest.join('  ')]]
}

function underWayLines({ underWay = [] }: StatusReport, paint: Palette, options: RenderOptions): string[] {
  const lines = underWay.map(({ purpose, from, to, actor, ci, since, process }) => {
    const run = `process ${process}${ci === null ? '' : `, ${ci}`}`
    const what = routeText({ from, to, ...(purpose === undefined ? {} : { purpose: { kind: purpose } }) })
    return `  ${paint.sign('moved')} ${what}, under way since ${timeText(since, options)} by ${actor} (${run}); it holds no tag yet`
  })
  return lines.length === 0 ? [] : ['', ...lines]
}

function waitingLines({ waiting = [] }: StatusReport, paint: Palette, options: RenderOptions): string[] {
  if (waiting.length === 0) return []
  const rows = waiting.flatMap(({ from, to, image, tag, verdicts }) =>
    verdicts.map((verdict, at) => [
      at === 0 ? stepName(image, tag) : '',
      at === 0 ? `${from} → ${to}` : '',
      `${paint.mark('denied', SIGNS.denied)} ${verdict.gate}`,
      verdictText(verdict, options),
    ]),
  )
  const columns = alignColumns(rows, { indent: '  ', width: options.width })
  const fits = columns.every((line) => displayWidth(line) <= options.width)
  return ['', paint.strong('waiting'), ...(fits ? columns : waitingBelow(waiting, paint, options))]
}

/** For a narrow terminal: what waits, and below it what it waits for. */
function waitingBelow(waiting: readonly WaitingStep[], paint: Palette, options: RenderOptions): string[] {
  return waiting.flatMap(({ from, to, image, tag, verdicts }) => [
    `  ${stepName(image, tag)}   ${from} → ${to}`,
    ...alignColumns(
      verdicts.map((verdict) => [
        `${paint.mark('denied', SIGNS.denied)} ${verdict.gate}`,
        verdictText(verdict, options),
      ]),
      { indent: '    ', width: options.width },
    ),
  ])
}

function openLines(status: StatusReport, paint: Palette, options: RenderOptions): string[] {
  if (status.open.length === 0) return []
  const lines = status.open.flatMap((open) => {
    const { sequence, at, actor, ci, tags, next } = open
    const byImage = Map.groupBy(tags, ({ image }) => image)
    const held = [...byImage].map(([image, own]) => [image, ...own.map(({ tag }) => tag)].join(' '))
    const run = open.process
    if (run !== undefined) {
      return [
        `  ${paint.sign('moved')} entry ${sequence}: ${routeText(open)}, under way since ${timeText(at, options)} by ${actor} (process ${run}${ci === null ? '' : `, ${ci}`})`,
        `      holds      ${listText(held, 8)}`,
      ]
    }
    return [
      `  ${paint.sign('denied')} entry ${sequence}: ${routeText(open)}, begun ${timeText(at, options)} by ${actor}${ci === null ? '' : ` (${ci})`}`,
      `      holds      ${listText(held, 8)}`,
      ...(next.resume === undefined ? [] : [`      finish     ${next.resume}`]),
      ...(next.undo === undefined ? [] : [`      or undo    ${next.undo}`]),
      ...(next.resume === undefined && !next.finish.startsWith('promote resume ')
        ? [`      run again  ${next.finish}`]
        : []),
      ...(open.inTheWay ?? []).map((text) => `      ${text}`),
      `      or free    ${next.abandon}`,
    ]
  })
  return ['', paint.strong('not finished'), ...lines]
}
