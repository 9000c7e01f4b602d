import type { OpenIntent } from '../../../model/ledger/ledger.ts'
import type {
  LedgerStep,
  LedgerTag,
  OutcomeStep,
  OutcomeTag,
  StepOutcome,
} from '../../../model/ledger/steps.ts'
import type { AppliedStep } from './outcomes.ts'

/**
 * The steps with the tags that crashed runs had moved already, which this run only found: they are `moved`, from what
 * their intent says they held. Without it no entry would ever say so, for the outcome names these intents and closes
 * them. Pure.
 * @param done how a step ends that this run carried out whole
 */
export function withTakenOver(
  applied: readonly AppliedStep[],
  crashed: readonly OpenIntent[],
  done: StepOutcome,
): readonly AppliedStep[] {
  if (crashed.length === 0) return applied
  return applied.map((one) => ({ ...one, record: takenOver(one.record, crashed, done) }))
}

function takenOver(record: OutcomeStep, crashed: readonly OpenIntent[], done: StepOutcome): OutcomeStep {
  let begun: LedgerStep | undefined
  const tags = record.tags.map((tag): OutcomeTag => {
    if (tag.result !== 'unchanged') return tag
    const found = stepThatMoves(record, tag, crashed)
    if (found === undefined) return tag
    begun ??= found.step
    return { ...tag, old: found.old, result: 'moved' }
  })
  if (begun === undefined) return record
  const { referrers } = begun
  const outcome = ENDED[record.outcome] ?? done
  // What came along came with the crashed run where this one had nothing to bring.
  const along = record.outcome !== 'unchanged' || referrers === undefined ? {} : { referrers }
  return { ...record, ...along, tags, outcome }
}

/** How a step ended one of whose tags a crashed run had moved; null: it is done. */
const ENDED: Readonly<Record<StepOutcome, StepOutcome | null>> = {
  promoted: null,
  repaired: null,
  'rolled-back': null,
  partial: 'partial',
  completed: null,
  recorded: null,
  unchanged: null,
  failed: 'partial',
  restored: 'partial',
  left: 'left',
  cancelled: 'partial',
}

/** The oldest of these intents that moves the tag to this digest: what the tag held then is what it held before them all. */
function stepThatMoves(
  { destination }: OutcomeStep,
  wanted: OutcomeTag,
  crashed: readonly OpenIntent[],
): { readonly step: LedgerStep; readonly old: OutcomeTag['old'] } | undefined {
  // An intent that only records holds what the tag held already.
  const isMoved = (one: LedgerTag): boolean =>
    one.tag === wanted.tag && one.new === wanted.new && one.old !== one.new
  for (const { entry } of crashed) {
    for (const step of entry.steps) {
      if (step.destination !== destination) continue
      const tag = step.tags.find(isMoved)
      if (tag !== undefined) return { step, old: tag.old }
    }
  }
  return undefined
}
