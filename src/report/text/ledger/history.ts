import type {
  AbandonedTag,
  ApprovalEntry,
  AttestationEntry,
  IntentEntry,
  LedgerLine,
  OutcomeEntry,
} from '../../../model/ledger/entry.ts'
import { endedIntents } from '../../../model/ledger/history.ts'
import { outcomeOf } from '../../../model/ledger/outcome.ts'
import type { HistoryLines, HistoryRequested } from '../../../model/ledger/reports.ts'
import type { LedgerStep, OutcomeStep } from '../../../model/ledger/steps.ts'
import { shortDigest } from '../../../oci/digest.ts'
import { printable } from '../../../support/printable.ts'
import type { RenderOptions } from '../../options.ts'
import { outcomeCounts, outcomeText } from '../../words/outcomes.ts'
import { type Mark, SIGNS } from '../../words/signs.ts'
import { heldText, whereText } from '../../words/standing.ts'
import { timeText } from '../../words/units.ts'
import { alignColumns, columnWidths } from '../columns.ts'
import { headLines } from '../head.ts'
import { type Palette, palette } from '../style.ts'
import { displayWidth, truncateEnd } from '../width.ts'

/** Spaces between columns. */
const GAP = 2

/** Lines that what an entry is about takes at most, where it does not fit beside its run. */
const MOST_LINES = 3

/** The ledger, newest first, a line for each run: sequence, time, who, from → to, how it ended, what, with digests. */
export function historyText(history: HistoryLines, options: RenderOptions): string {
  const { lines: all, ledger, head, ended, filter } = printable(history)
  const paint = palette(options)
  if (all.length === 0) return emptyText(ledger, filter)
  // The entry that ends an intent repeats what the intent says, so an intent has a line only where that is not listed.
  const listedEnds = new Set(all.flatMap(endedIntents))
  const listed = all.filter(({ entry }) => !listedEnds.has(entry.id))
  const rows = listed.map((line) => [
    String(line.entry.sequence).padStart(String(all[0]?.entry.sequence ?? 0).length),
    timeText(line.entry.at, options),
    ...(line.kind === 'entry' ? [line.entry.run.actor, whereText(line.entry)] : ['', '']),
    endText(line, ended[line.entry.id], paint),
  ])
  const what = listed.map(whatItems)
  const used = columnWidths(rows).reduce((sum, width) => sum + width + GAP, 0)
  const fits = what.every((items) => used + displayWidth(items.join(', ')) <= options.width)
  const indent = ' '.repeat((columnWidths(rows)[0] ?? 0) + GAP)
  const lines = fits
    ? alignColumns(
        rows.map((row, at) => [...row, what[at]?.join(', ') ?? '']),
        { gap: GAP },
      )
    : alignColumns(rows, { gap: GAP }).flatMap((line, at) => [
        line,
        ...wrapped(what[at] ?? [], options.width - indent.length).map((text) => indent + paint.faint(text)),
      ])
  const last = head === null ? [] : ['', ...headLines(`head of ${ledger}:`, head.hash, options)]
  return [...lines, ...last, ''].join('\n')
}

function emptyText(ledger: string, filter: HistoryRequested): string {
  const asked = Object.values(filter).some((value) => value !== undefined)
  return asked ? `No entry of ${ledger} is what was asked for.\n` : `No entries in ${ledger}.\n`
}

/** Items on as many lines as they need, three at most; of the rest how many there are. */
function wrapped(items: readonly string[], width: number): string[] {
  const lines: string[] = []
  for (const [at, item] of items.entries()) {
    const isLast = at === items.length - 1
    const text = truncateEnd(item, width - 1) + (isLast ? '' : ',')
    const line = lines.at(-1)
    if (line !== undefined && displayWidth(`${line} ${text}`) <= width)
      lines[lines.length - 1] = `${line} ${text}`
    else if (lines.length < MOST_LINES || isLast) lines.push(text)
    else return [...lines, `and ${items.length - at} more`]
  }
  return lines
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
    case 'approval':
      return { mark: 'done', word: entry.signature === null ? 'approved' : 'approved, signed' }
    case 'hold':
      return { mark: 'denied', word: 'held' }
    case 'reject':
      return { mark: 'denied', word: 'rejected' }
    case 'release':
      return { mark: 'done', word: 'released' }
    case 'attestation':
      return entry.attestations.every(({ result }) => result === 'attached')
        ? { mark: 'done', word: 'attested' }
        : { mark: 'denied', word: 'not attested' }
    default:
      return entry satisfies never
  }
}

function endText(line: LedgerLine, endedBy: number | undefined, paint: Palette): string {
  if (endedBy !== undefined) return paint.mark('same', `${SIGNS.same} ended by ${endedBy}`)
  const { mark, word } = endOf(line)
  return paint.mark(mark, `${SIGNS[mark]} ${word}`)
}

function whatItems(line: LedgerLine): readonly string[] {
  if (line.kind === 'newer') return [`made by a newer promote: ${line.reason}`]
  const { entry } = line
  switch (entry.kind) {
    case 'intent':
      return [...entry.steps.map(stepText), ...reasonOf(entry)]
    case 'outcome': {
      const { steps } = outcomeOf(entry)
      const changed = steps.filter(({ outcome }) => outcome !== 'unchanged')
      if (changed.length > 0) return [...changed.map(endedStepText), ...reasonOf(entry)]
      const [only, ...others] = steps
      return only !== undefined && others.length === 0 ? [`${stepText(only)} in step`] : outcomeCounts(steps)
    }
    case 'abandon':
      return [...abandonedTexts(entry.tags), `reason: ${entry.reason}`]
    case 'approval':
      return approvalItems(entry)
    case 'hold':
    case 'release':
      return [heldText(entry), `reason: ${entry.reason}`]
    case 'reject':
      return [heldText({ image: entry.named.image, digest: entry.digest }), `reason: ${entry.reason}`]
    case 'attestation':
      return attestationItems(entry)
    default:
      return entry satisfies never
  }
}

function reasonOf({ purpose }: IntentEntry | OutcomeEntry): readonly string[] {
  return purpose === undefined ? [] : [`reason: ${purpose.reason}`]
}

function approvalItems({ plan, images, comment }: ApprovalEntry): readonly string[] {
  const named = images.map(({ image, tag, digest }) =>
    [image, ...(tag === null ? [] : [tag]), shortDigest(digest)].join(' '),
  )
  const said = comment === null ? [] : [`comment: ${comment}`]
  return [`plan ${shortDigest(plan)}`, ...named, ...said]
}

/** `api 1f2e3d4c record, summary`; of those that failed it says so. */
function attestationItems({ attestations }: AttestationEntry): readonly string[] {
  const byImage = Map.groupBy(attestations, ({ image, digest }) => `${image} ${shortDigest(digest)}`)
  return [...byImage].map(([name, own]) => {
    const forms = own.map(({ as, result }) => (result === 'attached' ? as : `${as} ${result}`))
    return `${name} ${forms.join(' and ')}`
  })
}

/** The image, its tags, and a digest that can be pasted into any command. */
function stepText({ image, tags, digest }: LedgerStep): string {
  const names = tags.map(({ tag, new: wanted }) => (wanted === null ? `${tag} (taken away)` : tag))
  return [image, ...names, shortDigest(digest)].join(' ')
}

/** Of a step that moved nothing it says so: its tags were there before. */
function endedStepText(step: OutcomeStep): string {
  return step.outcome === 'recorded' ? `${stepText(step)} ${outcomeText(step.outcome)}` : stepText(step)
}

function abandonedTexts(tags: readonly AbandonedTag[]): readonly string[] {
  const byContent = Map.groupBy(tags, ({ image, wanted }) => `${image} ${wanted}`)
  return [...byContent.values()].flatMap((own) => {
    const [first] = own
    if (first === undefined) return []
    const meant = first.wanted === null ? 'taken away' : shortDigest(first.wanted)
    return [first.image, ...own.map(({ tag }) => tag), meant].join(' ')
  })
}
