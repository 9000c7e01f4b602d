import type { PlanDocument, PlanStep } from '../../../model/plan.ts'
import { planDigest } from '../../../model/plan-digest.ts'
import type { PromotionResult } from '../../../model/result.ts'
import { PromoteError } from '../../../support/errors.ts'
import type { PipelineContext } from '../../context.ts'
import { untouchedResult } from '../../result.ts'
import { unchangedStep } from '../record/outcomes.ts'
import type { Planned } from '../turn.ts'
import { checkAgainstFile } from './against-file.ts'
import { type AppliedBefore, findAppliedBefore } from './applied-before.ts'
import { expectDigest } from './expected-digest.ts'
import { type SavedPlanOptions, takeSavedPlan } from './saved-plan.ts'

/**
 * Takes a saved plan as {@link takeSavedPlan} does, unless it was applied before: then, while all it set holds, there is
 * nothing to do and nothing to check in the source. What is refused as stale says what it came to before.
 * @throws PromoteError as {@link takeSavedPlan} does
 */
export async function planSavedBefore(
  context: PipelineContext,
  saved: Pick<PlanDocument, 'plan'>,
  options: SavedPlanOptions,
): Promise<Planned> {
  const { plan } = saved
  if (options.expected !== undefined) expectDigest(plan, options.expected)
  checkAgainstFile(context.config, plan)
  const before = await findAppliedBefore(context, plan)
  if (before?.since.length === 0) {
    return { kind: 'done', result: await appliedResult(context, saved, before) }
  }
  const made = await takeSavedPlan(context, saved, options)
  if (before === undefined) return { kind: 'to-do', made }
  const obstacles = made.obstacles.map((one) => ({ ...one, error: withBefore(one.error, before) }))
  return { kind: 'to-do', made: { ...made, obstacles } }
}

function withBefore(error: PromoteError, { entry, since }: AppliedBefore): PromoteError {
  if (error.code !== 'stale') return error
  const { hint = '', ...details } = error.details
  const was = `The plan was applied as entry ${entry.sequence}, and since then ${listed(since)}.`
  return new PromoteError('stale', was, { ...details, hint, cause: error })
}

/** No more than a person reads. */
const NAMED = 4

function listed(clauses: readonly string[]): string {
  const named = clauses.slice(0, NAMED)
  const more = clauses.length - named.length
  return [...named, ...(more === 0 ? [] : [`${more} more tags are others`])].join('; ')
}

async function appliedResult(
  { clock, ledger, signal }: PipelineContext,
  { plan }: Pick<PlanDocument, 'plan'>,
  { entry, news }: AppliedBefore,
): Promise<PromotionResult> {
  const document: PlanDocument = {
    plan,
    digest: planDigest(plan),
    madeAt: clock.now().toISOString(),
    ...{ current: [], verdicts: [], denials: [], missing: [], warnings: news },
  }
  const { id, sequence, at, run } = entry
  return {
    ...untouchedResult(document, []),
    steps: plan.steps.map((step) => unchangedStep(inStep(step))),
    head: (await ledger.head({ signal })) ?? null,
    applied: { id, sequence, at, actor: run.actor },
  }
}

/** A step that is done: each of its tags holds what it was to hold. */
function inStep(step: PlanStep): PlanStep {
  const { digest } = step.source.descriptor
  const tags = step.tags.map((tag) =>
    tag.action === 'kept' ? tag : ({ ...tag, action: 'unchanged', replaces: digest } as const),
  )
  return { ...step, kind: 'unchanged', tags, referrers: [] }
}
