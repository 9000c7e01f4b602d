import type { PlanDocument } from '../../model/plan.ts'

/** What a run of a plan does, in words. */
export interface PurposeWords {
  /** `promote`, in "nothing to promote". */
  readonly toDo: string
  /** `promoted`, in "nothing promoted". */
  readonly past: string
}

/** What a run of a plan does, in words: it promotes, repairs or rolls back. */
export function purposeWords({ plan }: Pick<PlanDocument, 'plan'>): PurposeWords {
  switch (plan.purpose) {
    case undefined:
      return { toDo: 'promote', past: 'promoted' }
    case 'repair':
      return { toDo: 'repair', past: 'repaired' }
    case 'rollback':
      return { toDo: 'roll back', past: 'rolled back' }
    default:
      return plan.purpose satisfies never
  }
}
