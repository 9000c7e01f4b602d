import type { LedgerEntry } from '../../model/ledger/ledger.ts'
import type { HistoryReport } from '../../model/ledger/reports.ts'
import { printable } from '../../support/printable.ts'
import type { RenderOptions } from '../options.ts'
import { timeText } from '../words/units.ts'
import { alignColumns, columnWidths } from './columns.ts'
import { outcomeCounts } from './result.ts'
import { type Mark, type Palette, palette, SIGNS } from './style.ts'
import { displayWidth, truncateEnd } from './width.ts'

/** Spaces between columns. */
const GAP = 2

/** The ledger, newest first, a line for each run: sequence, time, who, from → to, how it ended, what. */
export function historyText(report: HistoryReport, options: RenderOptions): string {
  const { entries, ledger, head } = printable(report)
  const paint = palette(options)
  if (entries.length === 0) return `No entries in ${ledger}.\n`
  // An outcome says all that its intent says; an intent is worth a line only while it has none.
  const closed = new Set(entries.map(({ intent }) => intent))
  const listed = entries.filter(({ id }) => !closed.has(id))
  const rows = listed.map((entry) => [
    String(entry.sequence).padStart(String(entries[0]?.sequence ?? 0).length),
    timeText(entry.at, options),
    entry.run.actor,
    `${entry.from} → ${entry.to}`,
    endText(entry, paint),
  ])
  const what = listed.map(whatText)
  const used = columnWidths(rows).reduce((sum, width) => sum + width + GAP, 0)
  const fits = what.every((text) => used + displayWidth(text) <= options.width)
  const indent = ' '.repeat((columnWidths(rows)[0] ?? 0) + GAP)
  const lines = fits
    ? alignColumns(
        rows.map((row, at) => [...row, what[at] ?? '']),
        { gap: GAP },
      )
    : alignColumns(rows, { gap: GAP }).flatMap((line, at) => [
        line,
        indent + paint.faint(truncateEnd(what[at] ?? '', options.width - indent.length)),
      ])
  return [...lines, ...(head === null ? [] : ['', paint.faint(`head of ${ledger}: ${head.hash}`)]), ''].join(
    '\n',
  )
}

/** How a run ended, as a mark and a word. */
export function endOf(entry: LedgerEntry): { readonly mark: Mark; readonly word: string } {
  switch (entry.result) {
    case 'done':
      return { mark: 'done', word: 'done' }
    case 'failed':
      return { mark: 'denied', word: 'failed' }
    case 'cancelled':
      return { mark: 'denied', word: 'cancelled' }
    case null:
      return { mark: 'moved', word: 'not finished' }
    default:
      return entry.result satisfies never
  }
}

function endText(entry: LedgerEntry, paint: Palette): string {
  const { mark, word } = endOf(entry)
  return paint.mark(mark, `${SIGNS[mark]} ${word}`)
}

function whatText({ steps }: LedgerEntry): string {
  const changed = steps.filter(({ outcome }) => outcome !== 'unchanged')
  if (changed.length === 0) return outcomeCounts(steps).join(', ')
  return changed.map(({ image, tags }) => [image, ...tags.map(({ tag }) => tag)].join(' ')).join(', ')
}
