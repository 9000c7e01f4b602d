import type { Digest } from '../../oci/digest.ts'
import type { CallOptions } from '../../oci/store.ts'
import type { EntryBody, IntentEntry, LedgerEntry, LedgerLine } from './entry.ts'
import type { Standing } from './standing/standing.ts'
import type { Begun, RunNotice, RunUnderWay } from './under-way.ts'

/** The end of a ledger: what to note elsewhere, to show a cut or rewritten tail later. */
export interface LedgerHead {
  readonly sequence: number
  readonly hash: Digest
}

/** One tag an open intent holds: nobody may move it to another digest meanwhile. */
export interface Pin {
  /** Destination repository. */
  readonly repository: string
  readonly tag: string
  /** Null where it is to be gone. */
  readonly digest: Digest | null
}

/** An intent that is not done with: its run is still moving tags, or died while it did. */
export interface OpenIntent {
  readonly entry: IntentEntry
  /** The tags it holds, at least one; they are freed together. */
  readonly pins: readonly Pin[]
}

/** What checking the chain of a ledger found. */
export interface ChainReport {
  /** Whether nothing is wrong: no problem, nothing torn, and the head that was asked for is there. */
  readonly ok: boolean
  /** Whether there is a ledger at all, if only an empty one. */
  readonly exists: boolean
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

/** How {@link LedgerReader.verify} verifies. */
export interface VerifyOptions extends CallOptions {
  /** A head noted elsewhere, `sha256:` and 64 hex digits or the digits alone: the ledger must end in it or go on from it. */
  readonly head?: string
}

/** The append-only record, for reading. Takes no lock and writes nothing: a dry run may ask. */
export interface LedgerReader {
  /** Where it is, for people. */
  readonly name: string
  /**
   * All lines from the first on; none when there is no ledger yet. A torn last line is left out.
   * @throws PromoteError `ledger` at the first line that breaks the chain
   */
  entries(options?: CallOptions): AsyncIterable<LedgerLine>
  /**
   * The intents that are open now, oldest first; found without reading the whole ledger where that can be trusted.
   * @throws PromoteError `ledger` when the chain is broken
   */
  open(options?: CallOptions): Promise<readonly OpenIntent[]>
  /**
   * The holds and rejections that stand now; found as {@link LedgerReader.open} finds what is open.
   * @throws PromoteError `ledger` when the chain is broken
   */
  standing(options?: CallOptions): Promise<Standing>
  /** The last entry's place in the chain; undefined for an empty ledger. @throws PromoteError `ledger` when the last line is broken */
  head(options?: CallOptions): Promise<LedgerHead | undefined>
  /**
   * Verifies all of it: every line's form and hash, that each follows from the one before, and that it holds a head
   * noted elsewhere. A ledger that does not exist is empty. What is wrong is in the report.
   * @throws PromoteError `usage` for a head that is no hash, `disk` when it cannot be read
   */
  verify(options?: VerifyOptions): Promise<ChainReport>
}

/** What an append came to. */
export interface Appended {
  readonly entry: LedgerEntry
  /** What a person should know of what was found beside the ledger, as sentences. */
  readonly warnings: readonly string[]
}

/** What was found beside the ledger and taken into it. */
export interface TakenIn {
  /** The outcomes that runs had kept beside it, in their places of the chain. */
  readonly entries: readonly LedgerEntry[]
  /** What was set aside instead, as sentences. */
  readonly warnings: readonly string[]
}

/** The append-only record. */
export interface Ledger extends LedgerReader {
  /**
   * Tells other runs on this ledger that one is under way, before it writes anything anywhere, unless another is under way
   * that is about one of its tags. Whether another is alive is known, not guessed; where that cannot be, as between machines
   * that share no locks, none is seen, and open intents alone keep runs apart.
   * @throws PromoteError `locked`; the signal's reason
   */
  begin(notice: RunNotice, options?: CallOptions): Promise<Begun>
  /** The runs that have told others that they are under way, and are alive. */
  underWay(): Promise<readonly RunUnderWay[]>
  /**
   * Fails before anything is written anywhere if an append would: read-only folder, full disk, broken chain, an entry
   * of a newer version, entries gone that this process has read. Changes and creates nothing.
   * @throws PromoteError `disk` when it cannot be written, `ledger` when the chain is broken or cut, or a newer version wrote in it
   */
  checkWritable(options?: CallOptions): Promise<void>
  /**
   * Takes in outcomes that runs could not write and kept beside the ledger, as the next append would; writes and locks
   * nothing where none is kept. To be asked before an open intent is called unfinished.
   * @throws PromoteError `locked`, `disk`, `ledger`
   */
  takeInKept(options?: CallOptions): Promise<TakenIn>
  /**
   * Appends one entry under the ledger's lock and flushes it to disk. `judge`, called under the lock with the
   * intents that are open and what stands, may throw to refuse. The signal ends the waiting for the lock, not the writing.
   * An outcome that cannot be written is kept beside the ledger, and the next append takes it in. Nothing but an outcome is
   * written to a ledger that was cut since this process read it: what was judged rests on what is gone.
   * @throws PromoteError `locked`, `disk`, `ledger`, and what `judge` throws
   */
  append(
    body: EntryBody,
    judge?: (open: readonly OpenIntent[], standing: Standing) => void,
    options?: CallOptions,
  ): Promise<Appended>
}
