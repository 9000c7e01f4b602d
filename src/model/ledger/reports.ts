import type { AbandonedTag, LedgerEntry, LedgerLine, NewerEntry, Purpose } from './entry.ts'
import { leavesOut } from './history.ts'
import type { ChainReport, LedgerHead } from './ledger.ts'
import { type LedgerRow, ledgerRows, movedRows } from './rows.ts'

/** What `ledger verify` prints; not `ok` either where there is no entry and none was not expected. */
export interface LedgerVerification extends ChainReport {
  readonly kind: 'ledger-verify'
  /** Where the ledger is, for people. */
  readonly ledger: string
}

/**
 * What checking a ledger came to. One that is not there, or has no entry, is as a lost one is: it is right only for
 * somebody who says so.
 */
export function ledgerVerification(
  ledger: string,
  chain: ChainReport,
  { allowEmpty }: { readonly allowEmpty: boolean },
): LedgerVerification {
  return { ...chain, kind: 'ledger-verify', ledger, ok: chain.ok && (chain.entries > 0 || allowEmpty) }
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
  /** Absent where the intent was of a promotion. */
  readonly purpose?: Purpose
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

/** Lines of a history, newest first. */
export interface HistoryLines extends LedgerLines {
  /** The intents that have ended, by id, listed or not, and the entry that ended each. */
  readonly ended: Readonly<Record<string, number>>
  /** What was asked for, as it was written. */
  readonly filter: HistoryRequested
}

/** What a person asked a history for. */
export interface HistoryRequested {
  readonly environment?: string | undefined
  readonly image?: string | undefined
  readonly actor?: string | undefined
  readonly digest?: string | undefined
  readonly since?: string | undefined
  readonly until?: string | undefined
}

/** What `history` prints as JSON: entries that match, newest first. */
export interface HistoryReport {
  readonly kind: 'history'
  readonly ledger: string
  /** Whether each entry is as it stands in the ledger; false where steps that nobody asked for may be left out. */
  readonly whole: boolean
  readonly entries: readonly (LedgerEntry | NewerEntry)[]
  readonly head: LedgerHead | null
}

/** A history as a JSON report has it. */
export function historyReport({ ledger, lines, head, filter }: HistoryLines): HistoryReport {
  return {
    kind: 'history',
    ledger,
    whole: !leavesOut(filter),
    entries: lines.map(({ entry }) => entry),
    head,
  }
}

/** What `ledger export` writes as JSON, oldest first. */
export interface LedgerExport {
  readonly kind: 'ledger-export'
  readonly ledger: string
  /** A row for each tag that moved; all rows where all was asked for. */
  readonly rows: readonly LedgerRow[]
  /** Every entry as it stands in the ledger, where all was asked for. */
  readonly entries?: readonly (LedgerEntry | NewerEntry)[]
  readonly head: LedgerHead | null
}

/** A ledger as its JSON export has it. @param all whether all of it was asked for, not only the tags that moved */
export function ledgerExport({ ledger, lines, head }: LedgerLines, all: boolean): LedgerExport {
  const rows = lines.flatMap(all ? ledgerRows : movedRows)
  const entries = all ? { entries: lines.map(({ entry }) => entry) } : {}
  return { kind: 'ledger-export', ledger, rows, ...entries, head }
}
