import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seal } from '../../../src/ledger/chain/line.ts'
import type { EntryBody, LedgerEntry } from '../../../src/model/ledger/entry.ts'
import type { OpenIntent } from '../../../src/model/ledger/ledger.ts'
import { judgeIntent, nextOpen, openIntents, pinsOf } from '../../../src/model/ledger/open-intents.ts'
import type { StepOutcome, TagResult } from '../../../src/model/ledger/steps.ts'
import { digestOf } from '../../../src/oci/digest.ts'
import { PromoteError } from '../../../src/support/errors.ts'
import {
  abandonBody,
  approvalBody,
  attestationBody,
  intentBody,
  outcomeBody,
  plannedStep,
  step,
} from '../../ledger/entry-bodies.ts'

function entriesOf(...bodies: ((before: readonly LedgerEntry[]) => EntryBody)[]): LedgerEntry[] {
  const entries: LedgerEntry[] = []
  for (const body of bodies) entries.push(seal(body(entries), entries.at(-1), new Date(0)))
  return entries
}

const held = (open: readonly OpenIntent[]) =>
  open.map(({ entry, pins }) => [entry.sequence, pins.map((pin) => pin.tag)])

const api = step('a', { tag: 'api' })
const web = step('b', { tag: 'web' })
const otherRun = { ...intentBody([]).run, id: 'run-2' }

/** What is open after an intent for `api` and `web`, and this outcome of it. */
function afterOutcome(
  steps: readonly ReturnType<typeof step>[],
  changes: Parameters<typeof outcomeBody>[2] = {},
): unknown {
  const entries = entriesOf(
    () => intentBody([api, web]),
    ([intent]) => outcomeBody(intent?.id ?? '', steps, changes),
  )
  return held(openIntents(entries))
}

const open = [[1, ['api', 'web']]]

test('an outcome closes the intent it names when it settles every tag of it', () => {
  expect(held(openIntents(entriesOf(() => intentBody([api, web]))))).toEqual(open)
  expect(afterOutcome([api, web])).toEqual([])
  expect(afterOutcome([api])).toEqual(open)
  expect(afterOutcome([])).toEqual(open)
  expect(afterOutcome([api, step('other', { tag: 'web' })])).toEqual(open)
  expect(afterOutcome([api, { ...web, destination: 'elsewhere/web' }])).toEqual(open)
})

test('a run with nothing to do closes no intent of another', () => {
  const unchanged = { outcome: 'unchanged' } as const
  expect(afterOutcome([], { run: otherRun })).toEqual(open)
  expect(afterOutcome([step('a', { tag: 'api', ...unchanged })], { run: otherRun })).toEqual(open)
  expect(afterOutcome([api, web], { intents: [], run: otherRun })).toEqual(open)
})

test.each<[TagResult, 'own' | 'any' | 'none']>([
  ['moved', 'any'],
  ['unchanged', 'any'],
  ['restored', 'any'],
  ['left', 'any'],
  ['failed', 'any'],
  ['overtaken', 'any'],
  ['not-begun', 'own'],
  ['left-out', 'own'],
  ['unknown', 'none'],
])('a tag whose result is "%s" is settled for an intent of %s run', (result, settles) => {
  const steps = [
    api,
    step('b', { tag: 'web', tags: [{ tag: 'web', old: null, new: digestOf('b'), result }] }),
  ]
  expect(afterOutcome(steps)).toEqual(settles === 'none' ? open : [])
  expect(afterOutcome(steps, { run: otherRun })).toEqual(settles === 'any' ? [] : open)
})

test('a run that goes on with crashed ones closes those that it settles, whole', () => {
  const entries = entriesOf(
    () => intentBody([api, web]),
    () => intentBody([api], { run: otherRun }),
    (before) => outcomeBody(null, [api], { run: otherRun, intents: before.map(({ id }) => id) }),
    (before) =>
      outcomeBody(null, [api, step('b', { tag: 'web', outcome: 'unchanged' })], {
        run: { ...otherRun, id: 'run-3' },
        intents: before.map(({ id }) => id),
      }),
  )
  expect(held(openIntents(entries.slice(0, 2)))).toEqual([
    [1, ['api', 'web']],
    [2, ['api']],
  ])
  expect(held(openIntents(entries.slice(0, 3)))).toEqual(open)
  expect(openIntents(entries)).toEqual([])
})

test('an abandoned intent is closed, and no other', () => {
  const entries = entriesOf(
    () => intentBody([api]),
    () => intentBody([web]),
    ([first]) => abandonBody(first?.id ?? ''),
  )
  expect(held(openIntents(entries))).toEqual([[2, ['web']]])
})

test('what was attested holds nothing and closes nothing', () => {
  const entries = entriesOf(
    () => intentBody([api]),
    ([intent]) => attestationBody(intent?.id ?? ''),
  )
  expect(held(openIntents(entries))).toEqual([[1, ['api']]])
})

test('an approval holds nothing and closes nothing', () => {
  const entries = entriesOf(
    () => intentBody([api]),
    () => approvalBody(),
  )
  expect(held(openIntents(entries))).toEqual([[1, ['api']]])
})

test('an intent that moves no tag holds nothing', () => {
  expect(openIntents(entriesOf(() => intentBody([step('a', { tags: [] })])))).toEqual([])
})

test('another digest for a held tag is refused and names the run and the ways out; the same goes on with it', () => {
  const two = openIntents(
    entriesOf(
      () => intentBody([api]),
      () => intentBody([web]),
    ),
  )
  expect(judgeIntent(two, intentBody([step('c', { tag: 'other' })]))).toEqual([])
  expect(judgeIntent(two, intentBody([step('c', { tag: 'api', destination: 'elsewhere/api' })]))).toEqual([])
  expect(judgeIntent(two, intentBody([web, step('c', { tag: 'other' })]))).toEqual([two[1]])
  expect(judgeIntent(two, intentBody([web, api]))).toEqual(two)
  expect(() => judgeIntent(two, intentBody([web, step('c', { tag: 'api' })]))).toThrow(
    expect.objectContaining({
      code: 'locked',
      message: `The tag registry.example.com/prod/api:api is held for ${digestOf('a')} by entry 1 of release-manager (https://ci.example.com/runs/7), test to prod, begun 1970-01-01T00:00:00.000Z, which is still open.`,
      details: expect.objectContaining({
        image: 'api',
        hint: expect.stringMatching(
          /"promote status" has the command that finishes it; .*promote ledger abandon 1 --reason TEXT/,
        ),
      }),
    }),
  )
})

test('no tag is ever held for two digests, and pins end together, when every intent is judged', () => {
  const some = fc.array(
    fc.record({ tag: fc.constantFrom('1', '2', '3'), content: fc.constantFrom('a', 'b') }),
    { maxLength: 3 },
  )
  const action = fc.record({
    steps: some,
    closes: fc.option(fc.nat(9)),
    outcome: fc.constantFrom<StepOutcome>('promoted', 'unchanged', 'failed', 'left', 'cancelled'),
    abandons: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(action, { maxLength: 15 }), (actions) => {
      let now: readonly OpenIntent[] = []
      let last: LedgerEntry | undefined
      for (const { steps, closes, outcome, abandons } of actions) {
        const planned = steps.map(({ tag, content }) => step(content, { tag, outcome }))
        const chosen = closes === null ? undefined : now[closes % Math.max(1, now.length)]
        const body: EntryBody =
          chosen === undefined
            ? intentBody(planned)
            : abandons
              ? abandonBody(chosen.entry.id)
              : outcomeBody(chosen.entry.id, planned)
        try {
          if (body.kind === 'intent') judgeIntent(now, body)
        } catch (error) {
          expect(error).toBeInstanceOf(PromoteError)
          continue
        }
        last = seal(body, last, new Date(0))
        now = nextOpen(now, last)
        const pins = now.flatMap((intent) => intent.pins)
        const digests = Map.groupBy(pins, (pin) => `${pin.repository}:${pin.tag}`)
        for (const list of digests.values()) expect(new Set(list.map(({ digest }) => digest)).size).toBe(1)
        for (const intent of now) expect(intent.pins).toEqual(pinsOf(intent.entry.steps))
        if (body.kind === 'intent') {
          expect(pins).toEqual(expect.arrayContaining([...pinsOf(planned.map(plannedStep))]))
        }
      }
    }),
  )
})
