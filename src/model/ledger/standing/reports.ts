import type { LedgerHead } from '../ledger.ts'
import type { Refusal } from './refusals.ts'

/** What a command that writes such an entry says of where it went. */
interface Recorded {
  /** Where the ledger is, for people. */
  readonly ledger: string
  readonly head: LedgerHead
  readonly warnings: readonly string[]
}

/** What `hold add` did. */
export interface HoldReport extends Recorded {
  readonly kind: 'hold-add'
  readonly hold: Refusal
  /** False where the same hold stood already, for the same reason: then nothing was recorded. */
  readonly recorded: boolean
  /** Whether it is what the ledger says is current there: a hold moves nothing, so it stays. */
  readonly isCurrent: boolean
}

/** A hold that was taken back, and by which entry. */
export interface ReleasedHold {
  readonly hold: Refusal
  readonly by: { readonly id: string; readonly sequence: number }
}

/** What `hold release` did. */
export interface HoldReleaseReport extends Recorded {
  readonly kind: 'hold-release'
  readonly released: readonly ReleasedHold[]
  readonly reason: string
  /** What still stands in the way of the same images there. */
  readonly left: readonly Refusal[]
}

/** What `hold ls` found. */
export interface HoldList {
  readonly kind: 'hold-ls'
  readonly ledger: string
  /** The one environment that was asked for; null for all. Rejections are of all. */
  readonly environment: string | null
  readonly refusals: readonly Refusal[]
  readonly head: LedgerHead | null
}

/** A digest that was rejected, or is not any more. */
export interface RejectedDigest {
  readonly rejection: Refusal
  /** The entry that says so. Of a digest that was rejected already, that of then. */
  readonly by: { readonly id: string; readonly sequence: number }
  /** Whether that entry is new. */
  readonly recorded: boolean
  /** Where the ledger says it is current: it stays there until something else is promoted. */
  readonly currentIn: readonly { readonly environment: string; readonly image: string }[]
}

/** What `reject`, or `reject --undo`, did. */
export interface RejectReport extends Recorded {
  readonly kind: 'reject'
  readonly undone: boolean
  readonly digests: readonly RejectedDigest[]
  /** Why it was taken back, or rejected. */
  readonly reason: string
}
