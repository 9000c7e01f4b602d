import type { Digest } from '../../oci/digest.ts'

/** One tag that moves: what it held before (null: it did not exist) and what it is to hold after (null: it is to be gone). */
export interface LedgerTag {
  readonly tag: string
  readonly old: Digest | null
  readonly new: Digest | null
}

/**
 * What became of one tag in a run.
 *
 * - `moved`: it holds the new digest, which this run gave it, or the crashed run whose outcome this is
 * - `unchanged`: it held the new digest already
 * - `restored`: it was moved, then put back to what it held before, or removed again
 * - `left`: it was moved and could not be put back, or another run relies on it: it holds the new digest
 * - `failed`: it was to be moved and does not hold the new digest, as read afterwards
 * - `overtaken`: somebody else moved it meanwhile; it was not touched any more
 * - `not-begun`: the run ended before its turn; this run did not touch it
 * - `left-out`: it was not to be moved in this run, because something stood in its way and the others went on
 * - `stays`: a rollback was to take it away, and its registry cannot remove a tag alone: it holds what it held
 * - `unknown`: what it holds could not be read after a try to move it
 */
export type TagResult =
  | 'moved'
  | 'unchanged'
  | 'restored'
  | 'left'
  | 'failed'
  | 'overtaken'
  | 'not-begun'
  | 'left-out'
  | 'stays'
  | 'unknown'

/** A tag of an outcome: what became of it. */
export interface OutcomeTag extends LedgerTag {
  readonly result: TagResult
}

/**
 * How a step ended. `completed`: the image was in step, and what refers to it was brought; `recorded`: all its tags were in
 * place, and it is the image's current version from here on; `partial`: some of its tags hold the new digest as planned,
 * others do not; `repaired`: its tags and its content are what the ledger said before; `rolled-back`: its tags are as they
 * were in the state that the rollback went back to.
 */
export type StepOutcome =
  | 'promoted'
  | 'repaired'
  | 'rolled-back'
  | 'partial'
  | 'completed'
  | 'recorded'
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

/** One step of a promotion, as every kind of entry that has steps keeps it. */
export interface LedgerStep {
  readonly image: string
  /** Source reference: `host/path:tag` or `host/path@digest`. */
  readonly source: string
  readonly digest: Digest
  /** Destination repository. */
  readonly destination: string
  readonly tags: readonly LedgerTag[]
  /** What came along with it; absent where nothing did. */
  readonly referrers?: readonly LedgerReferrer[]
  /** There where a rollback makes it the image's current version. */
  readonly current?: true
  /** The digests of the image that a rollback took out, each of which it put a hold on; absent where there are none. */
  readonly takenOut?: readonly Digest[]
  readonly blobs: { readonly mounted: number; readonly copied: number; readonly present: number }
  /** Bytes copied. */
  readonly bytes: number
  readonly milliseconds: number
}

/** A step of an outcome: how it ended, and what became of each of its tags. */
export interface OutcomeStep extends LedgerStep {
  readonly tags: readonly OutcomeTag[]
  readonly outcome: StepOutcome
}

/** A step of an outcome of format version 1, which did not say what became of each tag. */
export interface FirstOutcomeStep extends LedgerStep {
  readonly outcome: Exclude<StepOutcome, 'partial' | 'recorded' | 'repaired' | 'rolled-back'>
}
