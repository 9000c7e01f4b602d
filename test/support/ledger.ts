import { openLedger } from '../../src/ledger/file/file-ledger.ts'
import type { LedgerEntry } from '../../src/model/ledger/entry.ts'
import type { ChainReport, LedgerReader, VerifyOptions } from '../../src/model/ledger/ledger.ts'
import { systemClock } from '../../src/support/clock.ts'

/** All entries of a ledger; an entry of a newer version fails the test. */
export async function entriesIn(ledger: Pick<LedgerReader, 'entries'>): Promise<LedgerEntry[]> {
  const entries: LedgerEntry[] = []
  for await (const line of ledger.entries()) {
    if (line.kind === 'newer') throw new Error(line.reason)
    entries.push(line.entry)
  }
  return entries
}

/** What verifying a ledger file finds. */
export function verifyFile(file: string, options: VerifyOptions = {}): Promise<ChainReport> {
  return openLedger(file, { clock: systemClock }).verify(options)
}
