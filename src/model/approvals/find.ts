import type { Digest } from '../../oci/digest.ts'
import type { ApprovalBody, ApprovalEntry, LedgerEntry } from '../ledger/entry.ts'

/** What of an approval is judged; of one that is to be recorded it is known beforehand. */
export type ApprovalFacts = ApprovalBody & Pick<ApprovalEntry, 'id' | 'sequence' | 'at'>

/** An approval as the ledger has it. */
export interface RecordedApproval {
  readonly entry: ApprovalFacts
  /** The entry by which its plan was carried out since; null where it was not. */
  readonly endedBy: number | null
}

/**
 * The approvals of a plan, oldest first. Each ends with the first outcome after it that says that the plan was done. What was
 * signed before that and is in the ledger once more is no new word: a copy of an approval ended when it did.
 */
export function approvalsOf(entries: Iterable<LedgerEntry>, plan: Digest): readonly RecordedApproval[] {
  const found: { entry: ApprovalFacts; endedBy: number | null }[] = []
  for (const entry of entries) {
    if (entry.kind === 'approval' && entry.plan === plan) {
      const ended = found.find((one) => one.endedBy !== null && isSameWord(one.entry, entry))
      found.push({ entry, endedBy: ended?.endedBy ?? null })
    }
    if (entry.kind !== 'outcome' || entry.plan !== plan || entry.result !== 'done') continue
    for (const one of found) one.endedBy ??= entry.sequence
  }
  return found
}

/** Whether the second is the first once more. A name alone anybody can write anew, so only signatures are told apart. */
function isSameWord({ signature: one }: ApprovalFacts, { signature: other }: ApprovalFacts): boolean {
  return one !== null && one.key === other?.key && one.statement === other.statement
}

/** The last entry that says that a plan was carried out; null where none does. */
export function carriedOut(entries: Iterable<LedgerEntry>, plan: Digest): number | null {
  let last: number | null = null
  for (const entry of entries) {
    if (entry.kind === 'outcome' && entry.plan === plan && entry.result === 'done') last = entry.sequence
  }
  return last
}

/** The last approval of another plan on this route, with nothing promoted on it since: what a person may have approved by mistake. */
export function otherApproval(
  entries: Iterable<LedgerEntry>,
  { plan, from, to }: { readonly plan: Digest; readonly from: string; readonly to: string },
): ApprovalEntry | undefined {
  let last: ApprovalEntry | undefined
  for (const entry of entries) {
    if (entry.kind === 'approval' && entry.plan !== plan && entry.from === from && entry.to === to)
      last = entry
    else if (entry.kind === 'outcome' && entry.plan === last?.plan && entry.result === 'done')
      last = undefined
  }
  return last
}
