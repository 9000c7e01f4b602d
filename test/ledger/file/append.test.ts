import { execFileSync } from 'node:child_process'
import { appendFile, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { openLedger } from '../../../src/ledger/file/file-ledger.ts'
import { judgeIntent } from '../../../src/model/ledger/open-intents.ts'
import { digestOf } from '../../../src/oci/digest.ts'
import { PromoteError } from '../../../src/support/errors.ts'
import { entriesIn, verifyFile } from '../../support/ledger.ts'
import { intentBody, outcomeBody, step } from '../entry-bodies.ts'
import { fillLedger } from '../fill.ts'
import { temporaryFolder, tickingClock } from '../workplace.ts'

async function newLedger() {
  const folder = await temporaryFolder()
  const file = join(folder, 'promotions.jsonl')
  return { folder, file, ledger: openLedger(file, { clock: tickingClock() }) }
}

test('entries come back as they went in, each in its place of the chain', async () => {
  const { file, ledger } = await newLedger()
  const { entry: intent } = await ledger.append(intentBody([step('a')]))
  const { entry: outcome } = await ledger.append(outcomeBody(intent.id, [step('a')]))
  expect(await entriesIn(ledger)).toEqual([intent, outcome])
  expect(intent).toMatchObject({
    sequence: 1,
    previous: null,
    at: '2026-01-02T03:04:05.006Z',
    kind: 'intent',
  })
  expect(outcome).toMatchObject({ sequence: 2, previous: intent.hash, intents: [intent.id], result: 'done' })
  expect(intent.id).toMatch(/^[a-f0-9]{16}$/)
  expect(await ledger.head()).toEqual({ sequence: 2, hash: outcome.hash })
  expect(await verifyFile(file)).toMatchObject({
    ok: true,
    entries: 2,
    problems: [],
    torn: null,
    noted: null,
  })
})

test('a line is canonical JSON, and its hash can be checked with no code of ours', async () => {
  const { file, ledger } = await newLedger()
  await ledger.append(outcomeBody(null, [step('a')], { error: 'Æ "quoted" \u2028 \n' }))
  const text = await readFile(file, 'utf8')
  expect(text.endsWith('}\n')).toBe(true)
  const { hash, ...rest } = JSON.parse(text)
  expect(digestOf(JSON.stringify(rest))).toBe(hash)
  expect(Object.keys(rest)).toEqual(Object.keys(rest).sort())
})

test('a text that was cut within a character is mended, not refused', async () => {
  const { ledger } = await newLedger()
  const { entry } = await ledger.append(outcomeBody(null, [], { result: 'failed', error: 'too long \ud83d' }))
  expect(entry).toMatchObject({ error: 'too long \ufffd' })
  expect(await entriesIn(ledger)).toEqual([entry])
})

test('a ledger that does not exist is empty, and looking at it makes nothing', async () => {
  const { folder, file, ledger } = await newLedger()
  expect(await entriesIn(ledger)).toEqual([])
  expect(await ledger.head()).toBeUndefined()
  expect(await ledger.open()).toEqual([])
  await ledger.checkWritable()
  expect(await verifyFile(file)).toMatchObject({ ok: true, entries: 0, head: null })
  expect(await readdir(folder)).toEqual([])
})

test('checking that a ledger can be written, and asking what is open, changes no byte', async () => {
  const { folder, file, ledger } = await newLedger()
  await fillLedger(file, 3)
  await appendFile(file, '{"torn')
  const before = await readFile(file)
  await ledger.checkWritable()
  await ledger.open()
  expect(await readFile(file)).toEqual(before)
  expect(await readdir(folder)).toEqual(['promotions.jsonl'])
})

test('the judge sees the open intents and can refuse, and nothing is written then', async () => {
  const { file, ledger } = await newLedger()
  const { entry: intent } = await ledger.append(intentBody([step('a')]))
  const before = await readFile(file)
  const other = intentBody([step('b')])
  await expect(ledger.append(other, (open) => void judgeIntent(open, other))).rejects.toMatchObject({
    code: 'locked',
    message: expect.stringContaining('release-manager'),
  })
  expect(await readFile(file)).toEqual(before)
  const seen = vi.fn()
  await ledger.append(outcomeBody(intent.id, [step('a')]), seen)
  await ledger.append(other, (open) => void judgeIntent(open, other))
  expect(seen.mock.calls[0]?.[0]).toEqual([
    { entry: intent, pins: [expect.objectContaining({ tag: '1.4.2' })] },
  ])
})

test('another process sees what is open, with the checkpoint, without it, and with a damaged or strange one', async () => {
  const { file, ledger } = await newLedger()
  await ledger.append(intentBody([step('old', { tag: '1' })]))
  const { entry: intent } = await ledger.append(intentBody([step('a')]))
  const open = () => openLedger(file, { clock: tickingClock() }).open()
  const expected = [1, 2]
  const sequences = async () => (await open()).map(({ entry }) => entry.sequence)
  expect(await sequences()).toEqual(expected)
  const good = await readFile(`${file}.open`, 'utf8')
  const changed = [
    '',
    '{',
    'null',
    '[]',
    '{"digest":1}',
    good.slice(0, 200),
    good.replace('"sequence":2', '"sequence":3'),
    good.replace(intent.id, '0'.repeat(16)),
    good.replace('prod', '\\ud800'),
  ]
  for (const content of changed) {
    await writeFile(`${file}.open`, content)
    expect(await sequences()).toEqual(expected)
  }
  await rename(`${file}.open`, `${file}.gone`)
  expect(await sequences()).toEqual(expected)
})

test.skipIf(process.platform === 'win32')('a pipe in place of the checkpoint is not waited for', async () => {
  const { file, ledger } = await newLedger()
  execFileSync('mkfifo', [`${file}.open`])
  await ledger.append(intentBody([step('a')]))
  expect(await openLedger(file, { clock: tickingClock() }).open()).toHaveLength(1)
})

test('a checkpoint of another state of the ledger is not believed', async () => {
  const { file, ledger } = await newLedger()
  await ledger.append(intentBody([step('a')]))
  const [short, checkpoint] = await Promise.all([readFile(file), readFile(`${file}.open`)])
  const [intent] = await ledger.open()
  await ledger.append(outcomeBody(intent?.entry.id ?? '', [step('a')]))
  await writeFile(`${file}.open`, checkpoint)
  expect(await openLedger(file, { clock: tickingClock() }).open()).toEqual([])
  await writeFile(file, short)
  expect(await openLedger(file, { clock: tickingClock() }).open()).toHaveLength(1)
})

test('a ledger reached by a link has one lock and one set of files', async () => {
  const { folder, file, ledger } = await newLedger()
  await ledger.append(intentBody([]))
  await symlink(file, join(folder, 'link.jsonl'))
  await openLedger(join(folder, 'link.jsonl'), { clock: tickingClock() }).append(intentBody([]))
  expect((await readdir(folder)).sort()).toEqual([
    'link.jsonl',
    'promotions.jsonl',
    'promotions.jsonl.lock',
    'promotions.jsonl.open',
  ])
  expect(await verifyFile(file)).toMatchObject({ ok: true, entries: 2 })
})

test('appends of one process at once all get a place', async () => {
  const { file, ledger } = await newLedger()
  const second = openLedger(file, { clock: tickingClock() })
  const bodies = Array.from({ length: 20 }, (_, index) => intentBody([], { from: `${index}` }))
  const entries = await Promise.all(bodies.map((body, index) => (index % 2 ? ledger : second).append(body)))
  expect(entries.map(({ entry }) => entry.sequence).sort((a, b) => a - b)).toEqual(
    bodies.map((_, index) => index + 1),
  )
  expect(await verifyFile(file)).toMatchObject({ ok: true, entries: 20 })
})

test('a body that is no entry is refused before anything is locked or kept', async () => {
  const { folder, ledger } = await newLedger()
  const bad = outcomeBody(null, [step('a', { bytes: -1 })])
  await expect(ledger.append(bad)).rejects.toMatchObject({
    code: 'ledger',
    message: expect.stringContaining('steps[0].bytes'),
  })
  expect(await readdir(folder)).toEqual([])
})

test('an aborted append waits no longer', async () => {
  const { ledger } = await newLedger()
  const stop = new PromoteError('cancelled', 'Stopped.')
  await expect(ledger.append(intentBody([]), undefined, { signal: AbortSignal.abort(stop) })).rejects.toBe(
    stop,
  )
})
