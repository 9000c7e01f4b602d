import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seal } from '../../../../src/ledger/chain/line.ts'
import type { EntryBody, LedgerEntry } from '../../../../src/model/ledger/entry.ts'
import { standingAfter } from '../../../../src/model/ledger/standing/standing.ts'
import { digestOf } from '../../../../src/oci/digest.ts'
import {
  everyKind,
  holdBody,
  intentBody,
  outcomeBody,
  rejectBody,
  releaseBody,
  step,
} from '../../../ledger/entry-bodies.ts'

function entriesOf(...bodies: ((before: readonly LedgerEntry[]) => EntryBody)[]): LedgerEntry[] {
  const entries: LedgerEntry[] = []
  for (const body of bodies) entries.push(seal(body(entries), entries.at(-1), new Date(0)))
  return entries
}

function sequencesOf(entries: Iterable<LedgerEntry>): { holds: number[]; rejections: number[] } {
  const { holds, rejections } = standingAfter(entries)
  return {
    holds: holds.map(({ sequence }) => sequence),
    rejections: rejections.map(({ sequence }) => sequence),
  }
}

test('of two holds on the same thing the one that is named is released', () => {
  const entries = entriesOf(
    () => holdBody(),
    () => holdBody(),
    ([first]) => releaseBody(first?.id ?? ''),
  )
  expect(sequencesOf(entries.slice(0, 2))).toEqual({ holds: [1, 2], rejections: [] })
  expect(sequencesOf(entries)).toEqual({ holds: [2], rejections: [] })
})

test('a promotion that succeeds nevertheless releases nothing', () => {
  const entries = entriesOf(
    () => holdBody(),
    () => rejectBody(),
    () => intentBody([]),
    ([, , intent]) => outcomeBody(intent?.id ?? '', []),
  )
  expect(sequencesOf(entries)).toEqual({ holds: [1], rejections: [2] })
})

/** A ledger at random: words of each kind, and releases of any entry before them, or of none. */
const ledgers = fc
  .array(
    fc.record({
      kind: fc.constantFrom('hold', 'reject', 'release', 'intent', 'outcome', 'abandon'),
      of: fc.nat(20),
    }),
    { maxLength: 25 },
  )
  .map((words) =>
    entriesOf(
      ...words.map(({ kind, of }) => (before: readonly LedgerEntry[]): EntryBody => {
        const id = before[of]?.id ?? '00000000000000ff'
        const bodies = everyKind(id)
        if (kind === 'hold') return of % 3 === 0 ? holdBody({ digest: null }) : bodies.hold
        return kind === 'reject' ? rejectBody({ digest: digestOf(`${of}`) }) : bodies[kind]
      }),
    ),
  )

test('what stands is what was said and is named by no later release, in a ledger made at random', () => {
  fc.assert(
    fc.property(ledgers, (entries) => {
      const stands = entries.filter(
        (entry, at) =>
          !entries.slice(at + 1).some((later) => later.kind === 'release' && later.of === entry.id),
      )
      expect(standingAfter(entries)).toMatchObject({
        holds: stands.filter(({ kind }) => kind === 'hold'),
        rejections: stands.filter(({ kind }) => kind === 'reject'),
      })
    }),
  )
})

test('a rollback owes a hold on what it took out, until an entry puts it on; one that put all back owes none', () => {
  const digest = digestOf('out')
  const purpose = { kind: 'rollback', reason: 'slow', state: 2 } as const
  const ended = (outcome: 'rolled-back' | 'restored') =>
    seal(outcomeBody(null, [step('a', { outcome, takenOut: [digest] })], { purpose }), undefined, new Date(0))
  const back = ended('rolled-back')
  const owed = [
    { cause: back.id, environment: 'prod', image: 'api', digest, reason: 'rolled back by entry 1: slow' },
  ]
  expect(standingAfter([back]).owed).toEqual(owed)
  expect(standingAfter([ended('restored')]).owed).toEqual([])
  const { run } = outcomeBody(null, [])
  const body = { kind: 'hold', run, environment: 'prod', image: 'api', digest, reason: 'x' } as const
  const other = seal({ ...body, cause: null }, back, new Date(0))
  expect(standingAfter([back, other]).owed).toEqual(owed)
  const paid = seal({ ...body, cause: back.id }, back, new Date(0))
  expect(standingAfter([back, paid])).toMatchObject({ holds: [paid], owed: [] })
})
