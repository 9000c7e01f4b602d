import { nearText } from '../../../model/near-text.ts'
import type { Denial, Missing, PlanStep } from '../../../model/plan.ts'
import { PromoteError } from '../../../support/errors.ts'
import { keyOf, keyOfStep, type StepName } from './step-key.ts'

/** Something a plan cannot do, and how much of it. */
export type Obstacle =
  /** The source does not have what is asked for, or lacks platforms. */
  | { readonly kind: 'candidate'; readonly missing: Missing; readonly error: PromoteError }
  /** Nothing of this step may happen. `gate`: which one denies it; absent for another reason. */
  | {
      readonly kind: 'step'
      readonly step: StepName
      readonly gate?: string
      readonly error: PromoteError
    }
  /** One destination tag may not move. */
  | {
      readonly kind: 'tag'
      readonly step: StepName
      readonly tag: string
      readonly error: PromoteError
    }

/** A candidate that the source does not have. */
export function missingObstacle(missing: Missing): Obstacle {
  const { image, wanted, reason } = missing
  const near = nearText(missing)
  const hint = near === undefined ? {} : { hint: `${near.charAt(0).toUpperCase()}${near.slice(1)}.` }
  const error = new PromoteError('not-found', `${wanted} ${reason}.`, { side: 'source', image, ...hint })
  return { kind: 'candidate', missing, error }
}

/** A tag that is immutable and holds something else. */
export function denialError({ image, reason, hint }: Denial): PromoteError {
  return new PromoteError('immutable', reason, {
    side: 'destination',
    image,
    ...(hint === undefined ? {} : { hint }),
  })
}

/** Whether an obstacle keeps all of a step from happening. */
export function blocksStep(obstacle: Obstacle, step: PlanStep): boolean {
  switch (obstacle.kind) {
    case 'candidate': {
      const { image, wanted } = obstacle.missing
      const { tag, descriptor } = step.source
      return image === step.image && (wanted === tag || wanted === descriptor.digest)
    }
    case 'step':
      return keyOf(obstacle.step) === keyOfStep(step)
    case 'tag':
      return false
    default:
      return obstacle satisfies never
  }
}
