import type { OutcomeStep } from '../../model/ledger/steps.ts'
import { nearText } from '../../model/near-text.ts'
import type { PlanDocument, PlanStep } from '../../model/plan.ts'
import { countedNames } from '../../model/referrers.ts'
import type { PromotionResult } from '../../model/result.ts'
import { shortDigest } from '../../oci/digest.ts'
import { outcomeCounts, outcomeMark, outcomeText } from '../words/outcomes.ts'
import { appliedText } from '../words/promotion/applied.ts'
import { leftOutLines } from '../words/promotion/left-out.ts'
import { restOfGroupText } from '../words/promotion/rest-of-group.ts'
import { tagResultText } from '../words/promotion/tag-result.ts'
import { isOfGate } from '../words/promotion/told.ts'
import { type VerdictGroup, verdictGroups, verdictMark, wholeMinute } from '../words/promotion/verdicts.ts'
import { purposeWords } from '../words/purpose.ts'
import { repairSource } from '../words/repair.ts'
import { SIGNS } from '../words/signs.ts'
import {
  alongText,
  heldText,
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
import { durationText, sizeText } from '../words/units.ts'
import { changesLink } from './changes.ts'
import { markdownCode, markdownTable, markdownText } from './markdown.ts'

/** Images that a line of verdicts names; when there are more, it says how many. */
const NAMED_IMAGES = 20

/** What a promotion did or, of a dry run, would do, as GitHub Markdown for a step summary. */
export function resultMarkdown(result: PromotionResult): string {
  const { plan, dryRun } = result
  const sign = result.exitCode === 0 ? SIGNS.done : SIGNS.denied
  return blocksText([
    `### ${sign} ${markdownText(routeOfPlan(plan))}${dryRun ? ' (dry run)' : ''}`,
    ...bodyBlocks(result),
    dryRun ? `Nothing was written. Plan ${markdownCode(shortDigest(plan.digest))}.` : closing(result),
    markdownText(restOfGroupText(result) ?? ''),
    awaitedText(result),
  ])
}

/** A saved plan as it stands now, and what is said below it, as GitHub Markdown. */
export function shownPlanPage(result: PromotionResult, below: readonly string[]): string {
  return blocksText([`### ${markdownText(routeOfPlan(result.plan))}`, ...bodyBlocks(result), ...below])
}

function blocksText(blocks: readonly string[]): string {
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

/** What is or would be done, what went wrong, and what the gates say. */
function bodyBlocks(result: PromotionResult): readonly string[] {
  const { plan, dryRun } = result
  return [
    dryRun ? planTable(plan) : stepTable(plan, result.steps),
    bullets(problemLines(result)),
    bullets(leftOutLines(plan).map(markdownText)),
    bullets(verdictGroups(plan.verdicts, true).map(verdictLine)),
    bullets(
      [...new Set([...plan.warnings, ...result.warnings])].map((warning) => `! ${markdownText(warning)}`),
    ),
  ]
}

function planTable(plan: PlanDocument): string {
  if (plan.plan.steps.length === 0) return nothingText(plan)
  const row = (step: PlanStep): string[] => [
    SIGNS[stepMark(plan, step)],
    markdownCode(step.image),
    versionCell(plan, step),
    markdownText(stepChange(plan, step)),
    step.tags.map((tag) => markdownText(tagText(plan, step, tag))).join('<br>'),
    [
      moveText(plan, step),
      plan.plan.purpose === undefined ? '' : repairSource(step),
      heldText(plan, step),
      alongText(step),
    ]
      .filter((text) => text !== '')
      .map(markdownText)
      .join('<br>'),
  ]
  return markdownTable(['', 'Image', 'Version', 'Change', 'Tags', 'Content'], plan.plan.steps.map(row))
}

function stepTable(plan: PlanDocument, steps: readonly OutcomeStep[]): string {
  if (steps.length === 0) return ''
  const row = (step: OutcomeStep): string[] => [
    SIGNS[outcomeMark(step.outcome)],
    markdownCode(step.image),
    outcomeVersion(plan, step),
    markdownCode(shortDigest(step.digest)),
    step.tags.map(tagCell).join(' '),
    markdownCode(step.destination),
    outcomeText(step.outcome),
    contentText(step),
    step.outcome === 'unchanged' ? '' : durationText(step.milliseconds),
  ]
  return markdownTable(
    ['', 'Image', 'Version', 'Digest', 'Tags', 'Destination', 'Outcome', 'Content', 'Time'],
    steps.map(row),
  )
}

/** A tag, and what became of it where it is not what was to be. */
function tagCell({ tag, result }: OutcomeStep['tags'][number]): string {
  const isThere = result === 'moved' || result === 'unchanged'
  return isThere ? markdownCode(tag) : `${markdownCode(tag)} (${tagResultText(result)})`
}

/** `1.4.1 → 1.4.2`, and below it the commits between the two, where that is known. */
function versionCell(plan: PlanDocument, step: PlanStep): string {
  return [markdownText(stepVersion(plan, step)), changesLink(stepChanges(plan, step))]
    .filter((text) => text !== '')
    .join('<br>')
}

/** The version as the plan has it. */
function outcomeVersion(plan: PlanDocument, { image, digest, destination }: OutcomeStep): string {
  const planned = plan.plan.steps.find(
    (step) =>
      step.image === image &&
      step.source.descriptor.digest === digest &&
      step.destination.repository === destination,
  )
  return planned === undefined ? '' : versionCell(plan, planned)
}

function contentText({ blobs, bytes, referrers = [] }: OutcomeStep): string {
  const along = countedNames(referrers.map(({ kind }) => kind))
  const parts = [
    ...(blobs.mounted === 0 ? [] : [`${blobs.mounted} mounted`]),
    ...(blobs.copied === 0 ? [] : [`${blobs.copied} copied (${sizeText(bytes)})`]),
    ...(blobs.present === 0 ? [] : [`${blobs.present} already there`]),
    ...(along === '' ? [] : [`with ${markdownText(along)}`]),
  ]
  return parts.join(', ')
}

/** Denials, missing images and failures. A denial or a missing image that a failure reports already is left out. */
function problemLines(result: PromotionResult): string[] {
  const { denials, missing } = result.plan
  const line = (what: string, why: string, hint?: string): string =>
    `${SIGNS.denied} ${what === '' ? '' : `${markdownCode(what)}: `}${markdownText(why)}${hint === undefined ? '' : `<br>${markdownText(hint)}`}`
  const failed = (image: string, code: string): boolean =>
    result.failures.some((failure) => failure.image === image && failure.code === code)
  return [
    ...denials
      .filter(({ image }) => !failed(image, 'immutable'))
      .map(({ image, tag, reason, hint }) => line(stepName(image, tag), reason, hint)),
    ...missing
      .filter(({ image }) => !failed(image, 'not-found'))
      .map((missing) => {
        const { image, wanted, reason } = missing
        return line(`${image} ${wanted}`, reason, nearText(missing))
      }),
    ...result.failures
      .filter((failure) => !isOfGate(failure, result.plan))
      .map(({ image, message, hint }) => line(image ?? '', message, hint)),
  ]
}

function verdictLine({ first, images }: VerdictGroup): string {
  const { gate, answer, reason, readyAt, overridden } = first
  const named = images.slice(0, NAMED_IMAGES).map(markdownCode)
  const more = images.length - named.length
  const names = [...named, ...(more === 0 ? [] : [`${more} more`])].join(', ')
  const unknown = answer === 'unknown' && overridden === undefined ? ' (not known, which denies)' : ''
  // As in the ledger, for its reader has another time zone; a minute is enough.
  const ready =
    readyAt === undefined || answer === 'pass' || overridden !== undefined
      ? ''
      : ` Ready ${wholeMinute(readyAt).replace(/:00\.000Z$/, 'Z')}.`
  const over = overridden === undefined ? '' : ` Overridden: ${overridden.reason}`
  return `${SIGNS[verdictMark(first)]} ${markdownText(gate)} ${names}: ${markdownText(`${reason}${unknown}${ready}${over}`)}`
}

function closing(result: PromotionResult): string {
  const counts = outcomeCounts(result.steps)
  const head = result.head === null ? '' : ` Ledger head ${markdownCode(result.head.hash)}.`
  const entry = result.entry === null ? '' : ` Recorded as entry ${result.entry.sequence}.`
  const before = appliedText(result)
  const done = counts.length === 0 ? `Nothing ${purposeWords(result.plan).past}` : counts.join(', ')
  const what = before === undefined ? done : `This plan was ${markdownText(before)}`
  return `${what}, ${durationText(result.milliseconds)}.${entry}${head}`
}

/** What to run for a plan that waits for people. */
function awaitedText({ approval, plan }: PromotionResult): string {
  if (approval === undefined) return ''
  return [
    `Plan ${markdownCode(plan.digest)} is saved in ${markdownCode(approval.file)}. To approve it, then to apply exactly this plan:`,
    bullets([markdownCode(approval.approve), markdownCode(approval.apply)]),
  ].join('\n\n')
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n')
}
