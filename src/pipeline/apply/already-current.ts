import type { PlanStep } from '../../model/plan.ts'
import type { PipelineContext } from '../context.ts'
import { readLedgerView } from '../plan/current.ts'
import type { MadePlan } from '../plan/make-plan.ts'

/**
 * The plan without what another run has recorded since it was made, or what has just been recorded for a run that died: a
 * step that only makes a version current has nothing to do where the ledger says that it is. Reads the ledger alone.
 */
export async function withoutRecorded(
  { ledger, signal }: PipelineContext,
  made: MadePlan,
): Promise<MadePlan> {
  if (made.steps.every(({ kind }) => kind !== 'record')) return made
  const view = await readLedgerView(ledger, { signal })
  const isRecorded = ({ kind, image, tags, source }: PlanStep): boolean => {
    const known = kind === 'record' ? view.current(made.route.to.name, image) : undefined
    return known?.step.digest === source.descriptor.digest && tags.some(({ tag }) => tag === known.tag)
  }
  return {
    ...made,
    steps: made.steps.map((step) => (isRecorded(step) ? { ...step, kind: 'unchanged' } : step)),
  }
}
