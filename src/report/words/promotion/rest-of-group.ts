import { lets } from '../../../model/gates/verdict.ts'
import type { PromotionResult } from '../../../model/result.ts'
import { purposeWords } from '../purpose.ts'
import { isInStep, stepName } from '../steps.ts'
import { listText } from '../units.ts'

/** How many images a line names. */
const NAMED_IMAGES = 6

/**
 * How what nothing stands in the way of is promoted all the same, where something else stopped the group before it began;
 * undefined where it was not stopped so, and where nothing is left.
 */
export function restOfGroupText({ plan, steps, exitCode }: PromotionResult): string | undefined {
  if (exitCode === 0 || steps.length > 0) return undefined
  const denied = [...plan.denials, ...plan.verdicts.filter((verdict) => !lets(verdict))]
  if (denied.length + plan.missing.length === 0) return undefined
  const stopped = new Set(denied.map(({ image, tag }) => stepName(image, tag)))
  const rest = plan.plan.steps
    .filter((step) => !isInStep(step))
    .map(({ image, source }) => stepName(image, source.tag))
    .filter((name) => !stopped.has(name))
  return rest.length === 0
    ? undefined
    : `With --keep-going the rest is ${purposeWords(plan).past}: ${listText(rest, NAMED_IMAGES)}.`
}
