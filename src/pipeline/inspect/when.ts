import { PromoteError } from '../../support/errors.ts'

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const

/**
 * The time a person means: a time, an age before `now`, or a date, which is a day in the machine's zone.
 * @param edge which end of a day a date means
 * @throws PromoteError `usage` when it is none of them
 */
export function timeOf(text: string, edge: 'begin' | 'end', now: Date): Date {
  const age = /^(\d{1,6})([mhdw])$/.exec(text)
  if (age !== null) {
    const unit = UNITS[age[2] as keyof typeof UNITS]
    return new Date(now.getTime() - Number(age[1]) * unit)
  }
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const isTime = /^\d{4}-\d{2}-\d{2}[T ]/.test(text)
  const time = isDate ? new Date(`${text}T00:00`) : isTime ? new Date(text) : undefined
  // A day that its month does not have is taken for one of the next month.
  if (
    time === undefined ||
    Number.isNaN(time.getTime()) ||
    (isDate && time.getDate() !== Number(text.slice(8)))
  ) {
    throw new PromoteError('usage', `"${text}" is not a time.`, {
      hint: 'Write a date (2026-11-01), a time (2026-11-01T12:00Z) or an age (12h, 30d).',
    })
  }
  if (!isDate || edge === 'begin') return time
  // Days have 23 or 25 hours where clocks change.
  return new Date(time.getFullYear(), time.getMonth(), time.getDate() + 1, 0, 0, 0, -1)
}
