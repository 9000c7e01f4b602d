import { execFileSync } from 'node:child_process'
import { readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLedger } from '../../../src/ledger/file/file-ledger.ts'
import { entriesIn, verifyFile } from '../../support/ledger.ts'
import { intentBody } from '../entry-bodies.ts'
import { fillLedger } from '../fill.ts'
import { temporaryFolder, tickingClock } from '../workplace.ts'

async function twoEntries() {
  const file = join(await temporaryFolder(), 'promotions.jsonl')
  await fillLedger(file, 2)
  const bytes = await readFile(file)
  const first = bytes.indexOf('\n') + 1
  return { file, bytes, first, ledger: () => openLedger(file, { clock: tickingClock() }) }
}

test('a last line torn at any byte is set aside, never an entry and never lost', async () => {
  const { file, bytes, first, ledger } = await twoEntries()
  let aside = ''
  for (let length = first + 1; length < bytes.length - 1; length++) {
    await writeFile(file, bytes.subarray(0, length))
    const { entry } = await ledger().append(intentBody([]))
    expect(entry.sequence).toBe(2)
    aside += `${bytes.subarray(first, length)}\n`
  }
  expect(await readFile(`${file}.torn`, 'utf8')).toBe(aside)
  expect(await verifyFile(file)).toMatchObject({ ok: true, entries: 2 })
})

test.skipIf(process.platform === 'win32')(
  'nothing is written through a link or into a pipe that stands in place of a file beside the ledger',
  async () => {
    const { file, bytes, ledger } = await twoEntries()
    const other = `${file}.other`
    await writeFile(other, 'other')
    for (const name of ['torn', 'open']) {
      for (const put of [
        () => symlink(other, `${file}.${name}`),
        async () => void execFileSync('mkfifo', [`${file}.${name}`]),
      ]) {
        await writeFile(file, bytes.subarray(0, bytes.length - 10))
        await rm(`${file}.${name}`, { force: true })
        await put()
        const appended = ledger().append(intentBody([]))
        if (name === 'torn') await expect(appended).rejects.toMatchObject({ code: 'disk' })
        else await appended
        await rm(`${file}.${name}`)
        expect(await readFile(other, 'utf8')).toBe('other')
      }
    }
  },
)

test('readers leave a torn last line out', async () => {
  const { file, bytes, first, ledger } = await twoEntries()
  await truncate(file, first + 40)
  expect(await entriesIn(ledger())).toHaveLength(1)
  expect(await ledger().head()).toMatchObject({ sequence: 1 })
  await ledger().checkWritable()
  expect(await verifyFile(file)).toMatchObject({ ok: false, entries: 1, torn: { line: 2, bytes: 40 } })
  expect(await readFile(file)).toEqual(bytes.subarray(0, first + 40))
})

test('a whole last line that lacks only its newline is an entry, and gets it', async () => {
  const { file, bytes, ledger } = await twoEntries()
  await truncate(file, bytes.length - 1)
  expect(await entriesIn(ledger())).toHaveLength(2)
  expect(await ledger().head()).toMatchObject({ sequence: 2 })
  expect(await ledger().append(intentBody([]))).toMatchObject({ entry: { sequence: 3 } })
  expect(await verifyFile(file)).toMatchObject({ ok: true, entries: 3 })
  await expect(readFile(`${file}.torn`)).rejects.toMatchObject({ code: 'ENOENT' })
})

test('blocks that were never written leave zeros, which are torn too, with a newline or without', async () => {
  const { file, bytes, first, ledger } = await twoEntries()
  for (const end of ['', '\n', '"}\n']) {
    const zeros = Buffer.concat([bytes.subarray(0, first + 20), Buffer.alloc(5_000), Buffer.from(end)])
    await writeFile(file, zeros)
    expect(await verifyFile(file)).toMatchObject({ problems: [], torn: { line: 2 } })
    expect(await ledger().append(intentBody([]))).toMatchObject({ entry: { sequence: 2 } })
    expect((await readFile(`${file}.torn`)).includes(zeros.subarray(first))).toBe(true)
  }
})

test('a torn line as the only one leaves an empty ledger', async () => {
  const { file, bytes, first, ledger } = await twoEntries()
  await truncate(file, first - 10)
  expect(await ledger().append(intentBody([]))).toMatchObject({ entry: { sequence: 1, previous: null } })
  expect(await readFile(`${file}.torn`, 'utf8')).toBe(`${bytes.subarray(0, first - 10)}\n`)
})

test('a changed last line with its newline is no crash: it is broken', async () => {
  const { file, bytes, ledger } = await twoEntries()
  const changed = Buffer.from(bytes)
  changed.write('x', bytes.length - 2)
  await writeFile(file, changed)
  await expect(ledger().append(intentBody([]))).rejects.toMatchObject({
    code: 'ledger',
    message: expect.stringContaining('broken at line 2.'),
  })
  await expect(ledger().head()).rejects.toMatchObject({ code: 'ledger' })
})
