import type { Machine } from './machine.ts'
import { type Judgement, judge, type RowResult, type Sample, spreadOf, type ToolResult } from './result.ts'

/** A whole run of the bench, as results.json keeps it. */
export interface Bench {
  /** The day it was made: YYYY-MM-DD. */
  readonly day: string
  readonly machine: Machine
  /** Runs asked for of each tool in each row. */
  readonly runs: number
  readonly rows: readonly RowResult[]
}

/** The machine and the versions, as a Markdown list. */
export function machineList({ day, machine, runs }: Bench): string {
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`)
  const memory = `${Math.round(machine.memoryBytes / 2 ** 30)} GiB of memory`
  return [
    `- Machine: ${machine.processor}, ${machine.cores} cores, ${memory}, ${machine.system}, Node ${machine.node}.`,
    `- Versions: ${versions.join(', ')}.`,
    `- Measured on ${day}, ${runs} runs of each tool where the table does not say otherwise.`,
  ].join('\n')
}

/** One row as Markdown: a heading, how it was done, a table. */
export function rowTable(row: RowResult): string {
  const { baseline = 'promote', comparedBy = 'milliseconds' } = row
  const reference = row.tools.find((one) => one.tool === baseline)
  const its = reference && spreadOf(reference, comparedBy)?.median
  const columns: [string, (result: ToolResult) => string][] = [
    ['', (result) => result.tool],
    ['ms', (result) => spread(result, 'milliseconds', 1)],
    [
      row.baseline === undefined
        ? 'promote ÷ it'
        : `÷ ${baseline}${comparedBy === 'cpuSeconds' ? ', CPU' : ''}`,
      (result) => {
        const median = spreadOf(result, comparedBy)?.median
        if (its === undefined || median === undefined || result === reference) return ''
        return (row.baseline === undefined ? its / median : median / its).toFixed(2)
      },
    ],
    ['runs', (result) => String(result.samples.length)],
    ['requests', (result) => spread(result, 'requests', 1)],
    ['connections', (result) => spread(result, 'connections', 1)],
    ['MB sent there', (result) => median(result, 'bytesSent', 1e6, 2)],
    ['peak MB', (result) => median(result, 'peakBytes', 1e6, 0)],
    ['CPU s', (result) => median(result, 'cpuSeconds', 1, 2)],
  ]
  const lines = row.tools.map((result) => {
    const [name, ...cells] = columns.map(([, cell]) => cell(result))
    if (result.problem !== undefined && result.samples.length === 0)
      return [name ?? '', result.problem.replaceAll('|', '\\|')]
    return [name ?? '', ...cells]
  })
  const used = columns.map(
    ([heading], index) => index < 2 || (heading !== '' && lines.some((line) => (line[index] ?? '') !== '')),
  )
  const shown = (cells: readonly string[]) => cells.filter((_, index) => used[index])
  return [
    `### ${row.title}`,
    '',
    `${capital(row.how)}.`,
    '',
    markdown(shown(columns.map(([heading]) => heading)), lines.map(shown)),
  ].join('\n')
}

/** All targets and how each came out, as a Markdown table. */
export function targetTable(rows: readonly RowResult[]): string {
  const lines = rows.flatMap((row) =>
    judge(row).map((judgement) => [
      row.title,
      judgement.what,
      figure(judgement, judgement.found),
      verdict(judgement),
    ]),
  )
  return markdown(['', 'target', 'measured', ''], lines)
}

function verdict({ found, atMost }: Judgement): string {
  if (found === undefined) return 'not measured'
  const percent = (Math.abs(found / atMost - 1) * 100).toFixed(0)
  if (found === atMost) return 'met, exactly'
  return found < atMost ? `met, ${percent} % below` : `missed by ${percent} %`
}

function figure({ measure, isRatio }: Judgement, value: number | undefined): string {
  if (value === undefined) return '–'
  if (isRatio) return `${value.toFixed(2)} ×`
  if (measure === 'bytesSent') return `${(value / 1e6).toFixed(2)} MB`
  if (measure === 'peakBytes') return `${(value / 1e6).toFixed(0)} MB`
  return String(Math.round(value))
}

function spread(result: ToolResult, measure: keyof Sample, unit: number): string {
  const found = spreadOf(result, measure)
  if (found === undefined) return ''
  const digits = measure === 'milliseconds' && found.median < 100 ? 1 : 0
  const [middle, low, high] = [found.median, found.lowest, found.highest].map((value) =>
    (value / unit).toFixed(digits),
  )
  return low === high ? `${middle}` : `${middle} (${low}–${high})`
}

function median(result: ToolResult, measure: keyof Sample, unit: number, digits: number): string {
  const found = spreadOf(result, measure)
  return found === undefined ? '' : (found.median / unit).toFixed(digits)
}

function markdown(headings: readonly string[], lines: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) =>
    `| ${headings.map((_, index) => cells[index] ?? '').join(' | ')} |`
  return [
    row(headings),
    `|${headings.map((_, index) => (index === 0 ? '---' : '---:')).join('|')}|`,
    ...lines.map(row),
  ].join('\n')
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
