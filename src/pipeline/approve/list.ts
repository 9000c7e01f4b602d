import type { ApprovalsReport } from '../../model/approvals/reports.ts'
import type { PlanDocument } from '../../model/plan.ts'
import { planDigest } from '../../model/plan-digest.ts'
import { PromoteError } from '../../support/errors.ts'
import { checkAgainstFile } from '../apply/saved/against-file.ts'
import type { PipelineContext } from '../context.ts'
import { readApprovals, standingOf } from './count.ts'

/**
 * The approvals of a saved plan, as the ledger has them and as the gate would judge them now. Reads no registry. A plan that
 * does not fit the promotion file any more is listed, with what is said of it.
 */
export async function listApprovals(
  context: PipelineContext,
  { plan }: Pick<PlanDocument, 'plan'>,
): Promise<ApprovalsReport> {
  const { config, ledger, signal } = context
  const { project, author, from, to } = plan
  const rule = config.environments.find(({ name }) => name === to)?.gates.approvals
  const count = await readApprovals(context, plan, rule)
  const standing = standingOf(count, rule)
  return {
    ...{ kind: 'approvals', ledger: ledger.name, plan: planDigest(plan), project, author, from, to },
    ...standing,
    carriedOut: count.carriedOut,
    enough: count.counting.length >= count.wanted,
    unfit: unfitness(() => checkAgainstFile(config, plan)),
    approvals: count.approvals.map(({ entry, names, until, state, why }) => ({
      ...{ entry: entry.sequence, id: entry.id, names, actor: entry.run.actor },
      ...{ key: entry.signature?.key ?? null, comment: entry.comment, approvedAt: entry.approvedAt },
      ...{ until: until?.toISOString() ?? null, state, why },
    })),
    head: (await ledger.head({ signal })) ?? null,
  }
}

function unfitness(check: () => unknown): string | null {
  try {
    check()
    return null
  } catch (error) {
    if (error instanceof PromoteError) return error.message
    throw error
  }
}
