import type { OutcomeStep, TagResult } from '../../model/ledger/entry.ts'
import type { PlanStep } from '../../model/plan.ts'
import type { PromoteError } from '../../support/errors.ts'
import { type ContentOutcome, STOPPED } from './content.ts'
import { outcomeStep } from './steps.ts'
import type { TagOutcome } from './tags.ts'

/** A step of a plan, how it ended, and why where it went wrong. */
export interface AppliedStep {
  readonly record: OutcomeStep
  readonly error?: PromoteError
}

/** A step that had nothing to do. */
export function unchangedStep(step: PlanStep): AppliedStep['record'] {
  return outcomeStep(step, 'unchanged', () => 'unchanged')
}

const notBegun = (): TagResult => 'not-begun'

/** How a step ended whose tags were not begun: its content may be there, but nothing points at it. */
export function untaggedStep(
  step: PlanStep,
  content: readonly ContentOutcome[],
  ending: 'failed' | 'cancelled',
): AppliedStep {
  const outcome = outcomeOf(step, content)
  if (step.kind === 'unchanged') return { record: unchangedStep(step) }
  if (outcome?.kind === 'ready') return { record: outcomeStep(step, ending, notBegun, outcome.ready) }
  if (outcome === undefined) return { record: outcomeStep(step, ending, notBegun) }
  const isOwn = outcome.error.code !== 'cancelled'
  return {
    record: outcomeStep(step, isOwn ? 'failed' : 'cancelled', notBegun),
    ...(isOwn ? { error: outcome.error } : {}),
  }
}

/** How a step ended after the tag phase; a step is promoted only when each of its tags moved. */
export function taggedStep(
  step: PlanStep,
  content: readonly ContentOutcome[],
  tags: readonly TagOutcome[],
): AppliedStep {
  const outcome = outcomeOf(step, content)
  if (outcome?.kind !== 'ready') return untaggedStep(step, content, 'failed')
  const own = tags.filter((tag) => tag.move.ready.step === step)
  const failed = own.find((tag) => tag.kind === 'failed')
  const error = failed === undefined ? {} : { error: failed.error }
  const results = new Map(own.map((tag) => [tag.move.tag.tag, tag.kind]))
  const record = (ending: OutcomeStep['outcome']): OutcomeStep =>
    outcomeStep(step, ending, ({ tag }) => results.get(tag) ?? 'not-begun', outcome.ready)
  if (own.every((tag) => tag.kind === 'moved'))
    return { record: record(step.kind === 'referrers' ? 'completed' : 'promoted') }
  if (own.some((tag) => tag.kind === 'left')) return { record: record('left'), ...error }
  if (own.some((tag) => tag.kind === 'restored')) return { record: record('restored'), ...error }
  return { record: record(failed === undefined ? 'cancelled' : 'failed'), ...error }
}

/** `api 1.4.2 1.4 · worker 3.0.0`. */
export function tagSummary(tags: readonly TagOutcome[]): string {
  const byImage = new Map<string, string[]>()
  for (const outcome of tags) {
    if (outcome.kind !== 'moved') continue
    const { step } = outcome.move.ready
    byImage.set(step.image, [...(byImage.get(step.image) ?? []), outcome.move.tag.tag])
  }
  return [...byImage].map(([image, names]) => `${image} ${names.join(' ')}`).join(' · ')
}

/** A sentence for each tag that moved and could not be put back. */
export function leftBehind(tags: readonly TagOutcome[]): readonly string[] {
  return tags.flatMap((outcome) => {
    if (outcome.kind !== 'left') return []
    const { ready, tag } = outcome.move
    const place = `${ready.step.destination.repository}:${tag.tag}`
    return [`${place} was moved to ${ready.manifest.descriptor.digest} and stays there: ${outcome.reason}.`]
  })
}

/** The failures that are causes, not consequences. */
export function causes(applied: readonly AppliedStep[]): readonly PromoteError[] {
  return applied.flatMap(({ error }) =>
    error === undefined || error.message === STOPPED.message ? [] : [error],
  )
}

function outcomeOf(step: PlanStep, content: readonly ContentOutcome[]): ContentOutcome | undefined {
  return content.find((one) => (one.kind === 'ready' ? one.ready.step : one.running.step) === step)
}
