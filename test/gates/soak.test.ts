import fc from 'fast-check'
import { expect, test } from 'vitest'
import { soak } from '../../src/gates/soak.ts'
import { seal } from '../../src/ledger/chain/line.ts'
import type { Evidence } from '../../src/model/gates/gate.ts'
import type { SoakRule } from '../../src/model/gates/rules.ts'
import type { Verdict } from '../../src/model/gates/verdict.ts'
import type { EntryBody, LedgerEntry } from '../../src/model/ledger/entry.ts'
import type { StepOutcome } from '../../src/model/ledger/steps.ts'
import type { ImageConfig } from '../../src/oci/image-config.ts'
import { intentBody, outcomeBody, step } from '../ledger/entry-bodies.ts'
import { gatedStep, plain } from './gated-step.ts'

const HOUR = 3_600_000
const NOON = Date.parse('2026-11-25T12:00:00.000Z')

interface Read {
  readonly entries?: readonly LedgerEntry[]
  readonly configs?: readonly ImageConfig[]
}

/** What the gate says, of what it reads. */
async function verdictsOf(
  rule: Partial<SoakRule>,
  { entries = [], configs = [] }: Read,
  now = NOON,
): Promise<readonly Verdict[]> {
  const gated = gatedStep({ soak: plain({ forMs: 24 * HOUR, since: 'outcome', ...rule }) })
  const read = { entries: async () => entries, images: async () => configs } as unknown as Evidence
  return soak.judge(gated, await soak.collect(gated, read, {}), new Date(now))
}

function chain(...written: readonly (readonly [number, EntryBody])[]): readonly LedgerEntry[] {
  const entries: LedgerEntry[] = []
  for (const [at, body] of written) entries.push(seal(body, entries.at(-1), new Date(at)))
  return entries
}

const came = outcomeBody(null, [step('a')], { from: 'dev', to: 'test' })

test('says how long it has been there, and when that is enough', async () => {
  const since = NOON - 3 * HOUR - 12 * 60_000
  expect(await verdictsOf({}, { entries: chain([since, came]) })).toEqual([
    {
      ...{ gate: 'soak', image: 'api', tag: '1.4.2', answer: 'deny' },
      reason: 'It has been in test for 3 h 12 min; prod wants 24 h.',
      evidence: {
        ...{ wants: '24 h', since: 'outcome', environment: 'test', entry: 1 },
        at: '2026-11-25T08:48:00.000Z',
      },
      readyAt: '2026-11-26T08:48:00.000Z',
    },
  ])
})

test('passes from that instant on', async () => {
  const entries = chain([NOON - 24 * HOUR, came])
  expect(await verdictsOf({}, { entries }, NOON - 1)).toMatchObject([
    { answer: 'deny', reason: 'It has been in test for 23 h 59 min; prod wants 24 h.' },
  ])
  const passed = await verdictsOf({}, { entries })
  expect(passed).toMatchObject([{ answer: 'pass', reason: 'It has been in test for 1 d; prod wants 24 h.' }])
  expect(passed[0]).not.toHaveProperty('readyAt')
})

test('is unknown where no outcome says since when', async () => {
  for (const entries of [
    [],
    chain([0, outcomeBody(null, [step('b')], { from: 'dev', to: 'test' })]),
    chain([0, outcomeBody(null, [step('a')])]),
    chain([0, intentBody([step('a')], { from: 'dev', to: 'test' })]),
  ]) {
    expect(await verdictsOf({}, { entries })).toMatchObject([
      {
        answer: 'unknown',
        reason: 'The ledger does not say since when it is in test: no promotion brought it there.',
      },
    ])
  }
})

test('is unknown where a clock runs backwards, and never passes by it', async () => {
  expect(await verdictsOf({}, { entries: chain([NOON + 1, came]) })).toMatchObject([
    {
      answer: 'unknown',
      reason:
        'The ledger has it in test since 2026-11-25T12:00:00.001Z (entry 1), which is still to come: a clock is wrong.',
    },
  ])
  const late = outcomeBody(null, [step('b')])
  expect(await verdictsOf({}, { entries: chain([NOON + HOUR, late], [0, came]) })).toMatchObject([
    { answer: 'unknown' },
  ])
  // The entry's own clock was wrong: it is no older than the one before it.
  expect(await verdictsOf({}, { entries: chain([NOON - HOUR, late], [0, came]) })).toMatchObject([
    { answer: 'deny', reason: 'It has been in test for 1 h; prod wants 24 h.' },
  ])
})

test('counts from when the image was made, of an index from its last one', async () => {
  const rule = { since: 'created' } as const
  const made = (created: string): ImageConfig => ({ labels: {}, created })
  const verdictOf = async (...configs: ImageConfig[]) => (await verdictsOf(rule, { configs }))[0]
  expect(await verdictOf(made('2026-11-20T12:00:00Z'), made('2026-11-25T11:00:00+01:00'))).toEqual({
    ...{ gate: 'soak', image: 'api', tag: '1.4.2', answer: 'deny' },
    reason: 'It was created 2 h ago; prod wants 24 h.',
    evidence: { wants: '24 h', since: 'created', created: '2026-11-25T10:00:00.000Z' },
    readyAt: '2026-11-26T10:00:00.000Z',
  })
  expect(await verdictOf(made('2026-11-20T12:00:00.123456789Z'))).toMatchObject({ answer: 'pass' })
  expect(await verdictOf({ labels: {} })).toMatchObject({ answer: 'unknown' })
  expect(await verdictOf(made('2026-11-25T12:00:00.001Z'))).toMatchObject({ answer: 'unknown' })
})

test('is asked by its rule', () => {
  expect(soak.rules(gatedStep({}))).toEqual([])
  const rule = plain({ forMs: HOUR, since: 'outcome' as const })
  expect(soak.rules(gatedStep({ soak: rule }))).toEqual([rule])
  expect(soak.asks(gatedStep({ soak: rule }))).toBe('1 h in test since it came there')
  const created = plain({ forMs: HOUR, since: 'created' as const })
  expect(soak.asks(gatedStep({ soak: created }))).toBe('1 h since it was created')
})

test('agrees with a plain reckoning over ledgers made at random', async () => {
  const outcomes = [
    'promoted',
    'unchanged',
    'completed',
    'recorded',
    'failed',
    'restored',
    'left',
    'cancelled',
  ] as const
  const written = fc.record({
    minutes: fc.integer({ min: -600, max: 60 }),
    content: fc.constantFrom('a', 'a', 'b'),
    outcome: fc.constantFrom<StepOutcome>(...outcomes),
    to: fc.constantFrom('test', 'test', 'prod'),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(written, { maxLength: 12 }),
      fc.integer({ min: 1, max: 600 }),
      async (ledger, wanted) => {
        const entries = chain(
          ...ledger.map(
            ({ minutes, content, outcome, to }) =>
              [NOON + minutes * 60_000, outcomeBody(null, [step(content, { outcome })], { to })] as const,
          ),
        )
        const [verdict] = await verdictsOf({ forMs: wanted * 60_000 }, { entries })
        expect({ answer: verdict?.answer, readyAt: verdict?.readyAt }).toEqual(reckon(ledger, wanted))
      },
    ),
    { numRuns: 500 },
  )
})

interface Written {
  readonly minutes: number
  readonly content: string
  readonly outcome: StepOutcome
  readonly to: string
}

/** From the end: the last time it was moved there, else the first time it was found there; then the latest clock until then. */
function reckon(ledger: readonly Written[], wanted: number) {
  const is = (index: number, ...outcomes: StepOutcome[]): boolean => {
    const one = ledger[index]
    return one !== undefined && one.content === 'a' && one.to === 'test' && outcomes.includes(one.outcome)
  }
  const places = [...ledger.keys()]
  const moved = places.filter((index) => is(index, 'promoted', 'left', 'recorded')).at(-1)
  const last = moved ?? places.find((index) => is(index, 'unchanged', 'completed'))
  if (last === undefined) return { answer: 'unknown' }
  const since = Math.max(...ledger.slice(0, last + 1).map(({ minutes }) => minutes))
  if (since > 0) return { answer: 'unknown' }
  if (-since >= wanted) return { answer: 'pass' }
  return { answer: 'deny', readyAt: new Date(NOON + (since + wanted) * 60_000).toISOString() }
}
