import type { Digest } from '../../oci/digest.ts'
import type { CallOptions } from '../../oci/store.ts'
import type { Verdict } from '../gate.ts'

/** Who ran it, where, and with what. */
export interface RunIdentity {
  /** Random, one for each run of the command. */
  readonly id: string
  readonly actor: string
  /** Where the actor's name came from: `github`, `gitlab`, `git`, `env`, `os`. */
  readonly actorFrom: string
  /** Who started the CI run at first, where somebody else, the actor, ran it again. */
  readonly startedBy?: string
  /** URL of the CI run, where there is one. */
  readonly ci: string | null
  /** Commit of the promotion file's repository, where there is one. */
  readonly commit: string | null
  readonly tool: string
}

/** One tag that moves: what it held before (null: it did not exist) and what it holds after. */
export interface LedgerTag {
  readonly tag: string
  readonly old: Digest | null
  readonly new: Digest
}

/**
 * How a step ended. `planned` stands in intents only; `completed`: the image was in step, and what refers to it was brought.
 */
export type StepOutcome =
  | 'planned'
  | 'promoted'
  | 'completed'
  | 'unchanged'
  | 'failed'
  | 'restored'
  | 'left'
  | 'cancelled'

/** A signature, SBOM, attestation or other artifact that came along with an image. */
export interface LedgerReferrer {
  readonly digest: Digest
  /** What it refers to: the image, something an index lists, or another referrer. */
  readonly subject: Digest
  /** `signature`, `sbom`, `provenance`, `attestation`, or its artifact type. */
  readonly kind: string
  /** The tag of cosign's it stands under; null for what names its subject itself. */
  readonly tag: string | null
}

/** One step of a promotion as the ledger keeps it. */
export interface LedgerStep {
  readonly image: string
  /** Source reference: `host/path:tag` or `host/path@digest`. */
  readonly source: string
  readonly digest: Digest
  /** Destination repository. */
  readonly destination: string
  readonly tags: readonly LedgerTag[]
  readonly outcome: StepOutcome
  /** What came along with it; absent where nothing did. */
  readonly referrers?: readonly LedgerReferrer[]
  readonly blobs: { readonly mounted: number; readonly copied: number; readonly present: number }
  /** Bytes copied. */
  readonly bytes: number
  readonly milliseconds: number
}

/** The kinds of entries. */
export type EntryKind = 'intent' | 'outcome'

/** What a writer hands to the ledger; the ledger adds id, sequence, previous, at and hash. */
export interface EntryBody {
  readonly kind: EntryKind
  readonly run: RunIdentity
  /** Digest of the plan. */
  readonly plan: Digest
  readonly from: string
  readonly to: string
  /** In an outcome: the id of the intent it closes; null where nothing had to move. */
  readonly intent: string | null
  readonly steps: readonly LedgerStep[]
  readonly verdicts: readonly Verdict[]
  /** `done`, `failed` or `cancelled`; null in an intent. */
  readonly result: 'done' | 'failed' | 'cancelled' | null
  /** One sentence; null when nothing went wrong. */
  readonly error: string | null
}

/** One line of the ledger. */
export interface LedgerEntry extends EntryBody {
  readonly formatVersion: 1
  /** Random; what other entries refer to. */
  readonly id: string
  /** 1 for the first entry, then one more each. */
  readonly sequence: number
  /** Hash of the entry before; null for the first. */
  readonly previous: Digest | null
  /** ISO 8601 in UTC with milliseconds. */
  readonly at: string
  /** SHA-256 of the canonical JSON (RFC 8785) of the entry without `hash`. */
  readonly hash: Digest
}

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
  readonly digest: Digest
}

/** An intent that is not done with: its run is still moving tags, or died while it did. */
export interface OpenIntent {
  readonly entry: LedgerEntry
  /** What it still holds, at least one; what a later entry settled is not in it. */
  readonly pins: readonly Pin[]
}

/** The append-only record. */
export interface Ledger {
  /** Where it is, for people. */
  readonly name: string
  /**
   * All entries from the first on; none when there is no ledger yet. A torn last line is left out.
   * @throws PromoteError `ledger` at the first line that breaks the chain
   */
  entries(options?: CallOptions): AsyncIterable<LedgerEntry>
  /**
   * Fails before anything is written anywhere if an append would: read-only folder, full disk, broken chain.
   * Changes and creates nothing.
   * @throws PromoteError `disk` when it cannot be written, `ledger` when the chain is broken
   */
  checkWritable(options?: CallOptions): Promise<void>
  /**
   * Appends one entry under the ledger's lock and flushes it to disk. `judge`, called under the lock with the
   * intents that are open, may throw to refuse. The signal ends the waiting for the lock, not the writing.
   * An outcome that cannot be written is kept beside the ledger, and the next append takes it in.
   * @throws PromoteError `locked`, `disk`, `ledger`, and what `judge` throws
   */
  append(
    body: EntryBody,
    judge?: (open: readonly OpenIntent[]) => void,
    options?: CallOptions,
  ): Promise<LedgerEntry>
  /**
   * The intents that are open now, oldest first; found without reading the whole ledger where that can be trusted.
   * Takes no lock and writes nothing: a dry run may ask.
   * @throws PromoteError `ledger` when the chain is broken
   */
  open(options?: CallOptions): Promise<readonly OpenIntent[]>
  /** The last entry's place in the chain; undefined for an empty ledger. @throws PromoteError `ledger` when the last line is broken */
  head(options?: CallOptions): Promise<LedgerHead | undefined>
}
