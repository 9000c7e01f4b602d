import type { CopyRequest } from '../../engine/copy.ts'
import type { PlanStep } from '../../model/plan.ts'

/** What of a step the destination is known not to give. Where a manifest is lost, what it names was not all looked at. */
export function lostOf({ lost }: Pick<PlanStep, 'lost'>): Pick<CopyRequest, 'lost'> {
  if (lost === undefined) return {}
  return { lost: { blobs: new Set(lost.blobs), isAll: lost.manifests.length === 0 } }
}
