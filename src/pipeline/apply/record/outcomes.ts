import type { Purpose } from '../../../model/ledger/entry.ts'
import { doneOutcome } from '../../../model/ledger/purpose.ts'
import type { OutcomeStep } from '../../../model/ledger/steps.ts'
import type { PlanStep } from '../../../model/plan.ts'
import type { PromoteError } from '../../../support/errors.ts'
import { type ContentOutcome, STOPPED } from '../content.ts'
import { outcomeStep, type TagEnd } from '../steps.ts'
import { type TagOutcome, wantedOf } from '../tags/moves.ts'

/** A step of a plan, how it ended, and why where it went wrong. */
export interface AppliedStep {
  readonly record: OutcomeStep
  /** The failures that are its own, not consequences of another's. */
  readonly errors: readonly PromoteError[]
}

/** A step that had nothing to do. */
export function unchangedStep(step: PlanStep): AppliedStep['record'] {
  return outcomeStep(step, 'unchanged', () => ({ result: 'unchanged' }))
}

const notBegun = (): TagEnd => ({ result: 'not-begun' })
const leftOut = (): TagEnd => ({ result: 'left-out' })

/** How a step ended whose tags were not begun: its content may be there, but nothing points at it. */
export function untaggedStep(
  step: PlanStep,
  content: readonly ContentOutcome[],
  ending: 'failed' | 'cancelled',
): AppliedStep {
  const outcome = outcomeOf(step, content)
  if (step.kind === 'unchanged') return { record: unchangedStep(step), errors: [] }
  if (outcome?.kind === 'ready') {
    return { record: outcomeStep(step, ending, notBegun, outcome.ready), errors: [] }
  }
  // What it was left out for stood in its way before the run began, and is told there.
  if (outcome === undefined) return { record: outcomeStep(step, ending, leftOut), errors: [] }
  const isOwn = outcome.error.code !== 'cancelled'
  return {
    record: outcomeStep(step, isOwn ? 'failed' : 'cancelled', notBegun),
    errors: isOwn ? [outcome.error] : [],
  }
}

/** How a step ended after the tag phase; it is promoted only when each of its tags is where it was to be. Pure. */
export function taggedStep(
  step: PlanStep,
  content: readonly ContentOutcome[],
  tags: readonly TagOutcome[],
  purpose?: Purpose,
): AppliedStep {
  const outcome = outcomeOf(step, content)
  if (outcome?.kind !== 'ready') return untaggedStep(step, content, 'failed')
  const own = tags.filter((tag) => tag.move.ready.step === step)
  const ends = new Map(own.map((tag) => [tag.move.tag.tag, endOf(tag)]))
  const record = outcomeStep(
    step,
    endingOf(step, own, purpose),
    ({ tag }) => ends.get(tag) ?? notBegun(),
    outcome.ready,
  )
  return {
    record,
    errors: own.flatMap((tag) => ('error' in tag && tag.error !== undefined ? [tag.error] : [])),
  }
}

function endingOf(
  step: PlanStep,
  tags: readonly TagOutcome[],
  purpose: Purpose | undefined,
): OutcomeStep['outcome'] {
  const has = (...kinds: readonly TagOutcome['kind'][]): boolean =>
    tags.some(({ kind }) => kinds.includes(kind))
  if (!has('restored', 'left', 'overtaken', 'failed', 'unknown', 'left-out', 'not-begun')) {
    return purpose === undefined || step.kind === 'unchanged' ? ENDINGS[step.kind] : doneOutcome(purpose)
  }
  if (has('left')) return 'left'
  if (has('moved')) return 'partial'
  if (has('restored')) return 'restored'
  return has('overtaken', 'failed', 'unknown', 'left-out') ? 'failed' : 'cancelled'
}

/** How a step ends whose tags are all where they were to be. */
const ENDINGS: Readonly<Record<PlanStep['kind'], OutcomeStep['outcome']>> = {
  copy: 'promoted',
  retag: 'promoted',
  referrers: 'completed',
  record: 'recorded',
  unchanged: 'unchanged',
}

/** A tag that held the new digest already replaced nothing. */
function endOf({ kind, move }: TagOutcome): TagEnd {
  return kind === 'unchanged' ? { result: kind, old: wantedOf(move) } : { result: kind }
}

/** `api 1.4.2 1.4 · worker 3.0.0`. */
export function tagSummary(tags: readonly TagOutcome[]): string {
  const byImage = new Map<string, string[]>()
  for (const outcome of tags) {
    if (outcome.kind !== 'moved' && outcome.kind !== 'unchanged') continue
    const { step } = outcome.move.ready
    byImage.set(step.image, [...(byImage.get(step.image) ?? []), outcome.move.tag.tag])
  }
  return [...byImage].map(([image, names]) => `${image} ${names.join(' ')}`).join(' · ')
}

/** A sentence for each tag that moved and was not put back, although it was to be. */
export function leftBehind(tags: readonly TagOutcome[]): readonly string[] {
  return tags.flatMap((outcome) => {
    const { ready, tag } = outcome.move
    const place = `${ready.step.destination.repository}:${tag.tag}`
    switch (outcome.kind) {
      case 'left':
        return [
          `${place} was ${wantedOf(outcome.move) === null ? 'taken away and stays so' : `moved to ${ready.manifest.descriptor.digest} and stays there`}: ${outcome.reason.replace(/\.$/, '')}.`,
        ]
      case 'overtaken':
        return outcome.error === undefined ? [`${place} was not put back: ${outcome.reason}.`] : []
      case 'unknown':
        return [
          `${place}: what it holds is not known. It stays held until the run is run again, or the entry abandoned.`,
        ]
      case 'stays':
        return [
          `${place} was not there before, and stays: ${outcome.reason.replace(/\.$/, '')}. A hold denies what it holds.`,
        ]
      case 'moved':
      case 'unchanged':
      case 'restored':
      case 'not-begun':
      case 'failed':
      case 'left-out':
        return []
      default:
        return outcome satisfies never
    }
  })
}

/** The failures that are causes, not consequences. */
export function causes(applied: readonly AppliedStep[]): readonly PromoteError[] {
  return applied.flatMap(({ errors }) => errors.filter(({ message }) => message !== STOPPED.message))
}

function outcomeOf(step: PlanStep, content: readonly ContentOutcome[]): ContentOutcome | undefined {
  return content.find((one) => (one.kind === 'ready' ? one.ready.step : one.running.step) === step)
}
