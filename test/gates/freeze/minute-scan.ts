const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** What the clocks of a zone show, minute by minute: written out by Intl, and compared as text. */
export class MinuteScan {
  readonly from: number
  /** The latest that was shown until a minute, and the earliest that is shown from it on. */
  readonly #latest: readonly string[]
  readonly #earliest: readonly string[]

  constructor(zone: string, from: number, to: number) {
    this.from = Math.floor(from / MINUTE) * MINUTE
    const format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      dateStyle: 'short',
      timeStyle: 'short',
    })
    const shown = Array.from({ length: Math.floor((to - this.from) / MINUTE) }, (_, index) =>
      format.format(this.from + index * MINUTE),
    )
    this.#latest = running(shown, (known, next) => known < next)
    this.#earliest = running(shown.toReversed(), (known, next) => next < known).toReversed()
  }

  /** Whether the clocks have shown the beginning of one of the windows by then, and will show a time before its end. */
  isFrozen(windows: readonly string[], instant: number): boolean {
    const index = Math.floor((instant - this.from) / MINUTE)
    const latest = this.#latest[index]
    const earliest = this.#earliest[index]
    if (latest === undefined || earliest === undefined) throw new Error('That minute was not looked at.')
    return windows
      .flatMap((window) => occurrences(window, instant))
      .some(([begin, end]) => begin <= latest && earliest < end)
  }

  /** The first minute after an instant at which no window holds; undefined where there is none in what was looked at. */
  opens(windows: readonly string[], instant: number): number | undefined {
    for (let at = Math.ceil(instant / MINUTE) * MINUTE; at < this.#end; at += MINUTE) {
      if (!this.isFrozen(windows, at)) return at
    }
    return undefined
  }

  /** The first minute after an instant at which a window holds. */
  freezes(windows: readonly string[], instant: number): number | undefined {
    for (let at = Math.ceil(instant / MINUTE) * MINUTE; at < this.#end; at += MINUTE) {
      if (this.isFrozen(windows, at)) return at
    }
    return undefined
  }

  get #end(): number {
    return this.from + this.#latest.length * MINUTE
  }
}

/** A change of a zone's clocks: when, and what they show then, both as milliseconds. */
export interface Change {
  readonly at: number
  readonly shown: number
}

/** The changes of a zone's clocks between two days, as the name of its offset has them. */
export function changesOf(zone: string, from: number, to: number): readonly Change[] {
  const names = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
  const name = (at: number): string =>
    names.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  const changes: Change[] = []
  for (let day = from; day < to; day += DAY) {
    if (name(day) === name(day + DAY)) continue
    let at = day
    while (name(at) === name(day)) at += 15 * MINUTE
    changes.push({ at, shown: Date.parse(`${format.format(at).replace(' ', 'T')}Z`) })
  }
  return changes
}

function running(
  values: readonly string[],
  replaces: (known: string, next: string) => boolean,
): readonly string[] {
  let known = values[0] ?? ''
  return values.map((value) => {
    if (replaces(known, value)) known = value
    return known
  })
}

const known = new Map<string, readonly (readonly [string, string])[]>()

/** Where a window begins and ends, as text that sorts: for one of each week, of the weeks around an instant. */
function occurrences(window: string, instant: number): readonly (readonly [string, string])[] {
  const day = Math.floor(instant / DAY)
  const key = `${day} ${window}`
  const made = known.get(key) ?? makeOccurrences(window, day)
  known.set(key, made)
  return made
}

function makeOccurrences(window: string, day: number): readonly (readonly [string, string])[] {
  const [begin = '', end = ''] = window.split('/')
  if (/^\d/.test(begin)) return [[dateTime(begin), dateTime(end)]]
  const beginDay = DAYS.indexOf(begin.slice(0, 3))
  const span = (DAYS.indexOf(end.slice(0, 3)) - beginDay + 7) % 7
  const isWeek = span === 0 && end.slice(4) <= begin.slice(4)
  return Array.from({ length: 19 }, (_, index) => day - 9 + index)
    .filter((at) => new Date(at * DAY).getUTCDay() === beginDay)
    .map((at) => [`${dateOf(at)} ${begin.slice(4)}`, `${dateOf(at + (isWeek ? 7 : span))} ${end.slice(4)}`])
}

function dateTime(text: string): string {
  return text.length === 10 ? `${text} 00:00` : text.replace('T', ' ')
}

function dateOf(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10)
}
