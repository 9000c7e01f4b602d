import { expect, test } from 'vitest'
import { seal } from '../../../src/ledger/chain/line.ts'
import type { EntryBody, LedgerEntry } from '../../../src/model/ledger/entry.ts'
import { isEntryNamed, LedgerView } from '../../../src/model/ledger/queries.ts'
import { LEDGER_COLUMNS, ledgerRows } from '../../../src/model/ledger/rows.ts'
import { digestOf } from '../../../src/oci/digest.ts'
import {
  approvalBody,
  attestationBody,
  holdBody,
  intentBody,
  outcomeBody,
  rejectBody,
  releaseBody,
  step,
} from '../../ledger/entry-bodies.ts'
import { tickingClock } from '../../ledger/workplace.ts'

function chain(...bodies: EntryBody[]): LedgerEntry[] {
  const clock = tickingClock(0)
  const entries: LedgerEntry[] = []
  for (const body of bodies) entries.push(seal(body, entries.at(-1), clock.now()))
  return entries
}

function viewOf(...bodies: EntryBody[]): LedgerView {
  const view = new LedgerView()
  for (const entry of chain(...bodies)) view.add(entry)
  return view
}

test('the current version is the last outcome that left the image there', () => {
  const view = viewOf(
    outcomeBody(null, [step('a', { tag: '1.0.0' })]),
    outcomeBody(null, [step('b', { tag: '1.1.0' })]),
    intentBody([step('c')]),
    outcomeBody(null, [step('c', { outcome: 'failed' })]),
    outcomeBody(null, [step('d', { outcome: 'restored' })]),
    outcomeBody(null, [step('e', { outcome: 'left' })]),
    outcomeBody(null, [step('f')], { to: 'staging' }),
  )
  expect(view.current('prod', 'api')).toMatchObject({
    sequence: 2,
    at: '1970-01-01T00:00:01.000Z',
    run: { actor: 'release-manager' },
    step: { digest: digestOf('b') },
  })
  expect(view.current('staging', 'api')?.sequence).toBe(7)
  expect(view.current('prod', 'web')).toBeUndefined()
})

test('finding it in step again does not change since when it is there', () => {
  const view = viewOf(
    outcomeBody(null, [step('a', { outcome: 'unchanged' })]),
    outcomeBody(null, [step('b')]),
    outcomeBody(null, [step('b', { outcome: 'unchanged' })]),
  )
  expect(view.current('prod', 'api')?.sequence).toBe(2)
  expect(view.tag('registry.example.com/prod/api', '1.4.2')?.sequence).toBe(2)
  const moved = viewOf(
    outcomeBody(null, [step('b')]),
    outcomeBody(null, [step('c', { outcome: 'unchanged' })]),
  )
  expect(moved.current('prod', 'api')?.sequence).toBe(2)
})

test('of several steps of one image the newest that is in place is current, whichever was promoted', () => {
  const current = (...tags: readonly (readonly [string, Parameters<typeof step>[1]])[]) =>
    viewOf(
      outcomeBody(
        null,
        tags.map(([tag, changes]) => step(tag, { tag, ...changes })),
      ),
    ).current('prod', 'api')?.step.digest
  expect(current(['1.10.0', { outcome: 'unchanged' }], ['1.9.0', {}])).toBe(digestOf('1.10.0'))
  expect(current(['v9', {}], ['v10', {}], ['v1', {}])).toBe(digestOf('v10'))
  expect(current(['2.0.0', { outcome: 'failed' }], ['1.9.0', {}])).toBe(digestOf('1.9.0'))
  expect(current(['2.0.0', { tags: [] }], ['1.9.0', {}])).toBe(digestOf('1.9.0'))
})

test('an older version that is recorded is current from there on, under the tag that names it best', () => {
  const tags = ['latest', '1.9.0'].map((tag) => ({ tag, old: digestOf('a'), new: digestOf('a') }))
  const view = viewOf(
    outcomeBody(null, [step('a', { tag: '1.9.0' })]),
    outcomeBody(null, [step('b', { tag: '2.0.0' })]),
    outcomeBody(null, [step('a', { tag: '1.9.0', outcome: 'recorded', tags })]),
  )
  expect(view.current('prod', 'api')).toMatchObject({
    sequence: 3,
    tag: '1.9.0',
    step: { digest: digestOf('a') },
  })
})

test('a tag holds what the last step that touched it left', () => {
  const destination = 'registry.example.com/prod/api'
  const tags = [{ tag: '1', old: digestOf('a'), new: digestOf('b') }]
  const after = (...outcomes: Parameters<typeof step>[1][]) =>
    viewOf(...outcomes.map((changes) => outcomeBody(null, [step('b', { tags, ...changes })]))).tag(
      destination,
      '1',
    )?.digest
  expect(after({})).toBe(digestOf('b'))
  expect(after({ outcome: 'left' })).toBe(digestOf('b'))
  expect(after({ outcome: 'restored' })).toBe(digestOf('a'))
  expect(after({ outcome: 'restored', tags: [{ tag: '1', old: null, new: digestOf('b') }] })).toBeNull()
  expect(after({ outcome: 'failed' })).toBeUndefined()
  expect(after({}, { outcome: 'cancelled' })).toBe(digestOf('b'))
  const view = viewOf(
    outcomeBody(null, [step('a', { tag: '1' })]),
    outcomeBody(null, [step('b', { tag: '2' })], { to: 'dev' }),
  )
  expect(view.tagsIn('prod').map(({ tag }) => tag)).toEqual(['1'])
})

test('an entry is named by its number, its id, or the begin of the id', () => {
  const [entry] = chain(intentBody([]))
  if (entry === undefined) throw new Error('no entry')
  const named = { ...entry, sequence: 12, id: '0012abcd0012abcd' }
  for (const name of ['12', '0012abcd0012abcd', '0012a']) expect(isEntryNamed(named, name)).toBe(true)
  for (const name of ['1', '0012', '001', '13', '0012abce', ''])
    expect(isEntryNamed(named, name)).toBe(name === '0012')
})

test('an export has a row for each tag, and every column in each', () => {
  const two = [
    { tag: '1.4.2', old: null, new: digestOf('a') },
    { tag: '1.4', old: digestOf('b'), new: digestOf('a') },
  ]
  const [entry, empty] = chain(
    outcomeBody(null, [step('a', { tags: two }), step('c', { image: 'web', tags: [] })]),
    intentBody([]),
  )
  if (entry === undefined || empty === undefined) throw new Error('no entry')
  const rows = ledgerRows({ kind: 'entry', entry })
  expect(rows.map(({ image, tag, old, mounted }) => [image, tag, old, mounted])).toEqual([
    ['api', '1.4.2', null, 9],
    ['api', '1.4', digestOf('b'), 9],
    ['web', null, null, 9],
  ])
  expect(ledgerRows({ kind: 'entry', entry: empty })).toMatchObject([
    { sequence: 2, image: null, tag: null, actor: 'release-manager' },
  ])
  for (const row of [...rows, ...ledgerRows({ kind: 'entry', entry: empty })]) {
    expect(Object.keys(row).sort()).toEqual([...LEDGER_COLUMNS].sort())
  }
})

test('what was attested is exported with a row for each statement, and makes nothing current', () => {
  const [entry] = chain(attestationBody('b5f0c7de0001'))
  const rows = entry === undefined ? [] : ledgerRows({ kind: 'entry', entry })
  expect(rows.map(({ image, outcome, tag, error }) => [image, outcome, tag, error])).toEqual([
    ['api', 'record attached', null, null],
    ['api', 'summary failed', null, 'The registry refused it.'],
  ])
  expect(viewOf(attestationBody('b5f0c7de0001')).current('prod', 'api')).toBeUndefined()
})

test('an exported approval has a row for each image, with its comment and its key', () => {
  const [signed] = chain(approvalBody())
  const [plain] = chain(approvalBody({ signature: null, comment: null }))
  const columns = (entry: LedgerEntry | undefined) =>
    entry === undefined
      ? []
      : ledgerRows({ kind: 'entry', entry }).map(({ kind, image, tag, digest, reason, key }) => [
          ...[kind, image, tag, digest, reason, key],
        ])
  const shared = ['approval', 'api', '1.4.2', digestOf('a')]
  expect(columns(signed)).toEqual([[...shared, 'Tested on Monday.', approvalBody().signature?.key]])
  expect(columns(plain)).toEqual([[...shared, null, null]])
  expect(viewOf(approvalBody()).current('prod', 'api')).toBeUndefined()
})

test('what was said no to has a row, and the entry that a release is of', () => {
  const said = chain(holdBody({ digest: null }), rejectBody(), releaseBody('c0ffee000001'))
  const digest = digestOf('a')
  expect(said.flatMap((entry) => ledgerRows({ kind: 'entry', entry }))).toMatchObject([
    { kind: 'hold', to: 'prod', image: 'api', digest: null, reason: 'Logins fail.', of: null, plan: null },
    {
      kind: 'reject',
      to: null,
      image: 'api',
      tag: '1.4.2',
      digest,
      reason: 'It leaks.',
      plan: digestOf('plan'),
    },
    { kind: 'release', to: 'prod', image: 'api', digest, of: 'c0ffee000001', actor: 'release-manager' },
  ])
})
