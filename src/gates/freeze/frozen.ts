import { type FreezeWindow, weeksOf } from '../../model/gates/freeze-window.ts'
import type { ZoneClock } from '../../support/time/zone-clock.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** No zone's clocks are further than this from UTC's, or from what they showed before a change. */
const REACH = 26 * HOUR

/** How far ahead the next freeze is looked for. */
const AHEAD = 8 * DAY

/** A window as the promotion file has it. */
export interface WrittenWindow {
  readonly text: string
  readonly window: FreezeWindow
}

/** Whether windows hold at an instant. Instants are milliseconds since 1970 in UTC. */
export type Frozen =
  | {
      readonly isFrozen: true
      /** The windows that hold now, as written. */
      readonly by: readonly string[]
      /** The first instant at which none holds, whichever follow on each other until then. */
      readonly opens: number
    }
  | {
      readonly isFrozen: false
      /** When the next window begins; undefined where none does within a week, or later by a date. */
      readonly freezes: number | undefined
    }

/**
 * What windows say at an instant. A window begins when the clocks of its zone first show its beginning or a later time, and
 * ends when they last show a time before its end. So an hour that comes twice belongs to it as a whole, and one that is
 * left out takes nothing away but itself.
 */
export function frozenAt(windows: readonly WrittenWindow[], clock: ZoneClock, now: number): Frozen {
  const holding = windows.filter(({ window }) => endOf(window, clock, now) !== undefined)
  if (holding.length === 0) return { isFrozen: false, freezes: nextBegin(windows, clock, now) }
  let opens = now
  for (;;) {
    const ends = windows.map(({ window }) => endOf(window, clock, opens) ?? opens)
    const latest = Math.max(...ends)
    if (latest === opens) break
    opens = latest
  }
  return { isFrozen: true, by: holding.map(({ text }) => text), opens }
}

/** When the window that holds at an instant ends; undefined where it does not hold. */
function endOf(window: FreezeWindow, clock: ZoneClock, instant: number): number | undefined {
  const ends = timesOf(window, instant - REACH, instant + REACH).flatMap(({ begin, end }) => {
    if (clock.reaches(begin) > instant) return []
    const ending = clock.passes(end)
    return ending > instant ? [ending] : []
  })
  return ends.length === 0 ? undefined : Math.max(...ends)
}

/** When the first window after an instant begins. */
function nextBegin(windows: readonly WrittenWindow[], clock: ZoneClock, instant: number): number | undefined {
  const begins = windows.flatMap(({ window }) => {
    const to = window.kind === 'weekly' ? instant + AHEAD + REACH : window.begin
    const ahead = timesOf(window, instant - REACH, to).flatMap(({ begin, end }) => {
      const beginning = clock.reaches(begin)
      return beginning > instant && clock.passes(end) > beginning ? [beginning] : []
    })
    return ahead.slice(0, 1)
  })
  return begins.length === 0 ? undefined : Math.min(...begins)
}

/** Where a window begins and ends, as far as it has to do with the time between two. */
function timesOf(
  window: FreezeWindow,
  from: number,
  to: number,
): readonly { readonly begin: number; readonly end: number }[] {
  const times = window.kind === 'weekly' ? weeksOf(window, from, to) : [window]
  return times.filter(({ begin, end }) => begin <= to && end >= from)
}
