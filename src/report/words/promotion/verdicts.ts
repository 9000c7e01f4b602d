import { lets, type Verdict } from '../../../model/gates/verdict.ts'
import type { Mark } from '../signs.ts'
import { stepName } from '../steps.ts'
import { timeText } from '../units.ts'

const MINUTE = 60_000

/** Lines of what passed one gate; when there would be more, one line says how many images passed. */
const PASSED_LINES = 5

/** Verdicts that say the same of several images. */
export interface VerdictGroup {
  readonly first: Verdict
  /** `api:1.4.2`, each once. */
  readonly images: readonly string[]
}

/**
 * Verdicts with the same answer and reason together, passed ones first, then what was passed over, what is unknown, and
 * what denies.
 * @param folded whether a gate that many images passed, each for a reason of its own, is one group
 */
export function verdictGroups(verdicts: readonly Verdict[], folded = false): readonly VerdictGroup[] {
  const groups = Map.groupBy(
    folded ? fold(verdicts) : verdicts,
    ({ gate, answer, reason, readyAt, overridden }) =>
      JSON.stringify([gate, answer, reason, readyAt, overridden?.reason]),
  )
  return [...groups.values()]
    .toSorted((a, b) => rank(a[0]) - rank(b[0]))
    .flatMap((group) => {
      const [first] = group
      if (first === undefined) return []
      return [{ first, images: [...new Set(group.map(({ image, tag }) => stepName(image, tag)))] }]
    })
}

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
  const ready = readyAt === undefined || isOver ? '' : ` Ready ${timeText(wholeMinute(readyAt), options)}.`
  const over = overridden === undefined ? '' : ` Overridden: ${overridden.reason}`
  return `${reason}${unknown}${ready}${over}`
}

/** The minute at which a time is past, for it is shown without its seconds: who comes then is not too early. */
export function wholeMinute(iso: string): string {
  const at = Date.parse(iso)
  return Number.isNaN(at) ? iso : new Date(Math.ceil(at / MINUTE) * MINUTE).toISOString()
}

function fold(verdicts: readonly Verdict[]): readonly Verdict[] {
  const passed = Map.groupBy(
    verdicts.filter(({ answer }) => answer === 'pass'),
    ({ gate }) => gate,
  )
  const isMany = (gate: string): boolean =>
    new Set(passed.get(gate)?.map(({ reason }) => reason)).size > PASSED_LINES
  return verdicts.map((verdict) =>
    verdict.answer === 'pass' && isMany(verdict.gate) ? { ...verdict, reason: 'passed.' } : verdict,
  )
}

function rank(verdict: Verdict | undefined): number {
  if (verdict === undefined) return 3
  if (lets(verdict)) return verdict.answer === 'pass' ? 0 : 1
  return verdict.answer === 'unknown' ? 2 : 3
}
