import type { Digest } from '../oci/digest.ts'
import type { ErrorCode } from '../support/errors.ts'
import type { Verdict } from './gates/verdict.ts'
import type { Purpose, RunIdentity } from './ledger/entry.ts'
import type { LedgerHead } from './ledger/ledger.ts'
import type { Refusal } from './ledger/standing/refusals.ts'
import type { LedgerReferrer, StepOutcome, TagResult } from './ledger/steps.ts'

/** A repository that was read, and what it has of the digest. */
export interface ExplainedPlace {
  readonly environment: string
  readonly image: string
  /** `host/path` or `oci:folder`. */
  readonly repository: string
  /** Whether its content can be read there. */
  readonly isPresent: boolean
  /** The tags that hold it now, and the entry that put each there; null where the ledger did not. */
  readonly tags: readonly { readonly tag: string; readonly entry: number | null }[]
  /** Tags that the ledger says hold it, and which do not: somebody else moved or removed them. */
  readonly lost: readonly { readonly tag: string; readonly holds: Digest | null; readonly entry: number }[]
}

/** Something that could not be read; what the rest says is without it. */
export interface ExplainGap {
  readonly environment: string
  readonly image: string
  readonly repository: string
  readonly code: ErrorCode
  readonly message: string
}

/** A run that brought the digest somewhere, or tried to. */
export interface ExplainedPromotion {
  /** Sequence number and id of the entry. */
  readonly entry: number
  readonly id: string
  /** When it ended, or began where it has not ended; ISO 8601 in UTC. */
  readonly at: string
  readonly run: RunIdentity
  readonly plan: Digest
  /** Absent for a promotion. */
  readonly purpose?: Purpose
  readonly from: string
  readonly to: string
  readonly image: string
  /** The image that moved: the digest itself, or the one it came along with as a referrer. */
  readonly digest: Digest
  readonly as: 'image' | 'referrer'
  /** Source reference and destination repository; the source of an abandoned one is not recorded. */
  readonly source: string | null
  readonly destination: string
  /** `open`: it has not ended; `abandoned`: a person gave it up. */
  readonly outcome: StepOutcome | 'open' | 'abandoned'
  readonly tags: readonly {
    readonly tag: string
    readonly old: Digest | null
    /** Null where nothing says it. */
    readonly result: TagResult | null
    /** There where a rollback was to take the tag away. */
    readonly removed?: true
  }[]
  /** What the gates said of it. */
  readonly gates: readonly {
    readonly gate: string
    readonly answer: Verdict['answer']
    readonly reason: string
    /** Why a person passed it over; there only where one did. */
    readonly overridden?: string
  }[]
  /** What went wrong, or why it was given up; null where nothing is said. */
  readonly why: string | null
}

/** A person's approval of a plan that promotes the digest. */
export interface ExplainedApproval {
  /** Sequence number and id of the entry. */
  readonly entry: number
  readonly id: string
  /** When it was given, ISO 8601 in UTC. */
  readonly at: string
  readonly run: RunIdentity
  readonly plan: Digest
  readonly from: string
  readonly to: string
  readonly image: string
  /** Fingerprint of the SSH key that signed it, as the entry says; null where it is not signed. */
  readonly key: string | null
  readonly comment: string | null
}

/** A tag that moved to the digest, or from it; `digest` is the other one, null where the tag was taken away. */
export interface ExplainedChange {
  readonly environment: string
  readonly image: string
  readonly repository: string
  readonly tag: string
  readonly digest: Digest | null
  readonly entry: number
  /** ISO 8601 in UTC. */
  readonly at: string
  readonly actor: string
}

/** A signature, SBOM, attestation or other artifact that refers to the digest. */
export interface ExplainedReferrer extends LedgerReferrer {
  /** The environments where it can be found now. */
  readonly environments: readonly string[]
  /** The entries by which it came along. */
  readonly entries: readonly number[]
}

/** Where a digest is, how it came there, what refers to it, and what it replaced; `explain --json` prints it. */
export interface ExplainReport {
  readonly kind: 'explain'
  /** Where the ledger is, for people. */
  readonly ledger: string
  /** What was asked, as it was written, and the environment where one was named. */
  readonly asked: string
  readonly environment: string | null
  readonly digest: Digest
  /** The images it is known as. */
  readonly images: readonly string[]
  /** In promotion order. */
  readonly places: readonly ExplainedPlace[]
  readonly gaps: readonly ExplainGap[]
  /** Oldest first. */
  readonly promotions: readonly ExplainedPromotion[]
  /** Oldest first. */
  readonly approvals: readonly ExplainedApproval[]
  readonly referrers: readonly ExplainedReferrer[]
  readonly replaced: readonly ExplainedChange[]
  readonly replacedBy: readonly ExplainedChange[]
  /** The holds and rejections that stand on it, or on what its index lists; absent where there is none. */
  readonly refusals?: readonly Refusal[]
  readonly head: LedgerHead | null
}
