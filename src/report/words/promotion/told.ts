import { deniedText, lets } from '../../../model/gates/verdict.ts'
import type { PlanDocument } from '../../../model/plan.ts'
import type { PromotionResult } from '../../../model/result.ts'

type Failure = PromotionResult['failures'][number]

/**
 * The failures that a report has not told yet where it has shown the denials and the denied gates of the plan, and in a
 * dry run what is missing too.
 */
export function untoldFailures({ plan, dryRun, failures }: PromotionResult): readonly Failure[] {
  const told = new Set([
    ...plan.denials.map(({ image, reason }) => keyOf(image, reason)),
    ...(dryRun ? plan.missing.map(({ image, wanted, reason }) => keyOf(image, `${wanted} ${reason}.`)) : []),
  ])
  return failures.filter(
    (failure) => !told.has(keyOf(failure.image, failure.message)) && !isOfGate(failure, plan),
  )
}

/** Whether a failure only says once more what a gate's answer says. */
export function isOfGate({ image, message }: Failure, { plan, verdicts }: PlanDocument): boolean {
  return verdicts.some(
    (verdict) => !lets(verdict) && verdict.image === image && message === deniedText(verdict, plan.to),
  )
}

function keyOf(image: string | null, reason: string): string {
  return JSON.stringify([image, reason])
}
