import type { AbandonedTag, LedgerEntry, LedgerLine, NewerEntry } from './entry.ts'
import type { ChainReport, LedgerHead } from './ledger.ts'

/** What `ledger verify` prints. */
export interface LedgerVerification extends ChainReport {
  readonly kind: 'ledger-verify'
  /** Where the ledger is, for people. */
  readonly ledger: string
}

/** What `ledger abandon` did. */
export interface AbandonReport {
  readonly kind: 'ledger-abandon'
  /** Where the ledger is, for people. */
  readonly ledger: string
  /** The entry that closes the intent. */
  readonly entry: { readonly id: string; readonly sequence: number }
  /** The intent that was open, who began it, and when (ISO 8601 in UTC). */
  readonly intent: {
    readonly id: string
    readonly sequence: number
    readonly actor: string
    readonly at: string
  }
  readonly from: string
  readonly to: string
  readonly reason: string
  /** The tags that are free now, and what each holds. */
  readonly tags: readonly AbandonedTag[]
  readonly head: LedgerHead
  readonly warnings: readonly string[]
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
