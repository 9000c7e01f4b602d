import { lets } from '../gates/verdict.ts'
import type { PromotionResult } from '../result.ts'

/**
 * Whether a plan waits for people: approvals are missing, and nothing stands in its way that only another plan could
 * change. `alone`: nothing else does; `among-others`: other gates deny it too, which time or another run may change.
 */
export function awaitsApproval({
  plan: { plan, verdicts, denials, missing },
  failures,
}: Pick<PromotionResult, 'plan' | 'failures'>): 'alone' | 'among-others' | null {
  const denied = verdicts.filter((verdict) => !lets(verdict))
  const unapproved = denied.filter(({ gate }) => gate === 'approvals')
  // What is no promotion is carried out at once, and never from a file.
  if (plan.purpose !== undefined) return null
  if (unapproved.length === 0 || denials.length > 0 || missing.length > 0) return null
  if (failures.some(({ code }) => code !== 'denied')) return null
  return failures.length === unapproved.length ? 'alone' : 'among-others'
}

/** Whether the environment that a plan waits for counts signatures alone. */
export function wantsSignature({ plan: { verdicts } }: Pick<PromotionResult, 'plan'>): boolean {
  return verdicts.some(({ gate, evidence }) => gate === 'approvals' && evidence.signed === true)
}
