import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { openLedger } from '../../../src/ledger/file/file-ledger.ts'
import { collect } from '../../support/collect.ts'
import { entriesIn, verifyFile } from '../../support/ledger.ts'
import { temporaryFolder, tickingClock } from '../workplace.ts'

const program = fileURLToPath(new URL('./appender.ts', import.meta.url))

function startAppender(file: string, count: number): ChildProcess {
  const child = spawn(process.execPath, [program, file, `${count}`], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

async function* linesOf(child: ChildProcess): AsyncGenerator<string> {
  if (child.stdout !== null) yield* createInterface({ input: child.stdout })
}

async function idsIn(file: string): Promise<string[]> {
  return (await entriesIn(openLedger(file, { clock: tickingClock() }))).map((entry) => entry.id)
}

test('four processes appending at once lose nothing, and the chain holds', async () => {
  const file = join(await temporaryFolder(), 'promotions.jsonl')
  const printed = await Promise.all([1, 2, 3, 4].map(() => collect(linesOf(startAppender(file, 25)))))
  expect(printed.map((ids) => ids.length)).toEqual([25, 25, 25, 25])
  expect(await verifyFile(file)).toMatchObject({ ok: true, entries: 100, problems: [], torn: null })
  expect((await idsIn(file)).sort()).toEqual(printed.flat().sort())
})

test('killed again and again while it appends, a ledger keeps every entry that was reported', async () => {
  const file = join(await temporaryFolder(), 'promotions.jsonl')
  const reported: string[] = []
  for (let round = 0; round < 12; round++) {
    const child = startAppender(file, 1_000_000)
    const wanted = reported.length + 1 + ((round * 7) % 11)
    for await (const id of linesOf(child)) {
      reported.push(id)
      // What it prints after this line and before it is gone is reported too.
      if (reported.length === wanted) child.kill('SIGKILL')
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    expect(child.signalCode).toBe('SIGKILL')
    expect((await verifyFile(file)).problems).toEqual([])
  }
  const again = await collect(linesOf(startAppender(file, 1)))
  const ids = await idsIn(file)
  expect(ids).toEqual(expect.arrayContaining([...reported, ...again]))
  expect(ids.filter((id) => reported.includes(id))).toEqual(reported)
  // A killed writer can have put an entry on disk and not lived to say so, or torn one: one of these a round.
  expect(ids.length - reported.length - again.length).toBeLessThanOrEqual(12)
  expect(await verifyFile(file)).toMatchObject({ ok: true, entries: ids.length })
  await access(`${file}.lock`)
})
