import type { LedgerEntry, LedgerHead } from './ledger.ts'

/** What checking the chain of a ledger file found. */
export interface ChainReport {
  /** Entries read. */
  readonly entries: number
  /** The last entry's place in the chain; null for an empty ledger. */
  readonly head: LedgerHead | null
  /** Every break of the chain; lines count from 1. */
  readonly problems: readonly { readonly line: number; readonly message: string }[]
  /** Whether the last line was cut off while it was written; the next write sets it aside. */
  readonly torn: boolean
}

/** What `ledger verify` prints. */
export interface LedgerVerification extends ChainReport {
  readonly kind: 'ledger-verify'
  /** Where the ledger is, for people. */
  readonly ledger: string
  readonly ok: boolean
}

/** What `history` prints: entries that match, newest first. */
export interface HistoryReport {
  readonly kind: 'history'
  readonly ledger: string
  readonly entries: readonly LedgerEntry[]
  readonly head: LedgerHead | null
}

/** What `ledger export` writes as JSON: all entries, oldest first. */
export interface LedgerExport {
  readonly kind: 'ledger-export'
  readonly ledger: string
  readonly entries: readonly LedgerEntry[]
  readonly head: LedgerHead | null
}
