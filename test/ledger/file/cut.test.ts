import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLedger } from '../../../src/ledger/file/file-ledger.ts'
import type { Ledger } from '../../../src/model/ledger/ledger.ts'
import { entriesIn } from '../../support/ledger.ts'
import { intentBody, outcomeBody, step } from '../entry-bodies.ts'
import { temporaryFolder, tickingClock } from '../workplace.ts'

/** A ledger of three entries, which `ledger` has not read yet. */
async function filled(): Promise<{ file: string; ledger: Ledger; lines: readonly string[] }> {
  const file = join(await temporaryFolder(), 'promotions.jsonl')
  const other = openLedger(file, { clock: tickingClock() })
  for (const name of ['a', 'b', 'c']) await other.append(outcomeBody(null, [step(name)]))
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
  return { file, ledger: openLedger(file, { clock: tickingClock(), name: 'promotions.jsonl' }), lines }
}

const reads: Readonly<Record<string, (ledger: Ledger) => Promise<unknown>>> = {
  entries: entriesIn,
  standing: (ledger) => ledger.standing(),
  checkWritable: (ledger) => ledger.checkWritable(),
}

test.each(Object.keys(reads))(
  'what is gone since %s read it is missed, and no intent is written',
  async (how) => {
    const { file, ledger, lines } = await filled()
    await reads[how]?.(ledger)
    for (const cut of [
      () => rm(file),
      () => writeFile(file, ''),
      () => writeFile(file, `${lines.slice(0, 2).join('\n')}\n`),
    ]) {
      await cut()
      const refused = {
        code: 'ledger',
        message: expect.stringMatching(/^The ledger \S+ does not have entry 3 any more, which it had when/),
      }
      await expect(ledger.checkWritable()).rejects.toMatchObject(refused)
      await expect(ledger.append(intentBody([step('d')]))).rejects.toMatchObject(refused)
    }
    expect(await readFile(file, 'utf8')).toBe(`${lines.slice(0, 2).join('\n')}\n`)
    // Tags have moved when there is an outcome: that is never left unsaid.
    await ledger.append(outcomeBody(null, [step('d')]))
    expect(await entriesIn(ledger)).toHaveLength(3)
  },
)

test('another copy of the same length is told from the one that was read; one that has grown is not', async () => {
  const { file, ledger, lines } = await filled()
  await entriesIn(ledger)
  await writeFile(file, `${lines.slice(0, 2).join('\n')}\n`)
  const other = openLedger(file, { clock: tickingClock() })
  await other.append(outcomeBody(null, [step('x')]))
  await expect(ledger.append(intentBody([step('d')]))).rejects.toMatchObject({ code: 'ledger' })
  await writeFile(file, `${lines.join('\n')}\n`)
  await openLedger(file, { clock: tickingClock() }).append(outcomeBody(null, [step('y')]))
  await expect(ledger.append(intentBody([step('d')]))).resolves.toMatchObject({ entry: { sequence: 5 } })
})
