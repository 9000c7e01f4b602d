import type { PlanDocument } from '../../model/plan.ts'
import type { PromotionResult } from '../../model/result.ts'
import type { PipelineContext } from '../context.ts'
import { dryRun } from '../plan/dry-run.ts'
import { type MadePlan, makePlan, type PromotionRequest } from '../plan/make-plan.ts'
import { carryOut, type RunOptions } from './carry-out.ts'
import { takeSavedPlan } from './saved/saved-plan.ts'

/** How a promotion is run. */
export interface PromotionRun extends RunOptions {
  /** Whether it ends before the first write, and says what a run would end with. */
  readonly dryRun: boolean
  /** Whether a person is going to read the plan: then more is found out about it. */
  readonly isRead: boolean
  /** Called with the plan before anything is written; what it throws ends the run. */
  readonly agree?: (document: PlanDocument) => Promise<void>
}

/** The main job: makes a plan and carries it out. @throws PromoteError what planning, `agree` and {@link carryOut} throw */
export function promote(
  context: PipelineContext,
  request: PromotionRequest,
  run: PromotionRun,
): Promise<PromotionResult> {
  return runPlan(context, run, () => makePlan(context, request, { describe: run.isRead, push: !run.dryRun }))
}

/**
 * Checks a saved plan and carries it out, or nothing of it.
 * @param run.expected the digest it must have, `sha256:…` or its first 8 or more hex digits
 * @throws PromoteError as {@link takeSavedPlan}, `agree` and {@link carryOut} do
 */
export function applySavedPlan(
  context: PipelineContext,
  saved: Pick<PlanDocument, 'plan'>,
  run: PromotionRun & { readonly expected?: string },
): Promise<PromotionResult> {
  const expected = run.expected === undefined ? {} : { expected: run.expected }
  return runPlan(context, run, () =>
    takeSavedPlan(context, saved, { describe: run.isRead, push: !run.dryRun, ...expected }),
  )
}

async function runPlan(
  context: PipelineContext,
  run: PromotionRun,
  plan: () => Promise<MadePlan>,
): Promise<PromotionResult> {
  const begun = performance.now()
  const made = await plan()
  const planned = performance.now()
  if (!run.dryRun) await run.agree?.(made.document)
  const waited = performance.now() - planned
  const result = run.dryRun ? await dryRun(context, made) : await carryOut(context, made, run)
  return { ...result, milliseconds: Math.round(performance.now() - begun - waited) }
}
