import type { PlanStep, PlanTag } from '../../../model/plan.ts'

/**
 * The tags that a step is about, which its intent holds: those it moves, makes or takes away. A step that only records moves none, and
 * holds those that are in place, so that nobody moves them before it is recorded.
 */
export function movingTags(step: Pick<PlanStep, 'kind' | 'tags'>): readonly PlanTag[] {
  return step.tags.filter(({ action }) =>
    step.kind === 'record' ? action === 'unchanged' : action !== 'unchanged' && action !== 'kept',
  )
}
