const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** No zone was ever further than this from UTC, with the hours around a change of its clocks. */
const REACH = 26 * HOUR

/** Zones change their clocks at most once in this time. */
const STEP = 13 * HOUR

/** Some time in which a zone's clocks are not changed. */
interface Stretch {
  /** Instants; `to` is not part of it. */
  readonly from: number
  readonly to: number
  /** What clocks show less what UTC's do. */
  readonly offset: number
}

/**
 * The clocks on the walls of one time zone, with its summer time, from Node's own copy of the IANA time zone database. What
 * they show is told as the instant at which UTC's would show the same, in milliseconds.
 */
export class ZoneClock {
  readonly #format: Intl.DateTimeFormat
  /** Stretches by what they are around: whoever asks about many windows asks about the same times again. */
  readonly #known = new Map<number, readonly Stretch[]>()

  /** @throws RangeError for a zone that is not known; {@link isZone} tells */
  constructor(zone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  }

  /** What the clocks show at an instant. */
  shows(instant: number): number {
    const parts = new Map(this.#format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
    const seconds = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    )
    return seconds + (((instant % 1000) + 1000) % 1000)
  }

  /**
   * The first instant at which the clocks show this time or a later one: where they show it twice, the first time; where
   * they leave it out, when they do so.
   */
  reaches(time: number): number {
    const found = this.#around(time).find(({ to, offset }) => to + offset > time)
    return found === undefined ? time : Math.max(found.from, time - found.offset)
  }

  /**
   * The instant from which on the clocks never again show an earlier time than this: where they show it twice, the last
   * time, unless nothing before it comes back; where they leave it out, when they do so.
   */
  passes(time: number): number {
    const found = this.#around(time).findLast(({ from, offset }) => from + offset < time)
    return found === undefined ? time : Math.min(found.to, time - found.offset)
  }

  /** The time around that at which UTC's clocks show `time`, cut where the zone's are changed. */
  #around(time: number): readonly Stretch[] {
    const known = this.#known.get(time) ?? this.#cut(time)
    this.#known.set(time, known)
    return known
  }

  #cut(time: number): readonly Stretch[] {
    const begin = time - REACH
    const end = time + REACH
    const changes: number[] = []
    for (let at = begin; at < end; at += STEP) changes.push(...this.#changes(at, at + STEP))
    const cuts = [begin, ...changes, end]
    return cuts.slice(1).map((to, index) => {
      const from = cuts[index] ?? begin
      return { from, to, offset: this.#offset(from) }
    })
  }

  /** When the clocks are changed after `from`, until `to`. */
  #changes(from: number, to: number): readonly number[] {
    const offset = this.#offset(from)
    if (this.#offset(to) === offset) return []
    let before = from
    let after = to
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2)
      if (this.#offset(middle) === offset) before = middle
      else after = middle
    }
    return [after, ...this.#changes(after, to)]
  }

  #offset(instant: number): number {
    return this.shows(instant) - instant
  }
}

/** Whether a text names a zone of the IANA time zone database. An offset such as `+01:00` has no summer time and is none. */
export function isZone(text: string): boolean {
  if (!/^[A-Za-z]/.test(text)) return false
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: text }).resolvedOptions().timeZone !== ''
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/** The names of zones that can be suggested. */
export function knownZones(): readonly string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone')]
}
