import type { EntryBody, LedgerEntry } from '../../model/ledger/ledger.ts'
import { judgeIntent } from '../../model/ledger/open-intents.ts'
import type { PlanDocument } from '../../model/plan.ts'
import { type PromoteError, toPromoteError } from '../../support/errors.ts'
import type { PipelineContext } from '../context.ts'
import type { AppliedStep } from './outcomes.ts'
import { ledgerStep, type ReadyStep } from './steps.ts'

/** How a run ends, for its outcome entry. */
export interface Ending {
  readonly result: 'done' | 'failed' | 'cancelled'
  /** The id of the intent this outcome closes; null where there was none. */
  readonly intent: string | null
  readonly error?: PromoteError
}

/** Writes the two entries of a promotion. */
export interface Recorder {
  /** Phase 4: what will move, flushed to disk before it does. @throws PromoteError `locked` when another run holds one of the tags */
  intent(ready: readonly ReadyStep[]): Promise<LedgerEntry>
  /** Phase 6: how it ended. A ledger that cannot be written is an error in the answer, not a throw: the tags have moved. */
  outcome(
    applied: readonly AppliedStep[],
    ending: Ending,
  ): Promise<{ readonly entry: LedgerEntry | null; readonly error?: PromoteError }>
}

/** The recorder of one application of a plan. */
export function createRecorder(context: PipelineContext, document: PlanDocument): Recorder {
  const { ledger, progress, signal } = context
  const { plan, digest, verdicts } = document
  const common = async (): Promise<Pick<EntryBody, 'run' | 'plan' | 'from' | 'to'>> => ({
    run: await context.identify(),
    plan: digest,
    from: plan.from,
    to: plan.to,
  })
  return {
    async intent(ready) {
      const steps = ready.map((one) => ledgerStep(one.step, 'planned', one))
      const body: EntryBody = {
        ...(await common()),
        kind: 'intent',
        intent: null,
        steps,
        verdicts,
        result: null,
        error: null,
      }
      return ledger.append(body, (open) => void judgeIntent(open, body), { signal })
    },
    async outcome(applied, ending) {
      progress({ kind: 'phase-start', phase: 'record', total: 1 })
      const body: EntryBody = {
        ...(await common()),
        kind: 'outcome',
        intent: ending.intent,
        steps: applied.map((one) => one.record),
        verdicts: ending.intent === null ? verdicts : [],
        result: ending.result,
        error: ending.error?.message ?? null,
      }
      try {
        const entry = await ledger.append(body)
        progress({ kind: 'phase-end', phase: 'record', summary: `entry ${entry.sequence} in ${ledger.name}` })
        return { entry }
      } catch (error) {
        progress({ kind: 'phase-fail', phase: 'record', summary: ledger.name })
        return { entry: null, error: toPromoteError(error) }
      }
    },
  }
}
