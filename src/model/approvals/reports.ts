import type { Digest } from '../../oci/digest.ts'
import type { LedgerHead } from '../ledger/ledger.ts'

/** How many approvals a plan has, and how many it wants. */
export interface ApprovalStanding {
  /** How many people must approve; null where the environment asks for none. */
  readonly wanted: number | null
  /** The people whose approvals count, by the first of their names. */
  readonly counting: readonly string[]
  /** Of those who may sign the people who have not approved, by the first of their names; empty where nobody is named. */
  readonly missing: readonly string[]
}

/** What `approve` did; `--json` of it prints this. */
export interface ApproveReport extends ApprovalStanding {
  readonly kind: 'approve'
  /** Where the ledger is, for people. */
  readonly ledger: string
  /** The entry that has the approval. */
  readonly entry: { readonly id: string; readonly sequence: number }
  /** Digest of the plan. */
  readonly plan: Digest
  readonly project: string
  readonly from: string
  readonly to: string
  /** Who approved: by their key, or by the name that the machine has. */
  readonly by: string
  /** Fingerprint of the key that signed; null where it was not signed. */
  readonly key: string | null
  readonly comment: string | null
  /** ISO 8601 in UTC. */
  readonly approvedAt: string
  /** When it ends, where only time ends it; null where it ends with the plan. */
  readonly until: string | null
  readonly head: LedgerHead
  readonly warnings: readonly string[]
}

/** One approval as `approvals` lists it. */
export interface ListedApproval {
  readonly entry: number
  readonly id: string
  /** The names of the person: those that the signers have for the key, or the one that the machine has. */
  readonly names: readonly string[]
  /** Who ran it, as the machine says. */
  readonly actor: string
  /** Fingerprint of the key that signed; null where it was not signed. */
  readonly key: string | null
  readonly comment: string | null
  /** ISO 8601 in UTC. */
  readonly approvedAt: string
  readonly until: string | null
  /**
   * `renewed`: the same person approved again, which counts in its place; `ended`: its plan was carried out; `refused`: it
   * does not count.
   */
  readonly state: 'counts' | 'renewed' | 'ended' | 'refused'
  /** Why it does not count, as a clause; null where it does. */
  readonly why: string | null
}

/** The approvals of a plan; `approvals --json` prints it. */
export interface ApprovalsReport extends ApprovalStanding {
  readonly kind: 'approvals'
  /** Where the ledger is, for people. */
  readonly ledger: string
  /** Digest of the plan. */
  readonly plan: Digest
  readonly project: string
  readonly author: string
  readonly from: string
  readonly to: string
  /** The entry by which the plan was carried out last: its approvals ended with it; null where it was not. */
  readonly carriedOut: number | null
  /** Whether as many people approved as are wanted. */
  readonly enough: boolean
  /** Why the plan cannot be applied whatever people say, as far as the promotion file alone tells; null where nothing is. */
  readonly unfit: string | null
  /** Oldest first. */
  readonly approvals: readonly ListedApproval[]
  readonly head: LedgerHead | null
}
