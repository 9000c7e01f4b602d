import { writeFile } from 'node:fs/promises'
import { encodeLine, seal } from '../../src/ledger/chain/line.ts'
import type { EntryBody, LedgerEntry } from '../../src/model/ledger/entry.ts'
import type { LedgerHead } from '../../src/model/ledger/ledger.ts'
import { outcomeBody, step } from './entry-bodies.ts'
import { tickingClock } from './workplace.ts'

/** Writes a ledger of `count` valid entries in one go; the answer is the last one. */
export async function fillLedger(
  file: string,
  count: number,
  body: (index: number) => EntryBody = (index) => outcomeBody(null, [step(`content ${index}`)]),
): Promise<LedgerEntry | undefined> {
  const clock = tickingClock()
  let head: LedgerHead | undefined
  let last: LedgerEntry | undefined
  const lines: Buffer[] = []
  for (let index = 0; index < count; index++) {
    last = seal(body(index), head, clock.now())
    head = last
    lines.push(encodeLine(last))
  }
  await writeFile(file, Buffer.concat(lines))
  return last
}
