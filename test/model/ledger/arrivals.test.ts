import { describe, expect, test } from 'vitest'
import { seal } from '../../../src/ledger/chain/line.ts'
import { Arrivals } from '../../../src/model/ledger/arrivals.ts'
import type { EntryBody, LedgerEntry } from '../../../src/model/ledger/entry.ts'
import { digestOf } from '../../../src/oci/digest.ts'
import { abandonBody, intentBody, outcomeBody, step } from '../../ledger/entry-bodies.ts'

const arriving = { environment: 'prod', image: 'api', digest: digestOf('a') }

const INTENT = '0123456789abcdef'

/** Entries that are written at these seconds. */
function chain(...written: readonly (readonly [number, EntryBody])[]): LedgerEntry[] {
  const entries: LedgerEntry[] = []
  for (const [seconds, body] of written) entries.push(seal(body, entries.at(-1), new Date(seconds * 1000)))
  return entries
}

function arrival(
  ...written: readonly (readonly [number, EntryBody])[]
): readonly [number, string] | undefined {
  const found = new Arrivals(chain(...written)).latest(arriving)
  return found === undefined ? undefined : [found.sequence, found.at.slice(14, 19)]
}

const came = outcomeBody(null, [step('a')])
const again = outcomeBody(null, [step('a', { outcome: 'unchanged' })])
const other = outcomeBody(null, [step('b')])

describe('the latest arrival', () => {
  test('is the last outcome that moved a tag to the digest there', () => {
    expect(arrival([1, came], [2, other], [3, came], [4, other])).toEqual([3, '00:03'])
    expect(arrival([1, outcomeBody(null, [step('a', { outcome: 'partial' })])])).toEqual([1, '00:01'])
    expect(arrival([1, outcomeBody(null, [step('a', { outcome: 'left' })])])).toEqual([1, '00:01'])
  })

  test('is not moved by runs that found it in place, but by one that made it current again', () => {
    expect(
      arrival([1, came], [2, again], [3, outcomeBody(null, [step('a', { outcome: 'completed' })])]),
    ).toEqual([1, '00:01'])
    expect(arrival([1, again], [2, again])).toEqual([1, '00:01'])
    expect(
      arrival([1, came], [2, other], [3, outcomeBody(null, [step('a', { outcome: 'recorded' })])]),
    ).toEqual([3, '00:03'])
  })

  test('is a repair or a rollback that put it back', () => {
    const purpose = { kind: 'repair', reason: 'moved by hand' } as const
    const back = { kind: 'rollback', reason: 'b is slow', state: 1 } as const
    const rolledBack = outcomeBody(null, [step('a', { outcome: 'rolled-back' })], {
      from: 'prod',
      purpose: back,
    })
    expect(arrival([1, came], [2, other], [3, rolledBack])).toEqual([3, '00:03'])
    const repaired = outcomeBody(null, [step('a', { outcome: 'repaired' })], { from: 'prod', purpose })
    expect(arrival([1, came], [2, repaired])).toEqual([2, '00:02'])
  })

  test('is none for what did not come there', () => {
    expect(arrival()).toBeUndefined()
    expect(arrival([1, intentBody([step('a')])])).toBeUndefined()
    for (const outcome of ['failed', 'restored', 'cancelled'] as const) {
      expect(arrival([1, outcomeBody(null, [step('a', { outcome })])])).toBeUndefined()
    }
    expect(arrival([1, outcomeBody(null, [step('a')], { to: 'staging' })])).toBeUndefined()
    expect(arrival([1, outcomeBody(null, [step('a', { image: 'web' })])])).toBeUndefined()
  })

  test('is an abandoned run for what was there before, and for nothing else', () => {
    const tag = { image: 'api', repository: 'registry.example.com/prod/api', tag: '1.4.2' }
    const held = abandonBody(INTENT, { tags: [{ ...tag, wanted: arriving.digest, holds: arriving.digest }] })
    const gone = abandonBody(INTENT, { tags: [{ ...tag, wanted: arriving.digest, holds: null }] })
    expect(arrival([1, held])).toBeUndefined()
    expect(arrival([1, came], [2, gone])).toEqual([1, '00:01'])
    expect(arrival([1, came], [2, held])).toEqual([2, '00:02'])
  })

  test('is no earlier than any entry before it, whatever its clock said', () => {
    expect(arrival([50, other], [3, came])).toEqual([2, '00:50'])
    expect(arrival([3, came], [50, other])).toEqual([1, '00:03'])
  })
})

describe('the latest promotion', () => {
  function promotion(...bodies: EntryBody[]): number | undefined {
    return new Arrivals(chain(...bodies.map((body, index) => [index, body] as const))).promotion(arriving)
  }

  test('brought it there, or found it there', () => {
    expect(promotion(came, other)).toBe(1)
    expect(promotion(came, again)).toBe(2)
  })

  test('is no repair, and none that was taken back or does not say what its tags hold', () => {
    const purpose = { kind: 'repair', reason: 'moved by hand' } as const
    const digest = arriving.digest
    const tags = [
      { tag: '1.4.2', old: null, new: digest, result: 'moved' },
      { tag: '1.4', old: null, new: digest, result: 'unknown' },
    ] as const
    expect(promotion(outcomeBody(null, [step('a', { outcome: 'repaired' })], { purpose }))).toBeUndefined()
    expect(promotion(outcomeBody(null, [step('a', { outcome: 'left' })]))).toBeUndefined()
    expect(promotion(outcomeBody(null, [step('a', { outcome: 'restored' })]))).toBeUndefined()
    expect(promotion(outcomeBody(null, [step('a', { outcome: 'partial', tags })]))).toBeUndefined()
    expect(promotion(intentBody([step('a')]))).toBeUndefined()
    expect(promotion(outcomeBody(null, [step('a')], { to: 'staging' }))).toBeUndefined()
  })
})
