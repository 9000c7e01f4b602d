import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { LedgerEntry } from '../../src/model/ledger/entry.ts'

/**
 * A ledger as the first version wrote it, byte for byte: entries 1 and 2 are intents that share a tag, 3 is the outcome of
 * the second, 4 says that the other tag of the first is in step, 5 failed with 6, and 7 is open.
 */
export const FIRST_LEDGER = fileURLToPath(new URL('./first-version.jsonl', import.meta.url))

/** Its entries. */
export function firstEntries(): LedgerEntry[] {
  const lines = readFileSync(FIRST_LEDGER, 'utf8').split('\n')
  return lines.slice(0, -1).map((line) => JSON.parse(line))
}
