import { nearText } from '../../model/near-text.ts'
import type { PlanDocument, PlanStep } from '../../model/plan.ts'
import type { PromotionResult } from '../../model/result.ts'
import { shortDigest } from '../../oci/digest.ts'
import { printable } from '../../support/printable.ts'
import type { RenderOptions } from '../options.ts'
import type { SavedPlan } from '../words/promotion/approvals.ts'
import { leftOutLines } from '../words/promotion/left-out.ts'
import { nextForPlan } from '../words/promotion/next-for-plan.ts'
import { isRepair, repairSource } from '../words/repair.ts'
import { isRollback } from '../words/rollback.ts'
import { SIGNS } from '../words/signs.ts'
import {
  alongText,
  heldText,
  isInStep,
  isRefused,
  moveText,
  nothingText,
  routeOfPlan,
  stepChange,
  stepChanges,
  stepMark,
  stepName,
  stepVersion,
  tagText,
} from '../words/steps.ts'
import { alignColumns, columnWidths } from './columns.ts'
import { type Palette, palette } from './style.ts'
import { verdictLines } from './trust/verdict.ts'
import { displayWidth, padEnd, truncateMiddle } from './width.ts'

/** How many steps in step are still listed one by one. */
const LISTED_IN_STEP = 5

/** Spaces between columns. */
const GAP = 3

/** What a plan would do: its steps, what they move, the gates, and what stands in the way. */
export function planText(document: PlanDocument, options: RenderOptions): string {
  return `${planLines(printable(document), options).join('\n')}\n`
}

/** Where a plan was saved, and what comes next: its approval, applying exactly this one, or how that would end. */
export function whereSaved(result: PromotionResult, saved: SavedPlan): string {
  const [first = '', ...rest] = nextForPlan(result, saved)
  return [`Saved in ${saved.file}. ${first}`, ...rest].map((line) => printable(line)).join('\n')
}

/** The lines of {@link planText}, for reports that say more below. The document is printable already. */
export function planLines(document: PlanDocument, options: RenderOptions): string[] {
  const paint = palette(options)
  const { plan } = document
  const inStep = plan.steps.filter(isInStep)
  const listed = inStep.length > LISTED_IN_STEP ? plan.steps.filter((step) => !isInStep(step)) : plan.steps
  const rows = listed.map((step) => stepRow(document, step, paint, options))
  const full = columnWidths(rows)
  const fits = full.reduce((sum, width) => sum + width + GAP, 2 - GAP) <= options.width
  const shown = fits ? rows : rows.map((row) => row.slice(0, 3))
  const under = ' '.repeat(2 + (full[0] ?? 0) + GAP)
  return [
    headline(document, full, paint),
    ...alignColumns(shown, { indent: '  ', gap: GAP }).flatMap((line, at) => [
      line,
      ...underLines(document, listed[at], fits).map(
        (text) => indented(text, under, options) + paint.faint(text),
      ),
    ]),
    ...(listed.length < plan.steps.length
      ? [`  ${paint.mark('same', `= ${inStep.length} images in step`)}`]
      : []),
    ...(plan.steps.length === 0 && document.missing.length === 0 ? [`  ${nothingText(document)}`] : []),
    ...leftOutLines(document).map((line) => `  ${paint.mark('absent', `${SIGNS.absent} ${line}`)}`),
    ...missingLines(document, paint),
    ...verdictLines(document.verdicts, options, { folded: true }),
    ...denialLines(document, paint),
    ...(document.warnings.length === 0 ? [] : [paint.strong('warnings')]),
    ...document.warnings.map((warning) => `  ! ${warning}`),
  ]
}

/** What stands before a line below a step; less where an address would not fit. */
function indented(text: string, under: string, { width }: RenderOptions): string {
  return text.startsWith('changes ') && displayWidth(under + text) > width ? '    ' : under
}

function headline(document: PlanDocument, widths: readonly number[], paint: Palette): string {
  const route = routeOfPlan(document)
  const column = 2 + widths.slice(0, 3).reduce((sum, width) => sum + width + GAP, 0)
  const padded = padEnd(route, Math.max(displayWidth(route) + GAP, column))
  return `${paint.strong(route)}${padded.slice(route.length)}${paint.faint(`plan ${shortDigest(document.digest)}`)}`
}

function stepRow(document: PlanDocument, step: PlanStep, paint: Palette, options: RenderOptions): string[] {
  const mark = stepMark(document, step)
  const name = truncateMiddle(step.image, Math.max(12, Math.min(40, Math.floor(options.width / 3))))
  return [
    `${paint.sign(mark)} ${name}`,
    stepVersion(document, step),
    paint.mark(mark, stepChange(document, step)),
    moveText(document, step),
  ]
}

/** The line about tags; none where the only tag is a new one with the name of the source tag, which the line above shows. */
function tagLines(document: PlanDocument, step: PlanStep | undefined): string[] {
  if (step === undefined) return []
  const tellsAll = isRepair(document) || isRollback(document)
  const plain =
    !tellsAll &&
    step.tags.every(
      (tag) => tag.tag === step.source.tag && tag.action !== 'kept' && !isRefused(document, step, tag),
    )
  const isThere = !tellsAll && (isInStep(step) || step.kind === 'referrers' || step.kind === 'record')
  const told = isThere ? step.tags.filter(({ action }) => action === 'kept') : step.tags
  if (told.length === 0 || plain) return []
  return [`tags ${told.map((tag) => tagText(document, step, tag)).join(', ')}`]
}

function underLines(document: PlanDocument, step: PlanStep | undefined, fits: boolean): string[] {
  return [
    ...(fits ? [] : moveLines(document, step)),
    ...tagLines(document, step),
    ...sourceLines(document, step),
    ...heldLines(document, step),
    ...alongLines(step),
    ...changeLines(document, step),
  ]
}

/** Where content of a repair comes from; of a promotion the headline says it. */
function sourceLines(document: PlanDocument, step: PlanStep | undefined): string[] {
  const text = step === undefined || document.plan.purpose === undefined ? '' : repairSource(step)
  return text === '' ? [] : [text]
}

/** What a rollback takes out is held. */
function heldLines(document: PlanDocument, step: PlanStep | undefined): string[] {
  const text = step === undefined ? '' : heldText(document, step)
  return text === '' ? [] : [text]
}

function alongLines(step: PlanStep | undefined): string[] {
  const text = step === undefined ? '' : alongText(step)
  return text === '' ? [] : [text]
}

function changeLines(document: PlanDocument, step: PlanStep | undefined): string[] {
  if (step === undefined) return []
  const { compare, commits } = stepChanges(document, step)
  const changes = compare ?? commits
  return changes === undefined ? [] : [`changes ${changes}`]
}

/** What moves, on a line of its own where the terminal is too narrow for its column. */
function moveLines(document: PlanDocument, step: PlanStep | undefined): string[] {
  const text = step === undefined ? '' : moveText(document, step)
  return text === '' ? [] : [text]
}

function missingLines(document: PlanDocument, paint: Palette): string[] {
  return document.missing.flatMap((missing) => {
    const near = nearText(missing)
    return [
      `  ${paint.sign('denied')} ${missing.image} ${missing.wanted} ${missing.reason}`,
      ...(near === undefined ? [] : [`    ${near}`]),
    ]
  })
}

function denialLines(document: PlanDocument, paint: Palette): string[] {
  if (document.denials.length === 0) return []
  const lines = document.denials.flatMap(({ image, tag, reason, hint }) => [
    `  ${paint.mark('denied', `${SIGNS.denied} ${stepName(image, tag)}`)}: ${reason}`,
    ...(hint === undefined ? [] : [`    ${hint}`]),
  ])
  return [paint.strong('denied'), ...lines]
}
