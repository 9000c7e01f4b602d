import { expect, test } from 'vitest'
import { coverWeek, type FreezeWindow, readWindow } from '../../../src/model/gates/freeze-window.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

test.each<readonly [string, FreezeWindow]>([
  ['Fri 15:00/Mon 07:00', { kind: 'weekly', begin: 4 * DAY + 15 * HOUR, end: 7 * DAY + 7 * HOUR }],
  ['Mon 00:00/Mon 00:30', { kind: 'weekly', begin: 0, end: HOUR / 2 }],
  ['Mon 00:30/Mon 00:00', { kind: 'weekly', begin: HOUR / 2, end: 7 * DAY }],
  ['Sat 00:00 / Sun 24:00', { kind: 'weekly', begin: 5 * DAY, end: 7 * DAY }],
  ['2026-12-19/2027-01-04', { kind: 'dates', begin: Date.UTC(2026, 11, 19), end: Date.UTC(2027, 0, 4) }],
  [
    '2026-12-24T15:00/2026-12-31 24:00',
    { kind: 'dates', begin: Date.UTC(2026, 11, 24, 15), end: Date.UTC(2027, 0, 1) },
  ],
  ['2028-02-29/2028-03-01', { kind: 'dates', begin: Date.UTC(2028, 1, 29), end: Date.UTC(2028, 2, 1) }],
])('%s', (text, window) => {
  expect(readWindow(text)).toEqual(window)
})

test.each([
  ['', 'no window', '2026-12-19/2027-01-04'],
  ['Fri 15:00', 'no beginning and end', 'Fri 15:00/Mon 07:00'],
  ['Fri 15:00/Sat 15:00/Sun 15:00', 'no window', ''],
  ['Fri 15:00/Fri 15:00', 'is empty', 'later than its beginning'],
  ['2026-12-24/2026-12-24', 'is empty', 'write 2026-12-24/2026-12-25'],
  ['2026-12-24T10:00/2026-12-24T10:00', 'is empty', 'later'],
  ['2027-01-04/2026-12-19', 'ends before it begins', 'beginning first'],
  ['2026-02-29/2026-03-01', 'no day 2026-02-29', ''],
  ['2026-13-01/2027-01-01', 'no day 2026-13-01', ''],
  ['0226-12-01/2027-01-01', 'no day 0226-12-01', ''],
  ['Friday 15:00/Mon 07:00', '"Friday" is no day', 'Write Fri.'],
  ['fri 15:00/Mon 07:00', '"fri" is no day', 'Write Fri.'],
  ['Fre 15:00/Mon 07:00', '"Fre" is no day', 'Days are Mon, Tue, Wed, Thu, Fri, Sat, Sun.'],
  ['Fri 25:00/Mon 07:00', '"25:00" is no time', '07:00'],
  ['Fri 24:01/Mon 07:00', '"24:01" is no time', '07:00'],
  ['Fri 7:00/Mon 07:00', '"7:00" is no time', '07:00'],
  ['Fri 07:60/Mon 07:00', '"07:60" is no time', '07:00'],
  ['Fri 24:00/Mon 07:00', 'cannot begin at 24:00', 'next day'],
  ['Fri 15:00/2026-12-01', 'a date at the other', ''],
  ['Fri/Mon', 'neither a day of the week with a time nor a date', ''],
  ['2026-12-19T15:00Z/2027-01-04', 'nor a date', 'Times are those of "timezone".'],
  ['2026-12-19T15:00+01:00/2027-01-04', 'nor a date', 'Times are those of "timezone".'],
])('%s is refused: %s', (text, message, hint) => {
  const found = readWindow(text)
  expect(found).toMatchObject({ kind: 'problem' })
  if (found.kind !== 'problem') return
  expect(found.message).toContain(message)
  expect(found.hint).toContain(hint)
  if (found.part !== undefined) expect(text).toContain(found.part)
})

test.each([
  [['Mon 07:00/Fri 15:00', 'Fri 15:00/Mon 07:00'], true],
  [['Mon 00:00/Sun 24:00'], true],
  [['Sun 12:00/Wed 12:00', 'Wed 10:00/Sun 13:00', 'Tue 00:00/Tue 01:00'], true],
  [['Mon 07:00/Fri 15:00', 'Fri 15:01/Mon 07:00'], false],
  [['Tue 00:00/Mon 23:59'], false],
  [['Fri 15:00/Mon 07:00', '2026-01-01/2027-01-01'], false],
  [[], false],
])('%s cover the week: %s', (texts, covers) => {
  const windows = texts.map(readWindow).flatMap((window) => (window.kind === 'problem' ? [] : [window]))
  expect(coverWeek(windows)).toBe(covers)
})
