import type { LedgerEntry, RunIdentity } from '../../../model/ledger/entry.ts'

/** An intent and its outcome: a ledger this short began with this run. */
const FIRST_ENTRIES = 2

/**
 * The warning that a ledger file will be lost with the CI runner it is on, and the lines that keep it; undefined
 * elsewhere, and where the file was there before this run: then somebody brings it along and keeps it.
 */
export function ledgerOnRunner(
  ledger: string,
  identity: RunIdentity,
  entry: Pick<LedgerEntry, 'sequence'>,
): string | undefined {
  if (identity.ci === null || entry.sequence > FIRST_ENTRIES) return undefined
  return (
    `The ledger ${ledger} began with this run, on a CI runner that does not live on. ` +
    `Keep it: git add ${ledger} && git commit -m "Promotion" && git push, ` +
    'or upload it as an artifact and download it before the next run. Otherwise the next run begins another one.'
  )
}
