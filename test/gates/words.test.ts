import { expect, test } from 'vitest'
import { elapsedText, readyAt, wantedText } from '../../src/gates/words.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

test.each([
  [0, '0 s'],
  [999, '0 s'],
  [59_999, '59 s'],
  [MINUTE, '1 min'],
  [3 * HOUR + 12 * MINUTE + 59_000, '3 h 12 min'],
  [24 * HOUR - 1, '23 h 59 min'],
  [24 * HOUR, '1 d'],
  [51 * HOUR, '2 d 3 h'],
  [48 * HOUR + 59 * MINUTE, '2 d'],
  [HOUR + 30_000, '1 h'],
])('%i ms have passed: %s', (ms, text) => {
  expect(elapsedText(ms)).toBe(text)
})

test.each([
  [1000, '1 s'],
  [90_000, '90 s'],
  [90 * MINUTE, '90 min'],
  [HOUR, '1 h'],
  [24 * HOUR, '24 h'],
  [48 * HOUR, '48 h'],
  [72 * HOUR, '3 d'],
  [30 * 24 * HOUR, '30 d'],
])('%i ms are asked for: %s', (ms, text) => {
  expect(wantedText(ms)).toBe(text)
})

test('what is ready when nobody lives any more is never ready', () => {
  expect(readyAt(Date.UTC(2026, 10, 25))).toEqual({ readyAt: '2026-11-25T00:00:00.000Z' })
  expect(readyAt(Date.UTC(9999, 11, 31, 24))).toEqual({})
})
