import { expect, test } from 'vitest'
import { age } from '../../src/gates/age.ts'
import type { ImageConfig } from '../../src/oci/image-config.ts'
import { gatedStep, plain } from './gated-step.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const NOW = new Date('2026-11-25T12:00:00.000Z')

function verdictOf(
  rule: { readonly mostMs?: number; readonly leastMs?: number },
  ...created: (string | undefined)[]
) {
  const configs = created.map(
    (text): ImageConfig => ({ labels: {}, ...(text === undefined ? {} : { created: text }) }),
  )
  return age.judge(gatedStep({ age: plain(rule) }), configs, NOW)[0]
}

const both = { mostMs: 30 * DAY, leastMs: HOUR }

test.each([
  ['2026-11-24T10:00:00Z', 'pass', 'It was created 1 d 2 h ago.', undefined],
  ['2026-11-25T11:00:00Z', 'pass', 'It was created 1 h ago.', undefined],
  ['2026-10-26T12:00:00Z', 'pass', 'It was created 30 d ago.', undefined],
  ['2026-10-26T11:59:59Z', 'deny', 'It was created 30 d ago; prod takes nothing older than 30 d.', undefined],
  ['2026-11-25T11:20:00Z', 'deny', 'It was created 40 min ago; prod wants 1 h.', '2026-11-25T12:20:00.000Z'],
])('an image of %s: %s', (created, answer, reason, readyAt) => {
  const verdict = verdictOf(both, created)
  expect(verdict).toMatchObject({ gate: 'age', image: 'api', tag: '1.4.2', answer, reason })
  expect(verdict?.readyAt).toBe(readyAt)
  expect(verdict?.evidence).toEqual({
    most: '30 d',
    least: '1 h',
    created: new Date(created).toISOString(),
  })
})

test('each image of an index counts: the oldest, and the youngest', () => {
  const old = '2026-09-01T12:00:00Z'
  const young = '2026-11-25T11:30:00Z'
  const usual = '2026-11-20T12:00:00Z'
  expect(verdictOf({ mostMs: 30 * DAY }, usual, old)).toMatchObject({ answer: 'deny' })
  expect(verdictOf({ leastMs: HOUR }, usual, young)).toMatchObject({
    answer: 'deny',
    readyAt: '2026-11-25T12:30:00.000Z',
  })
  expect(verdictOf({ mostMs: 30 * DAY }, usual, young)).toMatchObject({ answer: 'pass' })
  // When the youngest is old enough the oldest is too old.
  const never = verdictOf({ mostMs: 90 * 60_000, leastMs: HOUR }, '2026-11-25T10:45:00Z', young)
  expect(never).toMatchObject({ answer: 'deny' })
  expect(never).not.toHaveProperty('readyAt')
})

test.each([
  [undefined, 'Its config does not say when it was created.'],
  ['yesterday', 'Its config says a time of creation that is none.'],
  ['2026', 'Its config says a time of creation that is none.'],
  ['1970-01-01T00:00:00Z', 'Its config says 1970-01-01T00:00:00Z in place of the time when it was created.'],
  ['1980-01-01T00:00:01Z', 'Its config says 1980-01-01T00:00:01Z in place of the time when it was created.'],
  [
    '2026-11-25T12:00:01Z',
    'Its config says that it was created at 2026-11-25T12:00:01Z, which is still to come: a clock is wrong.',
  ],
])('a config that says %s does not tell', (created, reason) => {
  expect(verdictOf(both, '2026-11-20T12:00:00Z', created)).toMatchObject({ answer: 'unknown', reason })
})

test('an artifact without images does not tell', () => {
  expect(verdictOf(both)).toMatchObject({ answer: 'unknown' })
})

test('is asked by its rule', () => {
  expect(age.rules(gatedStep({}))).toEqual([])
  const step = gatedStep({ age: plain(both) })
  expect(age.rules(step)).toHaveLength(1)
  expect(age.asks(step)).toBe('it was created at least 1 h and at most 30 d ago')
  expect(age.asks(gatedStep({ age: plain({ mostMs: DAY }) }))).toBe('it was created at most 24 h ago')
})
