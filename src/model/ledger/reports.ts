import type { LedgerEntry, LedgerLine, NewerEntry } from './entry.ts'
import type { LedgerHead } from './ledger.ts'

/** What checking the chain of a ledger found. */
export interface ChainReport {
  /** Whether nothing is wrong: no problem, nothing torn, and the head that was asked for is there. */
  readonly ok: boolean
  /** Entries that are whole and in their place. */
  readonly entries: number
  /** The last entry's place in the chain; null for an empty ledger, or when its last line is broken. */
  readonly head: LedgerHead | null
  /** Breaks of the chain, the first hundred; lines count from 1. */
  readonly problems: readonly { readonly line: number; readonly message: string }[]
  /** A last line that was cut off while it was written, with its size in bytes; the next write sets it aside. */
  readonly torn: { readonly line: number; readonly bytes: number } | null
  /** The head that was asked for, and which entry has it; sequence null: none has, the ledger was cut or rewritten. */
  readonly noted: { readonly hash: string; readonly sequence: number | null } | null
  /** Whole entries that a newer version made, the first twenty, and what of each is not known; they are no fault. */
  readonly newer: readonly { readonly sequence: number; readonly kind: string; readonly reason: string }[]
}

/** What `ledger verify` prints. */
export interface LedgerVerification extends ChainReport {
  readonly kind: 'ledger-verify'
  /** Where the ledger is, for people. */
  readonly ledger: string
}

/** Lines of a ledger, and where it ends. */
export interface LedgerLines {
  /** Where the ledger is, for people. */
  readonly ledger: string
  readonly lines: readonly LedgerLine[]
  readonly head: LedgerHead | null
}

/** What `history` prints as JSON: entries that match, newest first. */
export interface HistoryReport {
  readonly kind: 'history'
  readonly ledger: string
  readonly entries: readonly (LedgerEntry | NewerEntry)[]
  readonly head: LedgerHead | null
}

/** What `ledger export` writes as JSON: all entries, oldest first. */
export interface LedgerExport extends Omit<HistoryReport, 'kind'> {
  readonly kind: 'ledger-export'
}

/** Lines as a JSON report has them: each entry as it stands in the ledger. */
export function entriesReport<Kind extends string>(
  kind: Kind,
  { ledger, lines, head }: LedgerLines,
): Omit<HistoryReport, 'kind'> & { readonly kind: Kind } {
  return { kind, ledger, entries: lines.map(({ entry }) => entry), head }
}
