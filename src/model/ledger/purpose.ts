import type { Purpose } from './entry.ts'
import type { StepOutcome } from './steps.ts'

/** Where a run brought something, and what for. */
export interface Destined {
  readonly from: string
  readonly to: string
  /** Absent for a promotion. */
  readonly purpose?: Pick<Purpose, 'kind'>
}

/** What a run was to do, as a phrase: `test → prod`, or `repair of prod`. @param arrow what stands between two environments */
export function routeText({ from, to, purpose }: Destined, arrow = '→'): string {
  if (purpose === undefined) return `${from} ${arrow} ${to}`
  switch (purpose.kind) {
    case 'repair':
      return `repair of ${to}`
    case 'rollback':
      return `rollback of ${to}`
    default:
      return purpose.kind satisfies never
  }
}

/** How a step ends that a run of this purpose carried out whole. */
export function doneOutcome(purpose: Pick<Purpose, 'kind'> | undefined): StepOutcome {
  if (purpose === undefined) return 'promoted'
  switch (purpose.kind) {
    case 'repair':
      return 'repaired'
    case 'rollback':
      return 'rolled-back'
    default:
      return purpose.kind satisfies never
  }
}

/** Whether what a run left in place is an image's current version from there on: a repair says nothing about that. */
export function makesCurrent(purpose: Pick<Purpose, 'kind'> | undefined): boolean {
  if (purpose === undefined) return true
  switch (purpose.kind) {
    case 'repair':
      return false
    case 'rollback':
      return true
    default:
      return purpose.kind satisfies never
  }
}
