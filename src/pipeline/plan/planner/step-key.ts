import type { PlanStep } from '../../../model/plan.ts'
import type { Digest } from '../../../oci/digest.ts'
import type { Candidate } from '../source/candidates.ts'

/** What tells one step of a plan from the others: its image and its candidate. */
export interface StepName {
  readonly image: string
  /** The candidate's tag; null when it was asked for by digest alone. */
  readonly tag: string | null
  readonly digest: Digest
}

/** One text for one step, the same wherever the step is named. */
export function keyOf({ image, tag, digest }: StepName): string {
  return JSON.stringify([image, tag, digest])
}

/** The name of a planned step. */
export function nameOf({ image, source }: PlanStep): StepName {
  return { image, tag: source.tag, digest: source.descriptor.digest }
}

/** The key of a planned step. */
export function keyOfStep(step: PlanStep): string {
  return keyOf(nameOf(step))
}

/** The key of an observed step: that of the planned step it becomes. */
export function keyOfObserved({ candidate }: { readonly candidate: Candidate }): string {
  const { image, tag, descriptor } = candidate
  return keyOf({ image, tag, digest: descriptor.digest })
}
