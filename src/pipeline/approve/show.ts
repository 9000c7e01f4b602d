import type { PlanDocument } from '../../model/plan.ts'
import type { PromotionResult } from '../../model/result.ts'
import { exitCodeOf, worstExitCode } from '../../support/errors.ts'
import { planSavedBefore } from '../apply/saved/again.ts'
import type { PipelineContext } from '../context.ts'
import { plannedResult } from '../plan/dry-run.ts'

/** A saved plan as it stands now. */
export interface ShownPlan {
  /** What applying it now would end with. */
  readonly result: PromotionResult
  /** The exit code of what keeps it from being approved and applied at all; 0 where only gates stand in its way. */
  readonly unfit: number
}

/**
 * Reads what a saved plan is about now: what it replaces, what would move, the commits in between, and what the gates say.
 * Whoever looks need not be able to write.
 * @throws PromoteError as {@link planSavedBefore} does
 */
export async function showPlan(
  context: PipelineContext,
  saved: PlanDocument,
  expected: string | undefined,
): Promise<ShownPlan> {
  const planned = await planSavedBefore(context, saved, {
    ...{ describe: true, push: false },
    ...(expected === undefined ? {} : { expected }),
  })
  if (planned.kind === 'done') return { result: { ...planned.result, dryRun: true }, unfit: 0 }
  const { made } = planned
  const document = { ...made.document, madeAt: saved.madeAt }
  const inTheWay = made.obstacles.filter((one) => one.kind !== 'step' || one.gate === undefined)
  return {
    result: plannedResult({ ...made, document }),
    unfit: worstExitCode(inTheWay.map(({ error }) => exitCodeOf(error.code))),
  }
}
