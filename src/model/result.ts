import type { Digest } from '../oci/digest.ts'
import type { Side } from '../support/errors.ts'
import type { ReadGap } from './diff.ts'
import type { Verdict } from './gates/verdict.ts'
import type { AttestationForm, LedgerAttestation, Purpose } from './ledger/entry.ts'
import type { LedgerHead } from './ledger/ledger.ts'
import type { Refusal } from './ledger/standing/refusals.ts'
import type { OutcomeStep } from './ledger/steps.ts'
import type { RunNotice } from './ledger/under-way.ts'
import type { PlanDocument } from './plan.ts'

/** What moved, summed over a run. */
export interface MoveTotals {
  readonly mounted: number
  readonly copied: number
  readonly present: number
  /** Bytes copied. */
  readonly bytes: number
}

/** A plan that waits for people. */
export interface AwaitedApproval {
  /** The file it is saved in. */
  readonly file: string
  /** Command lines. */
  readonly approve: string
  readonly apply: string
}

/** What a promotion or a repair did; `--json` of the root command, of `apply` and of `repair` prints it. */
export interface PromotionResult {
  readonly kind: 'promotion' | Purpose['kind']
  readonly from: string
  readonly to: string
  readonly dryRun: boolean
  readonly plan: PlanDocument
  readonly steps: readonly OutcomeStep[]
  readonly totals: MoveTotals
  /** Manifests read back and hashed. */
  readonly verified: number
  /** The entry that holds the outcome; null in a dry run or when nothing had to be recorded. */
  readonly entry: { readonly id: string; readonly sequence: number } | null
  readonly head: LedgerHead | null
  /** What was signed and attached to images after their tags had moved, or could not be; absent where nothing was. */
  readonly attestations?: readonly LedgerAttestation[]
  /** The entry by which a saved plan was applied before; there only where nothing was done because of it. */
  readonly applied?: {
    readonly id: string
    readonly sequence: number
    /** ISO 8601 in UTC. */
    readonly at: string
    readonly actor: string
  }
  /** Where the plan is saved, and what approves and applies it; there only where it waits for approvals. */
  readonly approval?: AwaitedApproval
  readonly milliseconds: number
  readonly warnings: readonly string[]
  /** Failures, one for each step or for the run. */
  readonly failures: readonly {
    readonly image: string | null
    /** Which end of the copy it happened on, where that is known. */
    readonly side?: Side
    readonly code: string
    readonly message: string
    readonly hint?: string
  }[]
  readonly exitCode: number
}

/** Where a login is kept: in docker's config file, or in the helper that it names. */
export type KeptIn =
  | { readonly in: 'file'; readonly file: string }
  | { readonly in: 'helper'; readonly helper: string; readonly file: string }

/** What `login` did; `--json` of it prints this. */
export interface LoginReport {
  readonly kind: 'login'
  /** As people write it: `docker.io`. */
  readonly registry: string
  /** Null where only a token is known. */
  readonly username: string | null
  /** Whether the login was there before. */
  readonly existing: boolean
  /** Whether the registry was asked and took it; false too for a registry that asks for no login. */
  readonly checked: boolean
  /** Null where nothing new was kept. */
  readonly kept: KeptIn | null
}

/** What `logout` did; `--json` of it prints this. */
export interface LogoutReport {
  readonly kind: 'logout'
  readonly registries: readonly {
    readonly registry: string
    /** False where there was no login to it. */
    readonly removed: boolean
  }[]
}

/** What `verify` found for one tag. */
export interface VerifyFinding {
  readonly environment: string
  readonly image: string
  readonly repository: string
  readonly tag: string
  /** What the ledger or the selection says it should hold. */
  readonly expected: Digest | null
  readonly found: Digest | null
  /**
   * `ok`; `drift`: the tag holds another digest than the ledger says, or (`found` is `expected`) one that a failed run left there; `missing`: the tag is gone; `damaged`: content does
   * not verify; `incomplete`: what refers to the image, as recorded or required, is not all there.
   */
  readonly state: 'ok' | 'drift' | 'missing' | 'damaged' | 'incomplete'
  readonly manifests: number
  readonly blobs: number
  /** Signatures, SBOMs and attestations found where they are recorded. */
  readonly referrers: number
  /** Bytes hashed under `--deep`. */
  readonly bytes: number
  readonly message: string | null
}

/** What `verify` prints. */
export interface VerifyReport {
  readonly environments: readonly string[]
  readonly deep: boolean
  readonly findings: readonly VerifyFinding[]
  /** What was read and hashed, each manifest and blob of a repository counted once; bytes are those of blobs. */
  readonly totals: { readonly manifests: number; readonly blobs: number; readonly bytes: number }
  /**
   * Environments that something is promoted to, and how many of their tags the ledger says nothing of: of these the content
   * was checked, and not what they should hold. Absent where there is none.
   */
  readonly unrecorded?: readonly { readonly environment: string; readonly tags: number }[]
  /** What was found of the attestations; absent where nobody asked. */
  readonly attestations?: readonly AttestationFinding[]
  readonly ok: boolean
  /** Images that were left out as it was asked; absent where none was. */
  readonly leftOut?: readonly string[]
}

/** What was found for one attestation of an image. */
export interface AttestationFinding {
  readonly environment: string
  readonly image: string
  readonly repository: string
  /** Of the image. */
  readonly digest: Digest
  readonly as: AttestationForm
  /** The entry whose outcome it attests. */
  readonly entry: number
  /**
   * `missing`: it is not there, or never was; `forged`: its signature is not by the key that the ledger has; `contradicts`:
   * it says otherwise than the ledger.
   */
  readonly state: 'ok' | 'missing' | 'forged' | 'contradicts'
  /** What is wrong, as a phrase; null where nothing is. */
  readonly message: string | null
}

/** One image in one environment as `status` shows it. */
export interface StatusCell {
  readonly environment: string
  readonly tag: string | null
  readonly digest: Digest | null
  /** When the ledger says it came there, ISO 8601 in UTC. */
  readonly since: string | null
  readonly actor: string | null
  readonly entry: number | null
  /** There where it could not be read: then nothing is known of it. */
  readonly unread?: true
  /** Entries of the holds on it there and of its rejections; absent where there is none. */
  readonly refused?: readonly number[]
}

/** An open intent: a promotion, or a repair, that is under way, or did not finish. Its tags are held. */
export interface OpenPromotion {
  readonly id: string
  readonly sequence: number
  readonly from: string
  readonly to: string
  /** Absent for a promotion. */
  readonly purpose?: Purpose
  /** When it began, ISO 8601 in UTC. */
  readonly at: string
  readonly actor: string
  /** URL of the CI run, where there is one. */
  readonly ci: string | null
  readonly plan: Digest
  /** Process id of its run, where that is certain to be alive: then there is nothing to finish or to free. */
  readonly process?: number
  readonly tags: readonly {
    readonly image: string
    readonly repository: string
    readonly tag: string
    /** The digest it is to hold; null where it is to be gone. */
    readonly wanted: Digest | null
  }[]
  /**
   * Command lines: `resume` moves the rest of its tags, `undo` puts back what it moved, each there where that can be done;
   * `finish` runs it again from its source; `abandon` frees its tags where nothing else can.
   */
  readonly next: {
    readonly resume?: string
    readonly undo?: string
    readonly finish: string
    readonly abandon: string
  }
  /** Why it cannot be finished, or not all be put back, as sentences; absent where both can be done, and of a run that lives. */
  readonly inTheWay?: readonly string[]
}

/** A candidate that a gate does not let through now. */
export interface WaitingStep {
  readonly from: string
  readonly to: string
  readonly image: string
  /** The candidate's tag; null when it was asked for by digest alone. */
  readonly tag: string | null
  /** The gates that do not let it through, and why. */
  readonly verdicts: readonly Verdict[]
}

/** What `status` prints. */
export interface StatusReport {
  readonly environments: readonly string[]
  readonly rows: readonly { readonly image: string; readonly cells: readonly StatusCell[] }[]
  /** Promotions that did not finish. */
  readonly open: readonly OpenPromotion[]
  /** Runs under way that hold no tag yet: their content is on its way. Absent where there is none. */
  readonly underWay?: readonly Omit<RunNotice, 'tags'>[]
  /** What would be promoted and waits for a gate; absent where nothing does. */
  readonly waiting?: readonly WaitingStep[]
  /** Holds and rejections that stand; absent where none does. */
  readonly refusals?: readonly Refusal[]
  readonly head: LedgerHead | null
  /** Images that were left out as it was asked; absent where none was. */
  readonly leftOut?: readonly string[]
  /** What could not be read; absent where all was. */
  readonly gaps?: readonly ReadGap[]
}

/** What `validate` prints about a promotion file that is right; a wrong one is an error with all its problems. */
export interface ValidateReport {
  readonly kind: 'validate'
  /** The file, as it was named or found. */
  readonly file: string
  readonly project: string
  /** In promotion order. */
  readonly environments: readonly string[]
  readonly images: readonly string[]
  readonly configDigest: Digest
  readonly warnings: readonly string[]
}

/** What `init` wrote. */
export interface InitReport {
  readonly kind: 'init'
  /** The promotion file that was written. */
  readonly file: string
  /** What was written or added to beside it: the schema for editors, `.gitignore`. */
  readonly beside: readonly string[]
  readonly environments: readonly string[]
  readonly images: readonly string[]
  /** Commands to try next, in order. */
  readonly next: readonly string[]
}
