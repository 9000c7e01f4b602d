import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { frozenAt, type WrittenWindow } from '../../../src/gates/freeze/frozen.ts'
import { coverWeek, readWindow } from '../../../src/model/gates/freeze-window.ts'
import { ZoneClock } from '../../../src/support/time/zone-clock.ts'
import { changesOf, MinuteScan } from './minute-scan.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** Zones, and how often their clocks change in two years at least. */
const ZONES = [
  ['Europe/Oslo', 4],
  ['Europe/London', 4],
  ['America/New_York', 4],
  ['America/St_Johns', 4],
  // By half an hour.
  ['Australia/Lord_Howe', 4],
  // A quarter of an hour beside the others.
  ['Pacific/Chatham', 4],
  // At midnight: the day begins at 01:00, or 23:00 comes twice.
  ['Africa/Cairo', 4],
  ['Asia/Beirut', 4],
  ['America/Santiago', 4],
  // At midnight, and 00:00 comes twice.
  ['America/Havana', 4],
  // By two hours.
  ['Antarctica/Troll', 4],
  ['Asia/Jerusalem', 4],
  // None.
  ['Asia/Kathmandu', 0],
  ['Asia/Tokyo', 0],
  ['UTC', 0],
] as const

const FROM = Date.UTC(2026, 0, 1, 12)

describe.each(ZONES)('%s', (zone, least) => {
  test('windows hold when a scan of all minutes says so', () => {
    const changes = changesOf(zone, FROM, FROM + 730 * DAY)
    expect(changes.length).toBeGreaterThanOrEqual(least)
    expect(least > 0 || changes.length === 0).toBe(true)
    const clock = new ZoneClock(zone)
    const days = changes.length === 0 ? [{ at: FROM, shown: clock.shows(FROM) }] : changes.slice(0, 2)
    for (const { at: change, shown } of days) {
      const scan = new MinuteScan(zone, change - 3 * DAY, change + 4 * DAY)
      fc.assert(
        fc.property(
          windowsAround(shown),
          fc.integer({ min: -DAY / MINUTE, max: (2 * DAY) / MINUTE }),
          (texts, minutes) => {
            const windows = texts.map(written)
            const now = change + minutes * MINUTE
            const answer = frozenAt(windows, clock, now)
            expect({ texts, now: new Date(now), isFrozen: answer.isFrozen }).toEqual({
              ...{ texts, now: new Date(now) },
              isFrozen: scan.isFrozen(texts, now),
            })
            const at = answer.isFrozen ? answer.opens : answer.freezes
            const scanned = answer.isFrozen ? scan.opens(texts, now) : scan.freezes(texts, now)
            if (scanned !== undefined) expect({ texts, at }).toEqual({ texts, at: scanned })
            else expect(at ?? Number.POSITIVE_INFINITY).toBeGreaterThan(change + 3.9 * DAY)
          },
        ),
        { numRuns: 30 },
      )
    }
  })
})

/** Windows that begin or end around what the clocks show, some of them in the hours that come twice or never. */
function windowsAround(shown: number) {
  const quarters = (least: number, most: number) =>
    fc.integer({ min: least, max: most }).map((count) => shown + count * 15 * MINUTE)
  const end = fc.oneof(quarters(-300, 300), quarters(-12, 12))
  const weekly = fc.tuple(end, end).map(([a, b]) => `${weekday(a)}/${weekday(b)}`)
  const dates = fc.tuple(end, end).map(([a, b]) => `${local(Math.min(a, b))}/${local(Math.max(a, b))}`)
  const days = fc
    .tuple(end, fc.constantFrom(1, 2))
    .map(([a, count]) => `${local(a).slice(0, 10)}/${local(a + count * DAY).slice(0, 10)}`)
  return fc
    .array(fc.oneof(weekly, weekly, dates, days), { minLength: 1, maxLength: 4 })
    .map((texts) => texts.filter((text) => readWindow(text).kind !== 'problem'))
    .filter((texts) => texts.length > 0 && !coverWeek(texts.map((text) => written(text).window)))
}

function weekday(at: number): string {
  const date = new Date(at)
  return `${DAYS[(date.getUTCDay() + 6) % 7]} ${date.toISOString().slice(11, 16)}`
}

function local(at: number): string {
  return new Date(at).toISOString().slice(0, 16)
}

function written(text: string): WrittenWindow {
  const window = readWindow(text)
  if (window.kind === 'problem') throw new Error(window.message)
  return { text, window }
}

const told: readonly (readonly [string, string, string, string, string])[] = [
  // Why, zone, window, its first instant, the first after it.
  ['an ordinary week end', 'Europe/Oslo', 'Fri 15:00/Mon 07:00', '2026-11-27T14:00Z', '2026-11-30T06:00Z'],
  ['over midnight', 'Asia/Tokyo', 'Wed 22:00/Thu 06:00', '2026-11-25T13:00Z', '2026-11-25T21:00Z'],
  [
    'a week end that loses an hour',
    'Europe/Oslo',
    'Fri 15:00/Mon 07:00',
    '2026-03-27T14:00Z',
    '2026-03-30T05:00Z',
  ],
  [
    'a week end that gains one',
    'Europe/Oslo',
    'Fri 15:00/Mon 07:00',
    '2026-10-23T13:00Z',
    '2026-10-26T06:00Z',
  ],
  [
    'a beginning that is left out',
    'Europe/Oslo',
    'Sun 02:30/Sun 05:00',
    '2026-03-29T01:00Z',
    '2026-03-29T03:00Z',
  ],
  ['an end that is left out', 'Europe/Oslo', 'Sun 00:00/Sun 02:30', '2026-03-28T23:00Z', '2026-03-29T01:00Z'],
  [
    'a beginning that comes twice',
    'Europe/Oslo',
    'Sun 02:30/Sun 05:00',
    '2026-10-25T00:30Z',
    '2026-10-25T04:00Z',
  ],
  ['an end that comes twice', 'Europe/Oslo', 'Sun 00:00/Sun 02:30', '2026-10-24T22:00Z', '2026-10-25T01:30Z'],
  [
    'a change by half an hour',
    'Australia/Lord_Howe',
    'Sun 01:45/Sun 03:00',
    '2026-04-04T14:45Z',
    '2026-04-04T16:30Z',
  ],
  [
    'dates from winter into winter',
    'Europe/Oslo',
    '2026-12-19/2027-01-04',
    '2026-12-18T23:00Z',
    '2027-01-03T23:00Z',
  ],
  [
    'dates from winter into summer',
    'America/New_York',
    '2026-03-01/2026-04-01',
    '2026-03-01T05:00Z',
    '2026-04-01T04:00Z',
  ],
  ['a day without 00:00', 'Africa/Cairo', '2026-04-24/2026-04-25', '2026-04-23T22:00Z', '2026-04-24T21:00Z'],
  [
    'a day that ends twice',
    'Africa/Cairo',
    '2026-10-29/2026-10-30',
    '2026-10-28T21:00Z',
    '2026-10-29T22:00Z',
  ],
  [
    'a day that begins twice',
    'America/Havana',
    '2026-11-01/2026-11-02',
    '2026-11-01T04:00Z',
    '2026-11-02T05:00Z',
  ],
  ['the day before it', 'America/Havana', '2026-10-31/2026-11-01', '2026-10-31T04:00Z', '2026-11-01T04:00Z'],
  [
    'a day that was left out',
    'Pacific/Apia',
    '2011-12-29/2011-12-31',
    '2011-12-29T10:00Z',
    '2011-12-30T10:00Z',
  ],
  [
    'date-times',
    'Asia/Kathmandu',
    '2026-12-24T15:00/2026-12-27T07:30',
    '2026-12-24T09:15Z',
    '2026-12-27T01:45Z',
  ],
  ['a whole week but an hour', 'UTC', 'Mon 08:00/Mon 07:00', '2026-11-23T08:00Z', '2026-11-30T07:00Z'],
]

test.each(told)('%s: %s, %s', (_why, zone, text, first, after) => {
  const clock = new ZoneClock(zone)
  const windows = [written(text)]
  const begin = Date.parse(first)
  const end = Date.parse(after)
  expect(frozenAt(windows, clock, begin - 1)).toEqual({ isFrozen: false, freezes: begin })
  for (const at of [begin, end - 1]) {
    expect(frozenAt(windows, clock, at)).toEqual({ isFrozen: true, by: [text], opens: end })
  }
  expect(frozenAt(windows, clock, end)).toMatchObject({ isFrozen: false })
})

test('windows that follow on each other, or overlap, open together', () => {
  const clock = new ZoneClock('Europe/Oslo')
  const windows = [
    'Fri 15:00/Mon 07:00',
    'Mon 07:00/Mon 09:00',
    '2026-11-30T08:30/2026-12-01',
    '2026-12-02/2026-12-03',
  ]
  expect(frozenAt(windows.map(written), clock, Date.parse('2026-11-28T12:00Z'))).toEqual({
    isFrozen: true,
    by: ['Fri 15:00/Mon 07:00'],
    opens: Date.parse('2026-11-30T23:00Z'),
  })
  expect(frozenAt(windows.map(written), clock, Date.parse('2026-11-30T07:45Z'))).toMatchObject({
    by: ['Mon 07:00/Mon 09:00', '2026-11-30T08:30/2026-12-01'],
  })
})

test('a window that is left out as a whole holds nothing that week', () => {
  const clock = new ZoneClock('Europe/Oslo')
  const windows = [written('Sun 02:00/Sun 03:00')]
  expect(frozenAt(windows, clock, Date.parse('2026-03-29T00:59Z'))).toEqual({
    isFrozen: false,
    freezes: Date.parse('2026-04-05T00:00Z'),
  })
  expect(frozenAt(windows, clock, Date.parse('2026-03-29T01:00Z')).isFrozen).toBe(false)
})

test('dates that are over freeze nothing any more', () => {
  const windows = [written('2025-12-19/2026-01-04')]
  expect(frozenAt(windows, new ZoneClock('UTC'), FROM + 30 * DAY)).toEqual({
    isFrozen: false,
    freezes: undefined,
  })
})
