import type { AbandonedTag, LedgerLine, LedgerStep } from '../../model/ledger/entry.ts'
import { outcomeOf } from '../../model/ledger/outcome.ts'
import type { LedgerLines } from '../../model/ledger/reports.ts'
import { printable } from '../../support/printable.ts'
import type { RenderOptions } from '../options.ts'
import { outcomeCounts } from '../words/outcomes.ts'
import { type Mark, SIGNS } from '../words/signs.ts'
import { timeText } from '../words/units.ts'
import { alignColumns, columnWidths } from './columns.ts'
import { type Palette, palette } from './style.ts'
import { displayWidth, truncateEnd } from './width.ts'

/** Spaces between columns. */
const GAP = 2

/** The ledger, newest first, a line for each run: sequence, time, who, from → to, how it ended, what. */
export function historyText(history: LedgerLines, options: RenderOptions): string {
  const { lines: all, ledger, head } = printable(history)
  const paint = palette(options)
  if (all.length === 0) return `No entries in ${ledger}.\n`
  // The entry that ends an intent repeats what the intent says, so an intent has a line only while it is open.
  const ended = new Set(all.flatMap(endedIntents))
  const listed = all.filter(({ entry }) => !ended.has(entry.id))
  const rows = listed.map((line) => [
    String(line.entry.sequence).padStart(String(all[0]?.entry.sequence ?? 0).length),
    timeText(line.entry.at, options),
    ...(line.kind === 'entry' ? [line.entry.run.actor, `${line.entry.from} → ${line.entry.to}`] : ['', '']),
    endText(line, paint),
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

/** How a run ended, or what else an entry says, as a mark and a word. */
export function endOf(line: LedgerLine): { readonly mark: Mark; readonly word: string } {
  if (line.kind === 'newer') return { mark: 'moved', word: line.entry.kind }
  const { entry } = line
  switch (entry.kind) {
    case 'intent':
      return { mark: 'moved', word: 'not finished' }
    case 'outcome':
      return { mark: entry.result === 'done' ? 'done' : 'denied', word: entry.result }
    case 'abandon':
      return { mark: 'denied', word: 'abandoned' }
    default:
      return entry satisfies never
  }
}

function endText(line: LedgerLine, paint: Palette): string {
  const { mark, word } = endOf(line)
  return paint.mark(mark, `${SIGNS[mark]} ${word}`)
}

function endedIntents(line: LedgerLine): readonly string[] {
  if (line.kind === 'newer') return []
  const { entry } = line
  switch (entry.kind) {
    case 'intent':
      return []
    case 'outcome':
      return outcomeOf(entry).intents
    case 'abandon':
      return [entry.intent]
    default:
      return entry satisfies never
  }
}

function whatText(line: LedgerLine): string {
  if (line.kind === 'newer') return `made by a newer promote: ${line.reason}`
  const { entry } = line
  switch (entry.kind) {
    case 'intent':
      return stepsText(entry.steps)
    case 'outcome': {
      const changed = outcomeOf(entry).steps.filter(({ outcome }) => outcome !== 'unchanged')
      return changed.length === 0 ? outcomeCounts(outcomeOf(entry).steps).join(', ') : stepsText(changed)
    }
    case 'abandon':
      return `${abandonedText(entry.tags)}: ${entry.reason}`
    default:
      return entry satisfies never
  }
}

function stepsText(steps: readonly LedgerStep[]): string {
  return steps.map(({ image, tags }) => [image, ...tags.map(({ tag }) => tag)].join(' ')).join(', ')
}

function abandonedText(tags: readonly AbandonedTag[]): string {
  const byImage = Map.groupBy(tags, ({ image }) => image)
  return [...byImage].map(([image, own]) => [image, ...own.map(({ tag }) => tag)].join(' ')).join(', ')
}
