import { checkApproval } from '../../model/approvals/check.ts'
import { type ApprovalCount, countApprovals } from '../../model/approvals/count.ts'
import { approvalsOf, carriedOut } from '../../model/approvals/find.ts'
import type { ApprovalStanding } from '../../model/approvals/reports.ts'
import { type ApprovalsRule, PLAIN_RULE } from '../../model/gates/rules.ts'
import type { LedgerEntry } from '../../model/ledger/entry.ts'
import type { PlanCore } from '../../model/plan.ts'
import { planDigest } from '../../model/plan-digest.ts'
import type { PipelineContext } from '../context.ts'

/** The rule of an environment that asks for nobody's word: whoever gave theirs is listed. */
const NOBODY_ASKED: ApprovalsRule = { ...PLAIN_RULE, count: 0, selfApproval: true }

/** The approvals of a plan, and what has become of it. */
export interface ReadApprovals extends ApprovalCount {
  /** The entry by which it was carried out last; null where it was not. */
  readonly carriedOut: number | null
}

/** The approvals of a plan in the ledger, and how they stand now, as the gate would judge them. */
export async function readApprovals(
  { ledger, ssh, clock, signal }: PipelineContext,
  plan: PlanCore,
  rule: ApprovalsRule | undefined,
): Promise<ReadApprovals> {
  const entries: LedgerEntry[] = []
  for await (const line of ledger.entries({ signal })) if (line.kind === 'entry') entries.push(line.entry)
  const digest = planDigest(plan)
  const found = await Promise.all(
    approvalsOf(entries, digest).map((one) =>
      checkApproval(one, rule, (check) => ssh.verify(check, { signal })),
    ),
  )
  const asked = { plan: digest, author: plan.author }
  return {
    ...countApprovals(rule ?? NOBODY_ASKED, asked, found, clock.now()),
    carriedOut: carriedOut(entries, digest),
  }
}

/** What a count is, for a report. */
export function standingOf(
  { counting, wanted, missing }: ApprovalCount,
  rule: ApprovalsRule | undefined,
): ApprovalStanding {
  return {
    wanted: rule === undefined ? null : wanted,
    counting: counting.map(({ names: [name = ''] }) => name),
    missing,
  }
}
