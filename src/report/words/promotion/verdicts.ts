import { lets, type Verdict } from '../../../model/gates/verdict.ts'
import type { Mark } from '../signs.ts'
import { timeText } from '../units.ts'

/** The mark of an answer: what was passed over by a person is no pass, and stands in no way. */
export function verdictMark(verdict: Verdict): Mark {
  if (verdict.answer === 'pass') return 'done'
  return lets(verdict) ? 'moved' : 'denied'
}

/** What a gate says, as sentences: the reason, when it will pass, who passed it over and why. */
export function verdictText(
  { reason, answer, readyAt, overridden }: Verdict,
  options: { readonly timeZone?: string; readonly now: Date },
): string {
  const unknown = answer === 'unknown' && overridden === undefined ? ' (not known, which denies)' : ''
  const isOver = answer === 'pass' || overridden !== undefined
  const ready = readyAt === undefined || isOver ? '' : ` Ready ${timeText(readyAt, options)}.`
  const over = overridden === undefined ? '' : ` Overridden: ${overridden.reason}`
  return `${reason}${unknown}${ready}${over}`
}
