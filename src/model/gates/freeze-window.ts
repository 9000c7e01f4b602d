const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** Milliseconds of a week, in which no clock is changed. */
const WEEK = 7 * DAY

/** A Monday. */
const FIRST_MONDAY = Date.UTC(1970, 0, 5)

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/**
 * A window in which nothing is promoted, in what the clocks of a zone show: as milliseconds, as though they were UTC's. Its
 * end is not part of it.
 */
export type FreezeWindow =
  /** `begin`: since Monday 00:00; `end`: later by a week at most, and so at most two weeks after that Monday. */
  | { readonly kind: 'weekly'; readonly begin: number; readonly end: number }
  | { readonly kind: 'dates'; readonly begin: number; readonly end: number }

/** What is wrong with a window, in one sentence. */
export interface WindowProblem {
  readonly kind: 'problem'
  readonly message: string
  readonly hint: string
  /** The part of the text that is wrong; all of it where absent. */
  readonly part?: string
}

const WRITTEN =
  'Write a window of each week (Fri 15:00/Mon 07:00) or of dates (2026-12-19/2027-01-04), which may have times (2026-12-19T15:00).'

/**
 * Reads a window: `Fri 15:00/Mon 07:00` each week, `2026-12-19/2027-01-04` once, where a date is its 00:00 and may have a
 * time (`2026-12-19T15:00`). `24:00` is the end of a day.
 */
export function readWindow(text: string): FreezeWindow | WindowProblem {
  const [first, second, ...more] = text.split('/')
  if (first === undefined || second === undefined || more.length > 0) {
    return problem(`"${text}" is no window: it has no beginning and end with a "/" between them.`, WRITTEN)
  }
  const begin = pointOf(first.trim())
  const end = pointOf(second.trim())
  if (begin.kind === 'problem') return begin
  if (end.kind === 'problem') return end
  if (begin.kind !== end.kind) {
    return problem(`"${text}" has a day of the week at one end and a date at the other.`, WRITTEN)
  }
  if (begin.isEndOfDay) {
    return { ...problem('A window cannot begin at 24:00.', 'Write 00:00 of the next day.'), part: first }
  }
  if (begin.at === end.at) {
    const hint =
      begin.kind === 'dates' && !/:/.test(text)
        ? `The end is not part of it: for that day write ${first.trim()}/${dateText(end.at + DAY)}.`
        : 'Its end has to be later than its beginning.'
    return problem(`The window "${text}" is empty.`, hint)
  }
  if (begin.kind === 'weekly') {
    return { kind: 'weekly', begin: begin.at, end: end.at > begin.at ? end.at : end.at + WEEK }
  }
  if (end.at < begin.at) {
    return problem(`The window "${text}" ends before it begins.`, 'Write its beginning first.')
  }
  return { kind: 'dates', begin: begin.at, end: end.at }
}

/** Where a window of each week begins and ends, of all weeks that have to do with the time between two, in order. */
export function weeksOf(
  { begin, end }: Extract<FreezeWindow, { kind: 'weekly' }>,
  from: number,
  to: number,
): readonly { readonly begin: number; readonly end: number }[] {
  const first = Math.floor((from - FIRST_MONDAY - end) / WEEK)
  const last = Math.floor((to - FIRST_MONDAY - begin) / WEEK)
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const monday = FIRST_MONDAY + (first + index) * WEEK
    return { begin: monday + begin, end: monday + end }
  })
}

/** Whether windows of each week leave no minute of it. */
export function coverWeek(windows: readonly FreezeWindow[]): boolean {
  const weekly = windows.flatMap((window) => (window.kind === 'weekly' ? [window] : []))
  const ends = weekly
    .flatMap(({ begin, end }) => [
      { begin: begin - WEEK, end: end - WEEK },
      { begin, end },
    ])
    .toSorted((a, b) => a.begin - b.begin)
  let covered = 0
  for (const { begin, end } of ends) if (begin <= covered) covered = Math.max(covered, end)
  return covered >= WEEK
}

interface Point {
  readonly kind: FreezeWindow['kind']
  readonly at: number
  readonly isEndOfDay: boolean
}

function pointOf(text: string): Point | WindowProblem {
  const weekly = /^([A-Za-z]+) +(\S+)$/.exec(text)
  if (weekly !== null) return weekdayPoint(text, weekly[1] ?? '', weekly[2] ?? '')
  const [, date, time] = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}))?$/.exec(text) ?? []
  if (date === undefined) {
    const hint = /(Z|[+-]\d{2}:?\d{2})$/.test(text) ? 'Times are those of "timezone".' : WRITTEN
    return { ...problem(`"${text}" is neither a day of the week with a time nor a date.`, hint), part: text }
  }
  const day = dayOf(date)
  const minutes = time === undefined ? 0 : minutesOf(time)
  if (day === undefined) return { ...problem(`There is no day ${date}.`, WRITTEN), part: date }
  if (minutes === undefined) return noTime(time ?? '')
  return { kind: 'dates', at: day + minutes * MINUTE, isEndOfDay: minutes === 24 * 60 }
}

function weekdayPoint(text: string, name: string, time: string): Point | WindowProblem {
  const day = DAYS.indexOf(name)
  if (day < 0) {
    const meant = DAYS.find((known) => name.toLowerCase().startsWith(known.toLowerCase()))
    const hint = meant === undefined ? `Days are ${DAYS.join(', ')}.` : `Write ${meant}.`
    return { ...problem(`"${name}" is no day of the week.`, hint), part: text }
  }
  const minutes = minutesOf(time)
  if (minutes === undefined) return noTime(time)
  return { kind: 'weekly', at: day * DAY + minutes * MINUTE, isEndOfDay: minutes === 24 * 60 }
}

function noTime(text: string): WindowProblem {
  return {
    ...problem(`"${text}" is no time of a day.`, 'Write hours and minutes: 07:00, 24:00.'),
    part: text,
  }
}

/** Minutes since 00:00; undefined for a text that is no time of a day. */
function minutesOf(text: string): number | undefined {
  const [, hours, minutes] = /^(\d{2}):(\d{2})$/.exec(text) ?? []
  if (hours === undefined || Number(minutes) > 59) return undefined
  const total = Number(hours) * 60 + Number(minutes)
  return total <= 24 * 60 ? total : undefined
}

/** 00:00 of a date; undefined for one that no calendar has, and for years that can only be a slip. */
function dayOf(date: string): number | undefined {
  const at = Date.parse(`${date}T00:00:00Z`)
  const isDay = !Number.isNaN(at) && dateText(at) === date
  return isDay && at >= Date.UTC(1970, 0, 2) ? at : undefined
}

function dateText(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

function problem(message: string, hint: string): WindowProblem {
  return { kind: 'problem', message, hint }
}
