import type { PlanDocument } from '../../model/plan.ts'
import type { PromotionResult } from '../../model/result.ts'
import type { PipelineContext } from '../context.ts'
import type { Overrides } from '../judge/judge.ts'
import { dryRun } from '../plan/dry-run.ts'
import { makePlan, type PlanOptions, type PromotionRequest } from '../plan/make-plan.ts'
import { planSavedBefore } from './saved/again.ts'
import { carryOutInTurn, type Planned, type TurnOptions } from './turn.ts'

/** How a promotion is run. */
export interface PromotionRun extends TurnOptions {
  /** Whether it ends before the first write, and says what a run would end with. */
  readonly dryRun: boolean
  /** Whether a person is going to read the plan: then more is found out about it. */
  readonly isRead: boolean
  /** The gates that a person passes over. */
  readonly overrides?: Overrides
}

/** The main job: makes a plan and carries it out. @throws PromoteError what planning and {@link carryOutInTurn} throw */
export function promote(
  context: PipelineContext,
  request: PromotionRequest,
  run: PromotionRun,
): Promise<PromotionResult> {
  return runPlan(context, run, async () => {
    const made = await makePlan(context, request, readingOf(run))
    return { kind: 'to-do', made }
  })
}

/**
 * Checks a saved plan and carries it out, or nothing of it. One that was applied before, and still holds, is not applied
 * again: the result names the entry.
 * @param run.expected the digest it must have, `sha256:…` or its first 8 or more hex digits
 * @throws PromoteError as {@link planSavedBefore} and {@link carryOutInTurn} do
 */
export function applySavedPlan(
  context: PipelineContext,
  saved: Pick<PlanDocument, 'plan'>,
  run: PromotionRun & { readonly expected?: string },
): Promise<PromotionResult> {
  const expected = run.expected === undefined ? {} : { expected: run.expected }
  return runPlan(context, run, () => planSavedBefore(context, saved, { ...readingOf(run), ...expected }))
}

function readingOf({ isRead, dryRun, overrides }: PromotionRun): PlanOptions {
  return { describe: isRead, push: !dryRun, ...(overrides === undefined ? {} : { overrides }) }
}

/** Makes or takes a plan, has it agreed to, and carries it out. @throws PromoteError what `plan`, `agree` and {@link carryOut} throw */
export async function runPlan(
  context: PipelineContext,
  run: PromotionRun,
  plan: () => Promise<Planned>,
): Promise<PromotionResult> {
  const begun = performance.now()
  let asked = 0
  const agree = async (document: PlanDocument): Promise<void> => {
    const since = performance.now()
    await run.agree?.(document)
    asked += performance.now() - since
  }
  const result = run.dryRun
    ? await dryRunOf(context, await plan())
    : await carryOutInTurn(context, { ...run, agree }, plan)
  return { ...result, milliseconds: Math.round(performance.now() - begun - asked) }
}

async function dryRunOf(context: PipelineContext, planned: Planned): Promise<PromotionResult> {
  return planned.kind === 'done' ? planned.result : dryRun(context, planned.made)
}
