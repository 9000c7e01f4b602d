import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLedger } from '../../src/ledger/file/file-ledger.ts'
import { LedgerView } from '../../src/model/ledger/queries.ts'
import { ledgerRows } from '../../src/model/ledger/rows.ts'
import { digestOf } from '../../src/oci/digest.ts'
import { entriesIn, verifyFile } from '../support/ledger.ts'
import { outcomeBody, step } from './entry-bodies.ts'
import { FIRST_LEDGER, firstEntries } from './first-entries.ts'
import { temporaryFolder, tickingClock } from './workplace.ts'

async function firstLedger() {
  const file = join(await temporaryFolder(), 'promotions.jsonl')
  await copyFile(FIRST_LEDGER, file)
  return { file, ledger: openLedger(file, { clock: tickingClock() }) }
}

test('a ledger of the first version verifies, and reads as it stands', async () => {
  const { file, ledger } = await firstLedger()
  expect(await verifyFile(file)).toMatchObject({ ok: true, entries: 7, newer: [] })
  expect(await entriesIn(ledger)).toEqual(firstEntries())
})

test('what was closed under the rules of its day stays closed', async () => {
  const { ledger } = await firstLedger()
  expect(
    (await ledger.open()).map(({ entry, pins }) => [entry.sequence, pins.map(({ tag }) => tag)]),
  ).toEqual([[7, ['4.0.0']]])
})

test('new entries go on from it, and close its intents', async () => {
  const { file, ledger } = await firstLedger()
  const before = await readFile(file)
  const [open] = await ledger.open()
  await ledger.append(outcomeBody(open?.entry.id ?? '', [step('d', { tag: '4.0.0' })]))
  expect((await readFile(file)).subarray(0, before.length)).toEqual(before)
  expect(await verifyFile(file)).toMatchObject({ ok: true, entries: 8 })
  expect(await ledger.open()).toEqual([])
})

test('what it says of tags is told by how their steps ended', () => {
  const view = new LedgerView()
  for (const entry of firstEntries()) view.add(entry)
  const holds = (tag: string) => view.tag('registry.example.com/prod/api', tag)?.digest
  expect([holds('1.4.2'), holds('2.0.0'), holds('3.0.0'), holds('4.0.0')]).toEqual([
    digestOf('a'),
    digestOf('b'),
    undefined,
    undefined,
  ])
  const rows = firstEntries().flatMap((entry) => ledgerRows({ kind: 'entry', entry }))
  expect(
    rows.map(({ sequence, tag, outcome, tagResult, result }) => [sequence, tag, outcome, tagResult, result]),
  ).toEqual([
    [1, '1.4.2', 'planned', null, null],
    [1, '2.0.0', 'planned', null, null],
    [2, '1.4.2', 'planned', null, null],
    [3, '1.4.2', 'promoted', 'moved', 'done'],
    [4, '2.0.0', 'unchanged', 'unchanged', 'done'],
    [5, '3.0.0', 'planned', null, null],
    [6, '3.0.0', 'failed', 'unknown', 'failed'],
    [7, '4.0.0', 'planned', null, null],
  ])
})
