import type { OutcomeStep } from '../../model/ledger/steps.ts'
import type { Mark } from './signs.ts'

type Outcome = OutcomeStep['outcome']

/** In the order a reader cares. */
const WORDS: Readonly<Record<Outcome, string>> = {
  promoted: 'promoted',
  repaired: 'repaired',
  'rolled-back': 'rolled back',
  partial: 'promoted in part',
  completed: 'completed',
  recorded: 'made current',
  unchanged: 'in step',
  restored: 'put back',
  left: 'left as tagged',
  failed: 'failed',
  cancelled: 'cancelled',
}

/** How a step ended, in a word or two. */
export function outcomeText(outcome: Outcome): string {
  return WORDS[outcome]
}

/** Sign and colour of how a step ended. */
export function outcomeMark(outcome: Outcome): Mark {
  switch (outcome) {
    case 'promoted':
    case 'repaired':
    case 'rolled-back':
    case 'completed':
    case 'recorded':
      return 'done'
    case 'unchanged':
      return 'same'
    case 'partial':
    case 'restored':
    case 'left':
    case 'failed':
    case 'cancelled':
      return 'denied'
    default:
      return outcome satisfies never
  }
}

/** How many steps ended how: `2 promoted, 1 in step`, as a list. */
export function outcomeCounts(steps: readonly OutcomeStep[]): string[] {
  return Object.entries(WORDS).flatMap(([outcome, word]) => {
    const count = steps.filter((step) => step.outcome === outcome).length
    return count === 0 ? [] : [`${count} ${word}`]
  })
}
