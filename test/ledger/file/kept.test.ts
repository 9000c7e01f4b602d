import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLedger } from '../../../src/ledger/file/file-ledger.ts'
import { entriesIn, verifyFile } from '../../support/ledger.ts'
import { intentBody, outcomeBody, step } from '../entry-bodies.ts'
import { temporaryFolder, tickingClock } from '../workplace.ts'

async function withOpenIntent() {
  const folder = await temporaryFolder()
  const file = join(folder, 'promotions.jsonl')
  const ledger = openLedger(file, { clock: tickingClock() })
  const { entry: intent } = await ledger.append(intentBody([step('a')]))
  return { folder, file, ledger, intent, good: await readFile(file) }
}

async function keptIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.includes('.kept-'))
}

test('an outcome that cannot be written is kept, said, and taken in by the next append', async () => {
  const { folder, file, ledger, intent, good } = await withOpenIntent()
  await writeFile(file, 'damaged\n')
  await expect(ledger.append(outcomeBody(intent.id, [step('a')]))).rejects.toMatchObject({
    code: 'ledger',
    details: { hint: expect.stringMatching(/kept in .*promotions\.jsonl\.kept-[a-f0-9]{16}; the next run/) },
  })
  expect(await keptIn(folder)).toHaveLength(1)
  await writeFile(file, good)
  const next = intentBody([step('b')])
  let open = -1
  await ledger.append(next, (intents) => {
    open = intents.length
  })
  expect(open).toBe(0)
  const entries = await entriesIn(ledger)
  expect(entries).toMatchObject([
    { kind: 'intent' },
    { kind: 'outcome', intents: [intent.id] },
    { kind: 'intent' },
  ])
  expect(await keptIn(folder)).toEqual([])
  expect(await verifyFile(file)).toMatchObject({ ok: true })
})

test('a kept outcome of a promotion that another run finished is set aside, not recorded after it', async () => {
  const { folder, file, ledger, intent, good } = await withOpenIntent()
  await writeFile(file, 'damaged\n')
  await expect(ledger.append(outcomeBody(intent.id, [step('a')], { error: 'late' }))).rejects.toThrow()
  const [name = ''] = await keptIn(folder)
  const kept = await readFile(join(folder, name), 'utf8')
  await writeFile(file, good)
  await ledger.append(intentBody([]))
  await writeFile(join(folder, name), kept)
  await ledger.append(intentBody([]))
  expect((await entriesIn(ledger)).filter((entry) => JSON.stringify(entry).includes('late'))).toHaveLength(1)
  expect(await readFile(`${file}.torn`, 'utf8')).toBe(kept)
  expect(await keptIn(folder)).toEqual([])
})

test('an intent is never kept: without it on disk no tag moves', async () => {
  const { folder, file, ledger } = await withOpenIntent()
  await writeFile(file, 'damaged\n')
  await expect(ledger.append(intentBody([step('b')]))).rejects.toMatchObject({ code: 'ledger' })
  expect(await keptIn(folder)).toEqual([])
})

test('an outcome that can be kept nowhere says so', async () => {
  const folder = join(await temporaryFolder(), 'gone')
  await mkdir(folder)
  const ledger = openLedger(join(folder, 'promotions.jsonl'), { clock: tickingClock() })
  await rmdir(folder)
  await expect(ledger.append(outcomeBody(null, []))).rejects.toMatchObject({
    code: 'disk',
    details: { hint: expect.stringContaining('could not be kept') },
  })
})

test('a kept outcome that cannot be read stops the next write and names its file', async () => {
  const { file, ledger } = await withOpenIntent()
  await writeFile(`${file}.kept-0000`, '{"kind":"outcome"}')
  await expect(ledger.append(intentBody([]))).rejects.toMatchObject({
    code: 'ledger',
    message: expect.stringContaining('.kept-0000'),
  })
})
