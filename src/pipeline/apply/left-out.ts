import type { MadePlan } from '../plan/make-plan.ts'
import type { Observation } from '../plan/observe.ts'
import { blocksStep, type Obstacle } from '../plan/planner/obstacles.ts'
import { keyOf, keyOfObserved, keyOfStep } from '../plan/planner/step-key.ts'
import { movingTags } from '../plan/planner/step-tags.ts'
import type { AllowedStep } from './steps.ts'

/**
 * What of a plan can be done although something stands in the way of the rest: steps that have something to do, each with
 * the tags that may move. Tags are left out one by one, but a floating tag does not go where its version may not. Pure.
 */
export function allowedSteps(
  { steps, observation }: Pick<MadePlan, 'steps' | 'observation'>,
  obstacles: readonly Obstacle[],
): readonly AllowedStep[] {
  const floating = floatingTags(observation)
  return steps.flatMap((step) => {
    if (step.kind === 'unchanged' || obstacles.some((one) => blocksStep(one, step))) return []
    const own = floating.get(keyOfStep(step)) ?? new Set()
    const denied = obstacles.flatMap((one) =>
      one.kind === 'tag' && keyOf(one.step) === keyOfStep(step) ? [one.tag] : [],
    )
    const lacksVersion = denied.some((tag) => !own.has(tag))
    const moving = movingTags(step).map(({ tag }) => tag)
    const allowed = moving.filter((tag) => !denied.includes(tag) && !(lacksVersion && own.has(tag)))
    // Content that no tag is going to name is not brought.
    if (moving.length > 0 && allowed.length === 0) return []
    return [{ step, allowed: new Set(allowed), floating: own }]
  })
}

function floatingTags({ steps }: Observation): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    steps.map((step) => [
      keyOfObserved(step),
      new Set(step.tags.flatMap(({ tag, floating }) => (floating ? [tag] : []))),
    ]),
  )
}
