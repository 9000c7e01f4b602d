import type { Digest } from '../../oci/digest.ts'
import type { Purpose } from './entry.ts'
import type { LedgerHead } from './ledger.ts'
import type { TagResult } from './steps.ts'

/** A tag of a run that did not finish, and what became of it. */
export interface ResumedTag {
  readonly image: string
  /** Destination repository. */
  readonly repository: string
  readonly tag: string
  /** What it held before that run; null: it was not there. */
  readonly old: Digest | null
  /** What that run was to give it; null: it was to be taken away. */
  readonly wanted: Digest | null
  /** What it held when it was looked at now; null: it is not there. */
  readonly found: Digest | null
  /** What became of it; of a dry run what would. */
  readonly result: TagResult
}

/** A run that did not finish, and what `resume` did about it. */
export interface ResumedRun {
  /** The intent that was open, who began it, and when (ISO 8601 in UTC). */
  readonly intent: {
    readonly id: string
    readonly sequence: number
    readonly actor: string
    readonly at: string
  }
  /** Absent where it was a promotion. */
  readonly purpose?: Purpose
  readonly from: string
  readonly to: string
  readonly tags: readonly ResumedTag[]
  /** The entry that ends it; null in a dry run, and where it could not be ended. */
  readonly entry: { readonly id: string; readonly sequence: number } | null
  /** Why it could not be ended; absent where it was, or would be. */
  readonly failure?: { readonly code: string; readonly message: string; readonly hint?: string }
}

/** What `resume` prints. */
export interface ResumeReport {
  readonly kind: 'resume'
  /** Where the ledger is, for people. */
  readonly ledger: string
  /** Whether what moved was to be put back, instead of the rest being moved. */
  readonly undo: boolean
  readonly dryRun: boolean
  /** In the order in which they were ended; none where nothing was open. */
  readonly runs: readonly ResumedRun[]
  readonly head: LedgerHead | null
  readonly warnings: readonly string[]
  readonly exitCode: number
}
