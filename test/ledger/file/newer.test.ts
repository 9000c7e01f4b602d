import { appendFile, open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { canonical } from '../../../src/ledger/chain/line.ts'
import { VOCABULARY } from '../../../src/ledger/chain/shape.ts'
import { openLedger } from '../../../src/ledger/file/file-ledger.ts'
import { markOf } from '../../../src/ledger/file/snapshot.ts'
import type { EntryBody } from '../../../src/model/ledger/entry.ts'
import { ledgerRows } from '../../../src/model/ledger/rows.ts'
import { NOTHING_STANDS } from '../../../src/model/ledger/standing/standing.ts'
import { digestOf } from '../../../src/oci/digest.ts'
import { entryText } from '../../../src/report/text/ledger/entry.ts'
import { historyText } from '../../../src/report/text/ledger/history.ts'
import { collect } from '../../support/collect.ts'
import { verifyFile } from '../../support/ledger.ts'
import { intentBody, outcomeBody, step } from '../entry-bodies.ts'
import { newerLine } from '../newer-entry.ts'
import { temporaryFolder, tickingClock } from '../workplace.ts'

/** A ledger with an open intent, and behind it an entry of a newer version. */
async function withNewer(body: EntryBody, fields: Readonly<Record<string, unknown>>) {
  const file = join(await temporaryFolder(), 'promotions.jsonl')
  const ledger = openLedger(file, { clock: tickingClock() })
  const { entry: intent } = await ledger.append(intentBody([step('a')]))
  const line = newerLine({ sequence: 1, hash: intent.hash }, body, fields)
  await appendFile(file, line)
  return { file, intent, line, ledger: openLedger(file, { clock: tickingClock() }) }
}

const word = { ...step('a'), outcome: 'quarantined' }
const result = { ...step('a'), tags: [{ ...step('a').tags[0], result: 'quarantined' }] }

const cases: readonly [string, EntryBody, Record<string, unknown>, string][] = [
  ['of another kind', intentBody([]), { kind: 'notice', by: 'kari' }, 'the kind "notice" is not known'],
  [
    'of a higher format version',
    intentBody([]),
    { formatVersion: 3, steps: 7 },
    'format version 3 is not known',
  ],
  ['with a field more', intentBody([]), { signature: 'x' }, 'the field signature is not known'],
  [
    'with a new outcome',
    outcomeBody(null, []),
    { steps: [word] },
    '"quarantined" as steps[0].outcome is not known',
  ],
  [
    'with a new result',
    outcomeBody(null, []),
    { steps: [result] },
    '"quarantined" as steps[0].tags[0].result is not known',
  ],
  ['with a new ending', outcomeBody(null, []), { result: 'paused' }, '"paused" as result is not known'],
]

test.each(cases)(
  'an entry %s keeps its place in the chain, is shown by name, and stops writing',
  async (...one) => {
    const [, body, fields, reason] = one
    const { file, intent, line, ledger } = await withNewer(body, fields)
    const newer = JSON.parse(line)
    expect(await verifyFile(file, { head: newer.hash })).toMatchObject({
      ok: true,
      entries: 2,
      head: { sequence: 2, hash: newer.hash },
      problems: [],
      newer: [{ sequence: 2, kind: newer.kind, reason }],
    })
    const lines = await collect(ledger.entries())
    expect(lines).toEqual([
      expect.objectContaining({ kind: 'entry', entry: intent }),
      expect.objectContaining({ kind: 'newer', entry: newer, reason }),
    ])
    expect(await ledger.head()).toEqual({ sequence: 2, hash: newer.hash })
    expect((await ledger.open()).map(({ entry }) => entry.sequence)).toEqual([1])
    const before = await readFile(file)
    const refusal = {
      code: 'ledger',
      message: expect.stringContaining(`made by a newer promote: in entry 2 (${newer.kind}), ${reason}.`),
      details: { hint: expect.stringContaining('Update promote') },
    }
    await expect(ledger.checkWritable()).rejects.toMatchObject(refusal)
    await expect(ledger.append(intentBody([]))).rejects.toMatchObject(refusal)
    expect(await readFile(file)).toEqual(before)
    const options = { width: 200, color: false, now: new Date(0), timeZone: 'UTC' }
    const text = historyText(
      { ledger: 'promotions.jsonl', lines, ended: {}, filter: {}, head: null },
      options,
    )
    expect(text).toContain(`~ ${newer.kind}`)
    expect(text).toContain(`made by a newer promote: ${reason}`)
    const shown = lines[1] === undefined ? '' : entryText(lines[1], options)
    expect(shown).toContain(newer.hash)
    expect(lines.flatMap(ledgerRows).at(-1)).toMatchObject({ sequence: 2, kind: newer.kind, plan: null })
  },
)

test.each([
  ['an id of its own form', { id: 'X' }],
  ['a place that is no number', { sequence: '2' }],
  ['no time', { at: 'today' }],
  ['no kind', { kind: '' }],
  ['a known kind that lacks a field', { steps: undefined }],
  ['a known field of another type', { steps: [7] }],
  ['an unknown word beside a known field of another type', { verdicts: 7, more: 1 }],
])('an entry with %s is broken, not newer', async (_, fields) => {
  const { file } = await withNewer(intentBody([]), fields)
  expect(await verifyFile(file)).toMatchObject({ ok: false, newer: [], problems: [{ line: 2 }] })
})

test('a changed byte in an entry of a newer version shows', async () => {
  const { file, line } = await withNewer(intentBody([]), { kind: 'notice', by: 'kari' })
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace(line, line.replace('kari', 'mari')))
  expect(await verifyFile(file)).toMatchObject({
    ok: false,
    problems: [{ line: 2, message: 'Its hash does not fit its content: it was changed.' }],
  })
})

test('what a version with other words noted beside the ledger is not believed', async () => {
  const { file, line, ledger } = await withNewer(intentBody([]), { kind: 'notice' })
  const { mark, hash } = await markAndHash(file, line)
  const note = async (vocabulary: string) => {
    const snapshot = {
      mark,
      head: { sequence: 2, hash },
      open: [],
      standing: NOTHING_STANDS,
      end: Number(mark.size),
      tail: 'whole',
      newer: null,
    }
    const saved = { formatVersion: 6, vocabulary, snapshot }
    await writeFile(`${file}.open`, canonical({ ...saved, digest: digestOf(canonical(saved)) }))
  }
  await note(`${VOCABULARY} notice`)
  await expect(ledger.checkWritable()).rejects.toMatchObject({ code: 'ledger' })
  // The same note by a version with the same words is believed, or this test would show nothing.
  await note(VOCABULARY)
  await openLedger(file, { clock: tickingClock() }).checkWritable()
})

async function markAndHash(file: string, line: string) {
  const handle = await open(file)
  const mark = await markOf(handle)
  await handle.close()
  return { mark, hash: JSON.parse(line).hash }
}
