import { awaitsApproval } from '../../../model/approvals/awaits.ts'
import type { PromotionResult } from '../../../model/result.ts'
import { SIGNS } from '../signs.ts'
import { isInStep } from '../steps.ts'
import { appliedText } from './applied.ts'
import { applyLine, awaitedApproval, awaitedLines, type SavedPlan } from './approvals.ts'

/** What can be done with a saved plan now, as lines: what approves it, what applies it, or why neither is any use. */
export function nextForPlan(result: PromotionResult, saved: SavedPlan): readonly string[] {
  const { plan, exitCode } = result
  const applied = appliedText(result)
  if (applied !== undefined) return [`This plan was ${applied}.`]
  const awaited = awaitedApproval(result, saved)
  if (awaited !== undefined) {
    const also =
      awaitsApproval(result) === 'alone' ? '' : `, and for what else is marked ${SIGNS.denied} above`
    return [`It waits for approvals${also}.`, ...awaitedLines(awaited)]
  }
  if (exitCode !== 0) {
    return [`Applied now it would end with exit code ${exitCode}, for what is marked ${SIGNS.denied} above.`]
  }
  if (plan.plan.steps.every(isInStep)) return ['There is nothing to apply.']
  return ['To apply exactly this plan:', `  ${applyLine(saved, plan.digest)}`]
}
