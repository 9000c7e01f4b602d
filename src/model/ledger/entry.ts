import type { Digest } from '../../oci/digest.ts'
import type { Verdict } from '../gates/verdict.ts'
import type { FirstOutcomeStep, LedgerStep, OutcomeStep } from './steps.ts'

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

/**
 * What a run is for that is no promotion. A repair puts back what the ledger says and somebody else changed: it makes no
 * version current. A rollback brings an environment back to what it was, and makes current what was current then.
 */
export type Purpose =
  | {
      readonly kind: 'repair'
      /** Why, in the words of who ran it. */
      readonly reason: string
    }
  | {
      readonly kind: 'rollback'
      readonly reason: string
      /** The entry after which the environment was as it is to be again; 0: before the first one. */
      readonly state: number
    }

/** What is to be promoted, by whom: what each kind of entry of a promotion has. */
interface PromotionFacts {
  readonly run: RunIdentity
  /** Absent for a promotion; else `from` and `to` are the same environment. */
  readonly purpose?: Purpose
  /** Digest of the plan. */
  readonly plan: Digest
  readonly from: string
  readonly to: string
}

/** Written before the first tag moves: the tags that will, and what they held. They are held until it is closed. */
export interface IntentBody extends PromotionFacts {
  readonly kind: 'intent'
  readonly steps: readonly LedgerStep[]
  /**
   * What of the plan was in step already: steps that had nothing to do, and of the others the tags that held their digest;
   * absent where there were none. No tag is held for them: they are for the outcome, which whoever settles the intent of a
   * dead run writes from here.
   */
  readonly inStep?: readonly LedgerStep[]
  readonly verdicts: readonly Verdict[]
}

/** How a run ended. */
export interface OutcomeBody extends PromotionFacts {
  readonly kind: 'outcome'
  /**
   * The ids of the intents it is the outcome of: the run's own, and those of crashed runs that it went on with. None where
   * nothing had to move. It closes those whose every tag it settles.
   */
  readonly intents: readonly string[]
  readonly steps: readonly OutcomeStep[]
  /** The answers of the gates, where no intent of the run has them. */
  readonly verdicts: readonly Verdict[]
  readonly result: 'done' | 'failed' | 'cancelled'
  /** One sentence; null when nothing went wrong. */
  readonly error: string | null
  /**
   * There where the run could not write it, kept it in a file beside the ledger, and a later writer took it in: what it says
   * fits its intent, but anybody who could write that file could have said it.
   */
  readonly kept?: true
}

/** One tag that an abandoned intent held. */
export interface AbandonedTag {
  readonly image: string
  /** Destination repository. */
  readonly repository: string
  readonly tag: string
  /** The digest the intent meant it to hold; null where it was to be gone. */
  readonly wanted: Digest | null
  /** What it held when it was freed: null when it did not exist, `unknown` when it could not be read. */
  readonly holds: Digest | null | 'unknown'
}

/** A person's word that nothing will finish an intent: its tags are free from here on. */
export interface AbandonBody extends PromotionFacts {
  readonly kind: 'abandon'
  /** The id of the intent it closes. */
  readonly intent: string
  readonly reason: string
  /** Every tag that the intent still held. */
  readonly tags: readonly AbandonedTag[]
}

/** An image of an approved plan, as the approver was shown it. The plan's digest covers it: this copy is for readers. */
export interface ApprovedImage {
  readonly image: string
  /** The candidate's tag; null when it was asked for by digest alone. */
  readonly tag: string | null
  readonly digest: Digest
  /** Destination repository. */
  readonly destination: string
}

/** An SSH signature over an approval. */
export interface ApprovalSignature {
  /** What was signed: the canonical JSON (RFC 8785) of the approval's statement. */
  readonly statement: string
  /** The signature as `ssh-keygen -Y sign` writes it: SSHSIG in PEM armour, namespace `promote`. */
  readonly sshsig: string
  /** Fingerprint of the key that is in the signature: `SHA256:…`. */
  readonly key: string
}

/** One person's word for one plan, by its digest. */
export interface ApprovalBody extends PromotionFacts {
  readonly kind: 'approval'
  readonly project: string
  /** When it was given: ISO 8601 in UTC with milliseconds. The entry is written a moment later. */
  readonly approvedAt: string
  readonly comment: string | null
  readonly images: readonly ApprovedImage[]
  /** Null for one that anybody can have written under this name. */
  readonly signature: ApprovalSignature | null
}

/**
 * A person's word, or a rollback's, that an image may not go into an environment until it is released: with this digest, or
 * with any.
 */
export interface HoldBody {
  readonly kind: 'hold'
  readonly run: RunIdentity
  readonly environment: string
  readonly image: string
  /** Null for every digest. */
  readonly digest: Digest | null
  readonly reason: string
  /** The id of the outcome of the rollback that left it; null where a person put it on. */
  readonly cause: string | null
}

/** What a person named to say which digest is rejected; null for what was not named. */
export interface NamedDigest {
  readonly image: string | null
  readonly tag: string | null
  /** The environment that tag was found in. */
  readonly environment: string | null
  /** The plan whose step had it. */
  readonly plan: Digest | null
}

/** A person's word that no environment takes a digest until that is taken back. */
export interface RejectBody {
  readonly kind: 'reject'
  readonly run: RunIdentity
  readonly digest: Digest
  readonly named: NamedDigest
  readonly reason: string
}

/** A person's word that a hold, or a rejection, does not stand any more. */
export interface ReleaseBody {
  readonly kind: 'release'
  readonly run: RunIdentity
  /** The id of the hold or the rejection that it takes back. */
  readonly of: string
  /** Of what was held or rejected, as that entry has it: the environment, null of a rejection. */
  readonly environment: string | null
  /** Its image, null of a rejection that names none. */
  readonly image: string | null
  /** Its digest, null of a hold on every one. */
  readonly digest: Digest | null
  readonly reason: string
}

/** What an attestation says: all of a promotion, or that the image passed on its way to one place. */
export type AttestationForm = 'record' | 'summary'

/** What became of one attestation of an image. */
export interface LedgerAttestation {
  readonly image: string
  /** Destination repository. */
  readonly destination: string
  /** Of the image it is about. */
  readonly digest: Digest
  readonly as: AttestationForm
  readonly predicateType: string
  /**
   * `attached`: it was signed, and found beside the image afterwards; `failed`: the next run into the environment tries
   * again; `gone`: the image is not there any more, so nothing can be attached to it.
   */
  readonly result: 'attached' | 'failed' | 'gone'
  /** Digest of the manifest that it stands in; null unless it was attached. */
  readonly referrer: Digest | null
  /** Digest of the signed document; null unless it was attached. */
  readonly content: Digest | null
  /** The tag of cosign's it stands under; null for what names its subject itself. */
  readonly tag: string | null
  /** The public key that it verifies with: base64 of its SubjectPublicKeyInfo in DER; null unless it was attached. */
  readonly key: string | null
  /** Why it failed, in a sentence; null where it did not. */
  readonly error: string | null
}

/** What was signed and attached to the images of an outcome, after their tags had moved. It moves and holds nothing. */
export interface AttestationBody extends PromotionFacts {
  readonly kind: 'attestation'
  /** The id of the outcome that it attests. */
  readonly outcome: string
  /** Digest of the promotion file by which the images were judged. */
  readonly configDigest: Digest
  readonly attestations: readonly LedgerAttestation[]
}

/** What a writer hands to the ledger; the ledger adds the envelope. */
export type EntryBody =
  | IntentBody
  | OutcomeBody
  | AbandonBody
  | ApprovalBody
  | HoldBody
  | RejectBody
  | ReleaseBody
  | AttestationBody

/** The kinds of entries that this version writes and reads. */
export type EntryKind = EntryBody['kind']

/** What every entry has, of whatever kind: its place in the chain. */
export interface Envelope {
  readonly formatVersion: number
  /** Random; what other entries refer to. */
  readonly id: string
  /** 1 for the first entry, then one more each. */
  readonly sequence: number
  /** Hash of the entry before; null for the first. */
  readonly previous: Digest | null
  /** ISO 8601 in UTC with milliseconds. */
  readonly at: string
  readonly kind: string
  /** SHA-256 of the canonical JSON (RFC 8785) of the entry without `hash`. */
  readonly hash: Digest
}

type Sealed<Body extends EntryBody> = Omit<Envelope, 'kind'> & { readonly formatVersion: 2 } & Body

/** An intent. Those of format version 1 have `intent`, `result` and `error` too, all null. */
export type IntentEntry =
  | Sealed<IntentBody>
  | (Omit<Sealed<IntentBody>, 'formatVersion'> & { readonly formatVersion: 1 })

/** What of an intent's plan was in step already, whatever its format version. */
export function inStepOf(entry: IntentEntry): readonly LedgerStep[] {
  return entry.formatVersion === 1 ? [] : (entry.inStep ?? [])
}

/** An outcome of format version 1: it named one intent at most, and closed it whatever became of its tags. */
export interface FirstOutcomeEntry extends Omit<Sealed<OutcomeBody>, 'formatVersion' | 'intents' | 'steps'> {
  readonly formatVersion: 1
  readonly intent: string | null
  readonly steps: readonly FirstOutcomeStep[]
}

/** An outcome, of either format version; {@link outcomeOf} reads both alike. */
export type OutcomeEntry = Sealed<OutcomeBody> | FirstOutcomeEntry

/** An abandoned intent. */
export type AbandonEntry = Sealed<AbandonBody>

/** An approval of a plan. */
export type ApprovalEntry = Sealed<ApprovalBody>

/** A hold. */
export type HoldEntry = Sealed<HoldBody>

/** A rejection. */
export type RejectEntry = Sealed<RejectBody>

/** A hold or a rejection that was taken back. */
export type ReleaseEntry = Sealed<ReleaseBody>

/** An entry about attestations. */
export type AttestationEntry = Sealed<AttestationBody>

/** An entry about one promotion, or one other run that moves tags: it has a plan, and where that leads. */
export type PromotionEntry = IntentEntry | OutcomeEntry | AbandonEntry | ApprovalEntry | AttestationEntry

/** An entry of a kind that this version knows. */
export type LedgerEntry = PromotionEntry | HoldEntry | RejectEntry | ReleaseEntry

/** Whether an entry is about one promotion, or one other run that moves tags. */
export function isOfPromotion(entry: LedgerEntry): entry is PromotionEntry {
  return 'plan' in entry
}

/** An entry that a newer version made: whole, in its place of the chain, with fields that this one cannot read. */
export interface NewerEntry extends Envelope {
  readonly [field: string]: unknown
}

/** One line of the ledger. A reader that folds entries leaves newer ones out, and one that shows them names their kind. */
export type LedgerLine =
  | { readonly kind: 'entry'; readonly entry: LedgerEntry }
  /** `reason`: what this version does not know, as a phrase. */
  | { readonly kind: 'newer'; readonly entry: NewerEntry; readonly reason: string }
