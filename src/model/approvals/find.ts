import type { Digest } from '../../oci/digest.ts'
import type { ApprovalEntry, LedgerEntry } from '../ledger/entry.ts'

/** An approval as the ledger has it. */
export interface RecordedApproval {
  readonly entry: ApprovalEntry
  /** The entry by which its plan was carried out since; null where it was not. */
  readonly endedBy: number | null
}

/** The approvals of a plan, oldest first. Each ends with the first outcome after it that says that the plan was done. */
export function approvalsOf(entries: Iterable<LedgerEntry>, plan: Digest): readonly RecordedApproval[] {
  const found: { entry: ApprovalEntry; endedBy: number | null }[] = []
  for (const entry of entries) {
    if (entry.kind === 'approval' && entry.plan === plan) found.push({ entry, endedBy: null })
    if (entry.kind !== 'outcome' || entry.plan !== plan || entry.result !== 'done') continue
    for (const one of found) one.endedBy ??= entry.sequence
  }
  return found
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
