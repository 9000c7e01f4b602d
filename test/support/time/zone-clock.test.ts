import { expect, test } from 'vitest'
import { isZone, knownZones, ZoneClock } from '../../../src/support/time/zone-clock.ts'

function utc(text: string): number {
  return Date.parse(`${text}Z`)
}

test.each([
  ['Europe/Oslo', '2026-11-25T12:00', '2026-11-25T13:00'],
  ['Europe/Oslo', '2026-07-01T12:00', '2026-07-01T14:00'],
  ['Asia/Kathmandu', '2026-12-31T20:00', '2027-01-01T01:45'],
  ['America/New_York', '2027-01-01T03:00', '2026-12-31T22:00'],
  ['UTC', '2026-11-25T12:00:01.234', '2026-11-25T12:00:01.234'],
])('the clocks of %s at %s show %s', (zone, instant, shown) => {
  expect(new Date(new ZoneClock(zone).shows(utc(instant)))).toEqual(new Date(utc(shown)))
})

test.each([
  // Zone, what its clocks show, the first instant, the instant from which on nothing earlier is shown.
  ['Europe/Oslo', '2026-11-25T13:00', '2026-11-25T12:00', '2026-11-25T12:00'],
  ['Europe/Oslo', '2026-03-29T02:00', '2026-03-29T01:00', '2026-03-29T01:00'],
  ['Europe/Oslo', '2026-03-29T02:59', '2026-03-29T01:00', '2026-03-29T01:00'],
  ['Europe/Oslo', '2026-10-25T02:00', '2026-10-25T00:00', '2026-10-25T00:00'],
  ['Europe/Oslo', '2026-10-25T02:01', '2026-10-25T00:01', '2026-10-25T01:01'],
  ['Europe/Oslo', '2026-10-25T03:00', '2026-10-25T02:00', '2026-10-25T02:00'],
  ['Australia/Lord_Howe', '2026-10-04T02:10', '2026-10-03T15:30', '2026-10-03T15:30'],
  ['Australia/Lord_Howe', '2026-04-05T01:45', '2026-04-04T14:45', '2026-04-04T15:15'],
  ['America/Havana', '2026-11-01T00:00', '2026-11-01T04:00', '2026-11-01T04:00'],
  ['America/Havana', '2026-11-01T00:30', '2026-11-01T04:30', '2026-11-01T05:30'],
  ['Africa/Cairo', '2026-04-24T00:00', '2026-04-23T22:00', '2026-04-23T22:00'],
  ['Africa/Cairo', '2026-10-30T00:00', '2026-10-29T22:00', '2026-10-29T22:00'],
  ['Pacific/Apia', '2011-12-30T12:00', '2011-12-30T10:00', '2011-12-30T10:00'],
])('%s reaches and passes %s', (zone, time, first, last) => {
  const clock = new ZoneClock(zone)
  expect(new Date(clock.reaches(utc(time)))).toEqual(new Date(utc(first)))
  expect(new Date(clock.passes(utc(time)))).toEqual(new Date(utc(last)))
})

test.each([
  ['Europe/Oslo', true],
  ['europe/oslo', true],
  ['US/Eastern', true],
  ['UTC', true],
  ['Etc/GMT-1', true],
  ['Europe/Olso', false],
  ['Mars/Olympus', false],
  ['+01:00', false],
  ['', false],
  ['Z', false],
])('%s is a zone: %s', (text, known) => {
  expect(isZone(text)).toBe(known)
})

test('zones that are suggested are zones', () => {
  expect(knownZones()).toContain('Europe/Oslo')
  expect(knownZones().filter((zone) => !isZone(zone))).toEqual([])
})
