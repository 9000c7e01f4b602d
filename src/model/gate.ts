import type { Digest } from '../oci/digest.ts'
import type { CallOptions } from '../oci/store.ts'
import type { ReferrersRule } from './referrers.ts'

/** A gate's answer for one step; `unknown` denies. */
export interface Verdict {
  readonly gate: string
  readonly image: string
  readonly tag: string | null
  readonly answer: 'pass' | 'deny' | 'unknown'
  /** One sentence. */
  readonly reason: string
  /** What the answer rests on, as it goes into plan and ledger. */
  readonly evidence: Readonly<Record<string, string | number | boolean | null>>
}

/** What a gate is asked about: one candidate on its way into an environment, and the rules there. */
export interface GatedStep {
  readonly image: string
  /** The candidate's tag; null when it was asked for by digest alone. */
  readonly tag: string | null
  readonly digest: Digest
  /** Whether the image is there already, and nothing of it moves. */
  readonly isInStep: boolean
  readonly from: { readonly name: string; readonly repository: string }
  readonly to: { readonly name: string; readonly repository: string; readonly referrers: ReferrersRule }
}

/** What the source environment has of a candidate. */
export interface SourceEvidence {
  /** Whether its content can be read there by its digest. */
  readonly isPresent: boolean
  /** What its tag holds there now, null for nothing; absent where it still holds the candidate, or there is no tag. */
  readonly tagHolds?: Digest | null
}

/** A tag of cosign's that would lose something by moving. */
export interface ReferrerConflict {
  readonly tag: string
  readonly holds: Digest
  readonly wanted: Digest
  /** What it is: `signature`, `attestation`, … */
  readonly name: string
}

/** What refers to a candidate in the source, as far as a rule asks. */
export interface ReferrerEvidence {
  /** How many come along. */
  readonly found: number
  /** Required kinds that the source lacks. */
  readonly lacking: readonly string[]
  readonly conflicts: readonly ReferrerConflict[]
}

/** What gates can read. All gates and steps that ask the same of one digest share one answer. */
export interface Evidence {
  inSource(step: GatedStep, options: CallOptions): Promise<SourceEvidence>
  referrers(step: GatedStep, options: CallOptions): Promise<ReferrerEvidence>
}

/** A rule that must hold before a step runs. */
export interface Gate<E = unknown> {
  /** As it is called in the promotion file and in every verdict. */
  readonly name: string
  /** Reads what {@link Gate.judge} needs. What it throws makes the answer unknown, which denies. */
  collect(step: GatedStep, read: Evidence, options: CallOptions): Promise<E>
  /** Pure: the clock comes in. None where the gate has nothing to say about this step. */
  judge(step: GatedStep, evidence: E, now: Date): readonly Verdict[]
}
