import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seal } from '../../../src/ledger/chain/line.ts'
import type { EntryBody, LedgerEntry, OpenIntent, StepOutcome } from '../../../src/model/ledger/ledger.ts'
import { judgeIntent, nextOpen, openIntents, pinsOf } from '../../../src/model/ledger/open-intents.ts'
import { digestOf } from '../../../src/oci/digest.ts'
import { PromoteError } from '../../../src/support/errors.ts'
import { intentBody, outcomeBody, step } from '../../ledger/entry-bodies.ts'

function entriesOf(...bodies: ((before: readonly LedgerEntry[]) => EntryBody)[]): LedgerEntry[] {
  const entries: LedgerEntry[] = []
  for (const body of bodies) entries.push(seal(body(entries), entries.at(-1), new Date(0)))
  return entries
}

const held = (open: readonly OpenIntent[]) =>
  open.map(({ entry, pins }) => [entry.sequence, pins.map((pin) => pin.tag)])

const api = step('a', { tag: 'api' })
const web = step('b', { tag: 'web' })

test('an intent is open until an outcome names it, whatever that says', async () => {
  const intent = entriesOf(() => intentBody([api, web]))
  expect(held(await openIntents(intent))).toEqual([[1, ['api', 'web']]])
  const failed = entriesOf(
    () => intentBody([api, web]),
    ([first]) => outcomeBody(first?.id ?? '', [{ ...api, outcome: 'failed' }], { result: 'failed' }),
  )
  expect(await openIntents(failed)).toEqual([])
})

test('an outcome of another run frees the tags that it says hold the digest, and no other', async () => {
  const free = async (outcome: StepOutcome, content = 'a') =>
    held(
      await openIntents(
        entriesOf(
          () => intentBody([api, web]),
          () => outcomeBody(null, [step(content, { tag: 'api', outcome })]),
        ),
      ),
    )
  expect(await free('promoted')).toEqual([[1, ['web']]])
  expect(await free('unchanged')).toEqual([[1, ['web']]])
  expect(await free('promoted', 'other')).toEqual([[1, ['api', 'web']]])
  for (const outcome of ['failed', 'restored', 'left', 'cancelled'] as const) {
    expect(await free(outcome)).toEqual([[1, ['api', 'web']]])
  }
})

test('a run that goes on with a crashed one takes its tags over', async () => {
  const entries = entriesOf(
    () => intentBody([api, web]),
    () => intentBody([api]),
    () => intentBody([web, api]),
  )
  expect(held(await openIntents(entries.slice(0, 2)))).toEqual([
    [1, ['web']],
    [2, ['api']],
  ])
  expect(held(await openIntents(entries))).toEqual([[3, ['web', 'api']]])
})

test('an intent that moves no tag holds nothing', async () => {
  expect(await openIntents(entriesOf(() => intentBody([step('a', { tags: [] })])))).toEqual([])
})

test('another digest for a held tag is refused and names the run; the same goes on with it', async () => {
  const open = await openIntents(
    entriesOf(
      () => intentBody([api]),
      () => intentBody([web]),
    ),
  )
  expect(judgeIntent(open, intentBody([step('c', { tag: 'other' })]))).toEqual([])
  expect(judgeIntent(open, intentBody([step('c', { tag: 'api', destination: 'elsewhere/api' })]))).toEqual([])
  expect(judgeIntent(open, intentBody([web, step('c', { tag: 'other' })]))).toEqual([open[1]])
  expect(judgeIntent(open, intentBody([web, api]))).toEqual(open)
  expect(() => judgeIntent(open, intentBody([web, step('c', { tag: 'api' })]))).toThrow(
    expect.objectContaining({
      code: 'locked',
      message: `The tag registry.example.com/prod/api:api is held for ${digestOf('a')} by the run of release-manager (https://ci.example.com/runs/7), entry 1 of 1970-01-01T00:00:00.000Z, which has no outcome yet.`,
      details: expect.objectContaining({ image: 'api', hint: expect.stringContaining('test to prod') }),
    }),
  )
})

test('no tag is ever held for two digests, nor by two intents, when every intent is judged', () => {
  const some = fc.array(
    fc.record({ tag: fc.constantFrom('1', '2', '3'), content: fc.constantFrom('a', 'b') }),
    {
      maxLength: 3,
    },
  )
  const action = fc.record({
    steps: some,
    closes: fc.option(fc.nat(9)),
    outcome: fc.constantFrom<StepOutcome>('promoted', 'unchanged', 'failed', 'left'),
  })
  fc.assert(
    fc.property(fc.array(action, { maxLength: 15 }), (actions) => {
      let open: readonly OpenIntent[] = []
      let last: LedgerEntry | undefined
      for (const { steps, closes, outcome } of actions) {
        const planned = steps.map(({ tag, content }) => step(content, { tag, outcome }))
        const closed = closes === null ? undefined : open[closes % Math.max(1, open.length)]
        const body = closed === undefined ? intentBody(planned) : outcomeBody(closed.entry.id, planned)
        try {
          if (body.kind === 'intent') judgeIntent(open, body)
        } catch (error) {
          expect(error).toBeInstanceOf(PromoteError)
          continue
        }
        last = seal(body, last, new Date(0))
        open = nextOpen(open, last)
        const places = open.flatMap(({ pins }) => pins.map((pin) => `${pin.repository}:${pin.tag}`))
        expect(new Set(places).size).toBe(places.length)
        expect(open.every(({ pins }) => pins.length > 0)).toBe(true)
        if (body.kind === 'intent')
          expect(places).toEqual(
            expect.arrayContaining(pinsOf(planned).map((pin) => `${pin.repository}:${pin.tag}`)),
          )
      }
    }),
  )
})
