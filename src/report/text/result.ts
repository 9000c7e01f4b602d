import { lets } from '../../model/gates/verdict.ts'
import type { OutcomeStep, TagResult } from '../../model/ledger/steps.ts'
import { countedNames } from '../../model/referrers.ts'
import type { PromotionResult } from '../../model/result.ts'
import { shortDigest } from '../../oci/digest.ts'
import { printable } from '../../support/printable.ts'
import type { RenderOptions } from '../options.ts'
import { outcomeCounts } from '../words/outcomes.ts'
import { placedText } from '../words/placed.ts'
import { appliedText } from '../words/promotion/applied.ts'
import { awaitedLines } from '../words/promotion/approvals.ts'
import { leftOutLines } from '../words/promotion/left-out.ts'
import { restOfGroupText } from '../words/promotion/rest-of-group.ts'
import { tagResultText } from '../words/promotion/tag-result.ts'
import { untoldFailures } from '../words/promotion/told.ts'
import { purposeWords } from '../words/purpose.ts'
import { isRepair } from '../words/repair.ts'
import { isRollback } from '../words/rollback.ts'
import { type Mark, SIGNS } from '../words/signs.ts'
import { routeOfPlan, stepName } from '../words/steps.ts'
import { countText, durationText, listText, sizeText } from '../words/units.ts'
import { joinWithDots } from './columns.ts'
import { whereText } from './error.ts'
import { headLines } from './head.ts'
import { planLines } from './plan.ts'
import { type Palette, palette } from './style.ts'
import { verdictLines } from './trust/verdict.ts'
import { displayWidth, padEnd, truncateMiddle } from './width.ts'

/** How many images one line names. */
const NAMED_IMAGES = 6

/** Columns of the first word of a line. */
const LABEL_WIDTH = 10

/** What a promotion did, a line for each phase; for a dry run the plan, and how a real run would end. */
export function resultText(
  result: PromotionResult,
  options: RenderOptions & { readonly ledger?: string },
): string {
  const shown = printable(result)
  const lines = shown.dryRun ? dryRunLines(shown, options) : runLines(shown, options)
  return `${lines.join('\n')}\n`
}

function dryRunLines(result: PromotionResult, options: RenderOptions): string[] {
  const paint = palette(options)
  return [
    ...planLines(result.plan, options),
    ...failureLines(result, paint),
    `Nothing was written. ${dryRunAnswer(result)}`,
    ...restLines(result),
  ]
}

function dryRunAnswer(result: PromotionResult): string {
  const { plan, denials, verdicts, missing } = result.plan
  const denied = unique(
    [...denials, ...verdicts.filter((verdict) => !lets(verdict))].map(({ image }) => image),
  )
  const absent = unique(missing.map(({ image }) => image))
  const changes = plan.steps.filter(({ kind }) => kind !== 'unchanged').length
  const parts = [
    ...(denied.length === 0 ? [] : [`${listText(denied, NAMED_IMAGES)} would be denied`]),
    ...(absent.length === 0 ? [] : [`${listText(absent, NAMED_IMAGES)} would fail`]),
  ]
  if (parts.length > 0) return `${parts.join(', ')} (exit ${result.exitCode}).`
  if (result.exitCode !== 0) return `The run would fail (exit ${result.exitCode}).`
  return changes === 0
    ? 'There is nothing to do.'
    : `${countText(changes, 'step')} would run.${reasonText(result)}`
}

/** What a run needs that a dry run does not. */
function reasonText({ plan }: PromotionResult): string {
  return isRepair(plan) ? ' To carry it out, say why: --reason TEXT.' : ''
}

function runLines(result: PromotionResult, options: RenderOptions & { readonly ledger?: string }): string[] {
  const paint = palette(options)
  return [
    ...(result.applied === undefined ? gateLines(result, paint, options) : []),
    ...contentLines(result, paint, options),
    ...alongLines(result, paint, options),
    ...verifiedLines(result, paint),
    ...taggedLines(result, paint, options),
    ...notTaggedLines(result, paint),
    ...attestedLines(result, paint),
    ...heldLines(result, paint, options),
    ...recordedLines(result, options),
    ...leftOutLines(result.plan).map((line) => paint.mark('absent', `${SIGNS.absent} ${line}`)),
    ...result.warnings.map((warning) => `! ${warning}`),
    ...failureLines(result, paint),
    summaryLine(result),
    ...restLines(result),
    ...awaitedPlanLines(result),
  ]
}

function phase(paint: Palette, mark: Mark, label: string, text: string): string {
  return `${paint.sign(mark)} ${padEnd(label, LABEL_WIDTH)} ${text}`
}

function gateLines(result: PromotionResult, paint: Palette, options: RenderOptions): string[] {
  // No gate is asked about what was let in before.
  if (isRepair(result.plan) || (isRollback(result.plan) && result.plan.verdicts.length === 0)) return []
  const { verdicts, denials, plan } = result.plan
  const images = countText(new Set(plan.steps.map(({ image }) => image)).size, 'image')
  const gates = new Set(verdicts.map(({ gate }) => gate)).size
  const denied = verdicts.filter((verdict) => !lets(verdict))
  const passedOver = verdicts.filter((verdict) => verdict.overridden !== undefined)
  const answer = [images, ...(gates === 0 ? [] : [countText(gates, 'gate')])].join(', ')
  if (denied.length === 0 && denials.length === 0)
    return plan.steps.length === 0
      ? []
      : [phase(paint, 'done', 'gates', answer), ...verdictLines(passedOver, options).slice(1)]
  return [
    phase(paint, 'denied', 'gates', answer),
    ...verdictLines(denied, options).slice(1),
    ...denials.flatMap(({ image, tag, reason, hint }) => [
      `  ${paint.sign('denied')} ${stepName(image, tag)}: ${reason}`,
      ...(hint === undefined ? [] : [`    ${hint}`]),
    ]),
  ]
}

function contentLines(result: PromotionResult, paint: Palette, options: RenderOptions): string[] {
  const { mounted, copied, present, bytes } = result.totals
  if (mounted + copied + present === 0) return []
  const counts = placedText(result.totals).join(', ')
  const images = unique(result.steps.filter(movedContent).map(({ image }) => image))
  const failed = result.steps.some(({ outcome }) => outcome === 'failed' || outcome === 'cancelled')
  const rest = [...(copied === 0 ? [] : [sizeText(bytes)]), counts]
  const named = [images.join(', '), ...rest].join(' · ')
  const isShort = images.length <= NAMED_IMAGES && displayWidth(named) <= roomFor(options)
  const text = images.length === 0 ? rest : isShort ? [named] : [countText(images.length, 'image'), ...rest]
  return [phase(paint, failed ? 'absent' : 'done', 'content', text.join(' · '))]
}

/** What came along with the images: `api signature, sbom · worker signature`. */
function alongLines(result: PromotionResult, paint: Palette, options: RenderOptions): string[] {
  const kinds = new Map<string, readonly string[]>()
  for (const { image, outcome, referrers = [] } of result.steps) {
    if (referrers.length === 0 || !BROUGHT.has(outcome)) continue
    kinds.set(image, [...(kinds.get(image) ?? []), ...referrers.map(({ kind }) => kind)])
  }
  if (kinds.size === 0) return []
  const named = [...kinds].map(([image, own]) => `${image} ${countedNames(own)}`).join(' · ')
  const isShort = kinds.size <= NAMED_IMAGES && displayWidth(named) <= roomFor(options)
  const text = isShort ? named : `${[...kinds.values()].flat().length} for ${countText(kinds.size, 'image')}`
  return [phase(paint, 'done', 'referrers', text)]
}

/** Outcomes of steps whose referrers came along. */
const BROUGHT: ReadonlySet<OutcomeStep['outcome']> = new Set([
  'promoted',
  'repaired',
  'rolled-back',
  'completed',
])

function verifiedLines(result: PromotionResult, paint: Palette): string[] {
  if (result.verified === 0) return []
  return [phase(paint, 'done', 'verified', `${countText(result.verified, 'manifest')} read back`)]
}

function taggedLines(result: PromotionResult, paint: Palette, options: RenderOptions): string[] {
  const items = result.steps.flatMap(({ image, outcome, tags }) => {
    if (!TAGGED.has(outcome)) return []
    const moved = tags.filter(({ result: end }) => end === 'moved')
    // A repair may have brought content alone, and a run that died before may have moved the rest.
    const names = moved.map(({ tag, new: wanted }) => (wanted === null ? `${tag} (taken away)` : tag))
    return names.length === 0 ? [] : [`${image} ${names.join(' ')}`]
  })
  if (items.length === 0) return []
  const shown =
    items.length > NAMED_IMAGES
      ? [...items.slice(0, NAMED_IMAGES), `${items.length - NAMED_IMAGES} more`]
      : items
  const indent = LABEL_WIDTH + 3
  return joinWithDots(shown, roomFor(options)).map((line, at) =>
    at === 0 ? phase(paint, 'done', 'tagged', line) : ' '.repeat(indent) + line,
  )
}

/** What a rollback took out, which no promotion brings back until it is released. */
function heldLines(result: PromotionResult, paint: Palette, options: RenderOptions): string[] {
  const held = result.steps.flatMap(({ image, outcome, takenOut = [] }) =>
    takenOut.length > 0 && (outcome === 'rolled-back' || outcome === 'partial')
      ? [`${image} ${takenOut.map((digest) => shortDigest(digest)).join(' ')}`]
      : [],
  )
  if (held.length === 0) return []
  const indent = LABEL_WIDTH + 3
  return joinWithDots(held, roomFor(options)).map((line, at) =>
    at === 0 ? phase(paint, 'done', 'held', line) : ' '.repeat(indent) + line,
  )
}

/** Outcomes of steps that moved tags. */
const TAGGED: ReadonlySet<OutcomeStep['outcome']> = new Set([
  'promoted',
  'repaired',
  'rolled-back',
  'partial',
])

/** Tags that are not where they were to be although others are: `api 1.4: left out`; and those that nobody knows of. */
function notTaggedLines(result: PromotionResult, paint: Palette): string[] {
  return result.steps.flatMap(({ image, outcome, tags }) => {
    const told = tags.filter(({ result: end }) => TOLD.has(end) || end === 'failed')
    const isNews = outcome === 'partial' || told.some(({ result: end }) => TOLD.has(end))
    const text = told.map(({ tag, result: end }) => `${tag}: ${tagResultText(end)}`).join(', ')
    const unknown = tags.filter(({ result: end }) => end === 'unknown').map(({ tag }) => tag)
    return [
      ...(isNews && told.length > 0 ? [phase(paint, 'denied', 'not tagged', `${image} ${text}`)] : []),
      ...(unknown.length > 0 ? [phase(paint, 'denied', 'not known', `${image} ${unknown.join(' ')}`)] : []),
    ]
  })
}

const TOLD: ReadonlySet<TagResult> = new Set(['left-out', 'overtaken'])

/** `api record, summary · worker record`, and of those that failed how many. */
function attestedLines({ attestations = [] }: PromotionResult, paint: Palette): string[] {
  const attached = attestations.filter(({ result }) => result === 'attached')
  const failed = attestations.length - attached.length
  const byImage = Map.groupBy(attached, ({ image }) => image)
  const named = [...byImage].map(([image, own]) => `${image} ${own.map(({ as }) => as).join(', ')}`)
  const shown =
    byImage.size <= NAMED_IMAGES ? named : [`${attached.length} for ${countText(byImage.size, 'image')}`]
  return [
    ...(attached.length === 0 ? [] : [phase(paint, 'done', 'attested', shown.join(' · '))]),
    ...(failed === 0 ? [] : [phase(paint, 'denied', 'attested', `${failed} not attached`)]),
  ]
}

function recordedLines(
  { entry, head, attestations }: PromotionResult,
  options: RenderOptions & { readonly ledger?: string },
): string[] {
  const paint = palette(options)
  const recorded =
    entry !== null
      ? [phase(paint, 'done', 'recorded', entryText(entry, options))]
      : head === null
        ? []
        : attestations !== undefined
          ? [phase(paint, 'done', 'recorded', entryText(head, options))]
          : [phase(paint, 'same', 'ledger', `stays at ${entryText(head, options)}`)]
  return [
    ...recorded,
    ...(head === null ? [] : headLines(`  ${padEnd('head', LABEL_WIDTH)}`, head.hash, options)),
  ]
}

/** `entry 14 in promotions.jsonl`; of a ledger far away the middle of its path is left out. */
function entryText(
  { sequence }: { readonly sequence: number },
  options: RenderOptions & { readonly ledger?: string },
): string {
  const entry = `entry ${sequence}`
  if (options.ledger === undefined) return entry
  const room = roomFor(options) - entry.length - 4
  return `${entry} in ${truncateMiddle(printable(options.ledger), Math.max(8, room))}`
}

/** Columns beside the first word of a line. */
function roomFor({ width }: RenderOptions): number {
  return Math.max(20, width - LABEL_WIDTH - 3)
}

/** What went wrong that the denials and the gates above do not say. The result is printable already. */
export function failureLines(result: PromotionResult, paint: Palette): string[] {
  return untoldFailures(result).flatMap(({ image, side, message, hint }) => [
    `${paint.sign('denied')} ${whereText(image ?? undefined, side)}${message}`,
    ...(hint === undefined ? [] : [`  ${hint}`]),
  ])
}

/** Where the plan is that waits for people, with its whole digest: that is what is approved. */
function awaitedPlanLines({ approval, plan }: PromotionResult): string[] {
  if (approval === undefined) return []
  return [`The plan ${plan.digest} is saved in ${approval.file}.`, ...awaitedLines(approval)]
}

function restLines(result: PromotionResult): string[] {
  const text = restOfGroupText(result)
  return text === undefined ? [] : [`  ${text}`]
}

function summaryLine(result: PromotionResult): string {
  const { steps } = result
  const done = outcomeCounts(steps)
  const missing = result.plan.missing.length
  const parts = done.length === 0 || missing === 0 ? done : [...done, `${missing} missing`]
  const { toDo, past } = purposeWords(result.plan)
  const none = result.exitCode === 0 ? `nothing to ${toDo}` : `nothing ${past}`
  const what = parts.length === 0 ? none : parts.join(', ')
  const before = appliedText(result)
  const line = `${routeOfPlan(result.plan)}: ${before ?? what}, ${durationText(result.milliseconds)}`
  const tagged = result.exitCode === 0 ? undefined : taggedText(steps)
  return tagged === undefined ? line : `${line}. ${tagged}`
}

/** What a run that did not go well may say of its tags as a whole; undefined where some moved, or may have. */
function taggedText(steps: readonly OutcomeStep[]): string | undefined {
  const ends = steps.flatMap(({ tags }) => tags.map(({ result }) => result))
  if (ends.includes('unknown')) return 'Whether each tag moved is not known.'
  const isTouched = steps.some(touched) || ends.includes('overtaken')
  return isTouched ? undefined : 'Nothing was tagged.'
}

function touched(step: OutcomeStep): boolean {
  return ['promoted', 'repaired', 'rolled-back', 'partial', 'restored', 'left'].includes(step.outcome)
}

function movedContent(step: OutcomeStep): boolean {
  return step.blobs.mounted + step.blobs.copied > 0
}

function unique(items: readonly string[]): string[] {
  return [...new Set(items)]
}
