import type { Platform } from '../../oci/descriptor.ts'
import type { Digest } from '../../oci/digest.ts'
import type { ImageConfig } from '../../oci/image-config.ts'
import type { ParsedManifest, RawManifest } from '../../oci/manifest.ts'
import type { CallOptions, ContentSource } from '../../oci/store.ts'
import type { SshCheck, SshVerdict } from '../approvals/ssh.ts'
import type { LedgerEntry } from '../ledger/entry.ts'
import type { Standing } from '../ledger/standing/standing.ts'
import type { ReferrerNature, ReferrersRule, Subject } from '../referrers.ts'
import type { GatePurpose, GateRule, GateRules } from './rules.ts'
import type { Verdict } from './verdict.ts'

/** The two environments of a step, as far as a gate's rules need them. */
export interface GateRoute {
  readonly from: { readonly name: string }
  readonly to: { readonly name: string; readonly referrers: ReferrersRule; readonly gates: GateRules }
}

/** What a gate is asked about: one candidate on its way into an environment, and the rules there. */
export interface GatedStep {
  readonly image: string
  /** The candidate's tag; null when it was asked for by digest alone. */
  readonly tag: string | null
  readonly digest: Digest
  /** Whether the image is there already, and nothing of it moves. */
  readonly isInStep: boolean
  /** There where the image is in step, and what refers to it comes. */
  readonly referrersAlone?: true
  readonly purpose: GatePurpose
  readonly from: { readonly name: string; readonly repository: string }
  readonly to: {
    readonly name: string
    readonly repository: string
    readonly referrers: ReferrersRule
    readonly gates: GateRules
  }
  /** The plan it is a step of. */
  readonly plan: { readonly digest: Digest; readonly author: string }
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

/** A manifest that refers to a candidate or to a part of it, read. */
export interface AttachedManifest extends ReferrerNature {
  readonly manifest: RawManifest
  readonly parsed: ParsedManifest
  readonly subject: Digest
  /** The tag of cosign's it stands under; absent for what names its subject itself. */
  readonly tag?: string
}

/** All that refers to a candidate in the source. */
export interface AttachedEvidence {
  /** What of the candidate can be referred to. */
  readonly image: Subject
  readonly referrers: readonly AttachedManifest[]
}

/** An image of a candidate: itself, or one that an index lists. */
export interface ImageOfStep extends ImageConfig {
  readonly digest: Digest
  /** The digest of its config. */
  readonly config: Digest
}

/** The candidate's content, where it can be read. */
export interface StepSource {
  /** The repository of the source environment, for reading. */
  readonly store: ContentSource
  /** Its manifest; read where the run has not read it, once. */
  manifest(options: CallOptions): Promise<RawManifest>
}

/**
 * What gates can read. Content is read once a run for each digest, however many gates and steps ask for it; the ledger
 * once each time the gates are asked.
 */
export interface Evidence {
  inSource(step: GatedStep, options: CallOptions): Promise<SourceEvidence>
  referrers(step: GatedStep, options: CallOptions): Promise<ReferrerEvidence>
  /** Where more of its content, and what refers to it, can be read. */
  source(step: GatedStep): StepSource
  /** Its config; of an index that of its first image. */
  imageConfig(step: GatedStep, options: CallOptions): Promise<ImageConfig>
  /** Its images, attestations left out: itself, or all that an index lists, each once. */
  images(step: GatedStep, options: CallOptions): Promise<readonly ImageOfStep[]>
  /** The platforms it has content for. */
  platforms(step: GatedStep, options: CallOptions): Promise<readonly Platform[]>
  /** All that refers to it, whether it comes along or not. */
  attached(step: GatedStep, options: CallOptions): Promise<AttachedEvidence>
  /** One answer for all gates and steps that ask under one key, for as long as the run: for what is named by a digest. */
  once<T>(key: string, read: () => Promise<T>): Promise<T>
  /** The holds and rejections that stand; the ledger is not read for them where its end is known. */
  standing(options: CallOptions): Promise<Standing>
  /** What its index lists, at any depth, and its own digest by the algorithm that its store goes by. */
  listed(step: GatedStep, options: CallOptions): Promise<readonly Digest[]>
  /** Every entry of the ledger that this version knows, oldest first. */
  entries(options: CallOptions): Promise<readonly LedgerEntry[]>
  /** Whether an SSH signature is one of an allowed signer. */
  sshSignature(check: SshCheck, options: CallOptions): Promise<SshVerdict>
  /** Absolute path of the promotion file's folder. */
  readonly folder: string
  /** The variables of this process, secrets among them. */
  readonly variables: Readonly<Record<string, string | undefined>>
}

/** A rule that must hold before a step runs. */
export interface Gate<E = unknown> {
  /** As it is called in the promotion file and in every verdict. */
  readonly name: string
  /** The rules that ask it along this route, of whatever purpose; none: it is not asked. */
  rules(route: GateRoute): readonly GateRule[]
  /** True for what is asked of an image that is in step too: what has nothing to do is else not kept waiting. */
  readonly isAskedInStep?: true
  /** What it asks for, as a phrase for people: `24 h in test since it came there`. Wanted only where it has rules. */
  asks(route: GateRoute): string
  /** Reads what {@link Gate.judge} needs. What it throws makes the answer unknown, which denies. */
  collect(step: GatedStep, read: Evidence, options: CallOptions): Promise<E>
  /** Pure: the clock comes in. None where the gate has nothing to say about this step. */
  judge(step: GatedStep, evidence: E, now: Date): readonly Verdict[]
  /** The rules that one of several verdicts answers; all of them unless told. All have to let themselves be passed over. */
  rulesBehind?(step: GatedStep, verdict: Verdict): readonly GateRule[]
}

/** Whether a rule is asked about what this step is for. */
export function applies({ appliesTo }: GateRule, { purpose }: Pick<GatedStep, 'purpose'>): boolean {
  return appliesTo.includes(purpose)
}
