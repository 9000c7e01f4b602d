import { deniedText, lets } from '../../../model/gates/verdict.ts'
import type { PromotionResult } from '../../../model/result.ts'

type Failure = PromotionResult['failures'][number]

/**
 * The failures that a report has not told yet where it has shown the denials and the denied gates of the plan, and in a
 * dry run what is missing too.
 */
export function untoldFailures({ plan, dryRun, failures }: PromotionResult): readonly Failure[] {
  const told = new Set([
    ...plan.denials.map(({ image, reason }) => keyOf(image, reason)),
    ...plan.verdicts
      .filter((verdict) => !lets(verdict))
      .map((verdict) => keyOf(verdict.image, deniedText(verdict, plan.plan.to))),
    ...(dryRun ? plan.missing.map(({ image, wanted, reason }) => keyOf(image, `${wanted} ${reason}.`)) : []),
  ])
  return failures.filter(({ image, message }) => !told.has(keyOf(image, message)))
}

function keyOf(image: string | null, reason: string): string {
  return JSON.stringify([image, reason])
}
