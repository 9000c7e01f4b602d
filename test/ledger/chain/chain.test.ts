import { copyFile, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeLine, seal } from '../../../src/ledger/chain/line.ts'
import { openLedger } from '../../../src/ledger/file/file-ledger.ts'
import { entriesIn, verifyFile } from '../../support/ledger.ts'
import { intentBody, outcomeBody, step } from '../entry-bodies.ts'
import { fillLedger } from '../fill.ts'
import { temporaryFolder, tickingClock } from '../workplace.ts'

async function ledgerOf(count: number) {
  const folder = await temporaryFolder()
  const file = join(folder, 'promotions.jsonl')
  const last = await fillLedger(file, count)
  if (last === undefined) throw new Error('an empty ledger')
  const bytes = await readFile(file)
  const lines = bytes.toString('utf8').split('\n').slice(0, -1)
  return { file, other: join(folder, 'other.jsonl'), bytes, lines, head: last.hash }
}

test('a change of any single byte shows', async () => {
  const { other, bytes } = await ledgerOf(4)
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ mask
      await writeFile(other, changed)
      expect((await verifyFile(other)).ok).toBe(false)
    }),
    { numRuns: 400 },
  )
})

test('any cut shows when the head is known, and only the newline of the last line can go without loss', async () => {
  const { file, other, bytes, head } = await ledgerOf(3)
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 2), async (length) => {
      await copyFile(file, other)
      await truncate(other, length)
      expect(await verifyFile(other, { head })).toMatchObject({
        ok: false,
        noted: { hash: head, sequence: null },
      })
    }),
    { numRuns: 200 },
  )
  await truncate(file, bytes.length - 1)
  expect(await verifyFile(file, { head })).toMatchObject({ ok: true, entries: 3, noted: { sequence: 3 } })
})

test('any entries at all come back from a ledger that verifies', async () => {
  const folder = await temporaryFolder()
  const file = join(folder, 'promotions.jsonl')
  const text = fc.string({ unit: 'binary', maxLength: 30 })
  const word = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 })
  const body = fc
    .record({
      error: fc.option(text),
      ci: fc.option(text),
      actor: word,
      content: text,
      tag: word,
      reason: text,
    })
    .map(({ error, ci, actor, content, tag, reason }) => {
      const { run, verdicts } = intentBody([])
      return outcomeBody(null, [step(content, { tag })], {
        error,
        run: { ...run, ci, actor },
        verdicts: verdicts.map((verdict) => ({ ...verdict, reason, evidence: { [reason]: content } })),
      })
    })
  await fc.assert(
    fc.asyncProperty(fc.array(body, { maxLength: 5 }), async (bodies) => {
      await fillLedger(file, bodies.length, (index) => bodies[index] ?? intentBody([]))
      expect(await verifyFile(file)).toMatchObject({ ok: true, entries: bodies.length })
      const entries = await entriesIn(openLedger(file, { clock: tickingClock() }))
      expect(entries).toMatchObject(bodies.map(({ steps }) => ({ steps })))
    }),
    { numRuns: 60 },
  )
})

test('a head noted earlier is found in a ledger that went on from it', async () => {
  const { file, lines } = await ledgerOf(5)
  const { hash } = JSON.parse(lines[2] ?? '')
  expect(await verifyFile(file, { head: hash })).toMatchObject({ ok: true, noted: { hash, sequence: 3 } })
  expect(await verifyFile(file, { head: hash.slice('sha256:'.length) })).toMatchObject({
    noted: { hash, sequence: 3 },
  })
  await expect(verifyFile(file, { head: '12ab34cd' })).rejects.toMatchObject({ code: 'usage' })
})

test('each break is named once, with its line', async () => {
  const { file, lines } = await ledgerOf(9)
  const edited = [...lines]
  edited[1] = (lines[1] ?? '').replace('release-manager', 'somebody-else')
  edited[3] = 'not json'
  edited[5] = (lines[5] ?? '').replace('{', '{ ')
  edited.splice(7, 1)
  await writeFile(file, `${edited.join('\n')}\n`)
  const { ok, problems, entries } = await verifyFile(file)
  expect({ ok, entries }).toEqual({ ok: false, entries: 4 })
  expect(problems).toEqual([
    { line: 2, message: 'Its hash does not fit its content: it was changed.' },
    { line: 4, message: 'It is no JSON.' },
    { line: 6, message: 'It is not in canonical form: it was changed.' },
    { line: 8, message: 'Its sequence is 9, not 8: entries were removed, added or moved.' },
  ])
})

test.each([
  ['two lines swapped', (lines: string[]) => [lines[1], lines[0], lines[2]], 1],
  ['a line twice', (lines: string[]) => [lines[0], lines[0], lines[1], lines[2]], 2],
  ['the first line gone', (lines: string[]) => lines.slice(1), 1],
  ['an empty line', (lines: string[]) => [lines[0], '', lines[1], lines[2]], 2],
  ['Windows line ends', (lines: string[]) => lines.map((line) => `${line}\r`), 1],
  ['a byte order mark', (lines: string[]) => [`\ufeff${lines[0]}`, lines[1]], 1],
])('%s shows, and stops every write', async (_, edit, line) => {
  const { file, lines } = await ledgerOf(3)
  await writeFile(
    file,
    edit([...lines])
      .map((one) => `${one}\n`)
      .join(''),
  )
  expect((await verifyFile(file)).problems[0]).toMatchObject({ line })
  const ledger = openLedger(file, { clock: tickingClock() })
  const broken = { code: 'ledger', message: expect.stringContaining(`broken at line ${line}.`) }
  const before = await readFile(file)
  await expect(ledger.append(intentBody([]))).rejects.toMatchObject(broken)
  await expect(ledger.checkWritable()).rejects.toMatchObject(broken)
  await expect(entriesIn(ledger)).rejects.toMatchObject(broken)
  expect(await readFile(file)).toEqual(before)
})

test('a line that was rewritten, hash and all, breaks the line after it', async () => {
  const { file, lines } = await ledgerOf(3)
  const forged = seal(intentBody([]), { sequence: 1, hash: JSON.parse(lines[0] ?? '').hash }, new Date(0))
  await writeFile(file, [lines[0], encodeLine(forged).toString().trimEnd(), lines[2], ''].join('\n'))
  expect((await verifyFile(file)).problems).toEqual([
    { line: 3, message: 'It does not follow from the entry before it.' },
  ])
})

test('a break in the middle stops a writer that knew the ledger before', async () => {
  const { file, bytes } = await ledgerOf(3)
  const ledger = openLedger(file, { clock: tickingClock() })
  await ledger.append(intentBody([]))
  const changed = Buffer.concat([bytes, (await readFile(file)).subarray(bytes.length)])
  changed.write('X', bytes.indexOf('release-manager'))
  await writeFile(file, changed)
  await expect(ledger.append(intentBody([]))).rejects.toMatchObject({
    code: 'ledger',
    message: expect.stringContaining('broken at line 1.'),
  })
})
