import { describe, expect, test } from 'vitest'
import { countText, durationText, listText, sizeText, timeText } from '../../../src/report/words/units.ts'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [18_400_000, '18.4 MB'],
  [204_000_000, '204 MB'],
  [1_073_741_824, '1.07 GB'],
])('%i bytes are %s', (bytes, text) => expect(sizeText(bytes)).toBe(text))

test.each([
  [0, '0 ms'],
  [340.4, '340 ms'],
  [1000, '1.0 s'],
  [7900, '7.9 s'],
  [11_200, '11.2 s'],
  [59_949, '59.9 s'],
  [59_950, '1 min'],
  [245_000, '4 min 5 s'],
  [3_599_400, '59 min 59 s'],
  [3_599_600, '1 h'],
  [11_520_000, '3 h 12 min'],
  [86_399_000, '1 d'],
  [183_600_000, '2 d 3 h'],
  [-5, '0 ms'],
])('%d ms are %s', (milliseconds, text) => expect(durationText(milliseconds)).toBe(text))

describe('times', () => {
  const now = new Date('2026-11-24T11:00:00.000Z')
  test.each([
    ['2026-11-25T13:10:00.000Z', 'Europe/Oslo', 'Wed 14:10 CET'],
    ['2026-11-18T11:00:01.000Z', 'Europe/Oslo', 'Wed 12:00 CET'],
    ['2026-11-18T11:00:00.000Z', 'Europe/Oslo', '2026-11-18 12:00 CET'],
    ['2026-07-01T22:30:00.000Z', 'Europe/Oslo', '2026-07-02 00:30 CEST'],
    ['2026-11-24T10:00:00.000Z', 'America/New_York', 'Tue 05:00 EST'],
    ['2026-11-24T10:00:00.000Z', 'Asia/Shanghai', 'Tue 18:00 UTC+8'],
    ['2026-11-24T10:00:00.000Z', 'UTC', 'Tue 10:00 UTC'],
    ['yesterday', 'UTC', 'yesterday'],
  ])('%s in %s is %s', (iso, timeZone, text) => expect(timeText(iso, { timeZone, now })).toBe(text))
})

test('counts and lists', () => {
  expect(countText(1, 'entry', 'entries')).toBe('1 entry')
  expect(countText(0, 'entry', 'entries')).toBe('0 entries')
  expect(listText([])).toBe('')
  expect(listText(['a'])).toBe('a')
  expect(listText(['a', 'b', 'c'])).toBe('a, b and c')
  expect(listText(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more')
})
