import type { IntentBody, LedgerEntry, OutcomeBody, Purpose } from '../../../model/ledger/entry.ts'
import type { OpenIntent } from '../../../model/ledger/ledger.ts'
import { judgeIntent } from '../../../model/ledger/open-intents.ts'
import { refuseRefused } from '../../../model/ledger/standing/refusals.ts'
import type { Standing } from '../../../model/ledger/standing/standing.ts'
import type { PlanDocument, PlanStep } from '../../../model/plan.ts'
import type { CallOptions } from '../../../oci/store.ts'
import { PromoteError, toPromoteError } from '../../../support/errors.ts'
import type { PipelineContext } from '../../context.ts'
import { inStepStep, intentStep, type ReadyStep } from '../steps.ts'
import { lostIntent } from './lost-intent.ts'
import type { AppliedStep } from './outcomes.ts'

/** How a run ends, for its outcome entry. */
export interface Ending {
  readonly result: OutcomeBody['result']
  readonly error?: PromoteError
}

/** What recording the outcome came to. */
export interface Recorded {
  readonly entry: LedgerEntry | null
  readonly error?: PromoteError
  /** What was found beside the ledger by either of the two writes. */
  readonly warnings: readonly string[]
}

/** Writes the two entries of a promotion. */
export interface Recorder {
  /**
   * Phase 4: what will move, flushed to disk before it does; the answer is the entry.
   * @param inStep steps that had nothing to do, or not with all of their tags
   * @throws PromoteError `locked` when another run holds one of the tags
   */
  intent(ready: readonly ReadyStep[], inStep: readonly PlanStep[]): Promise<LedgerEntry>
  /** The intents of crashed runs that this run goes on with, oldest first, as far as nobody else has ended them since. */
  crashed(): Promise<readonly OpenIntent[]>
  /**
   * Phase 6: how it ended. It is the outcome of the intent that this recorder wrote, and of those of crashed runs that it
   * went on with; of none where there was no intent. A ledger that cannot be written is an error in the answer, not a
   * throw: the tags have moved. Not tried where the intent could not be written either: nothing was tagged then.
   */
  outcome(applied: readonly AppliedStep[], ending: Ending): Promise<Recorded>
}

/** How long a run that was asked to stop waits for the ledger's lock, when it tagged nothing. */
const LONGEST_LAST_WAIT_MS = 1000

function soonOver(): AbortSignal {
  const controller = new AbortController()
  const reason = new PromoteError('locked', 'Another process holds the lock of the ledger.')
  setTimeout(() => controller.abort(reason), LONGEST_LAST_WAIT_MS).unref()
  return controller.signal
}

/** The recorder of one application of a plan. */
export function createRecorder(
  context: PipelineContext,
  document: PlanDocument,
  purpose: Purpose | undefined,
): Recorder {
  const { ledger, progress, signal } = context
  const { plan, digest, verdicts } = document
  const common = async (): Promise<Pick<OutcomeBody, 'run' | 'plan' | 'from' | 'to' | 'purpose'>> => ({
    run: await context.identify(),
    ...(purpose === undefined ? {} : { purpose }),
    plan: digest,
    from: plan.from,
    to: plan.to,
  })
  const warnings: string[] = []
  // A run that was asked to stop before its intent has tagged nothing: nobody has to wait for its record.
  const waiting = (): CallOptions => (signal.aborted && intents.length === 0 ? { signal: soonOver() } : {})
  let own: LedgerEntry | undefined
  let intents: readonly string[] = []
  let continued: readonly OpenIntent[] = []
  let isUnwritable = false
  return {
    async crashed() {
      if (continued.length === 0) return []
      // A ledger that cannot be read is told when the outcome is written.
      const open = await ledger.open().catch(() => continued)
      const ids = new Set(open.map(({ entry }) => entry.id))
      return continued.filter(({ entry }) => ids.has(entry.id))
    },
    async intent(ready, inStep) {
      const found = inStep.map(inStepStep).filter(({ tags }) => tags.length > 0)
      const body: IntentBody = {
        ...(await common()),
        kind: 'intent',
        steps: ready.map((one) => intentStep(one.step, one)),
        ...(found.length === 0 ? {} : { inStep: found }),
        verdicts,
      }
      let isRefused = false
      const judge = (open: readonly OpenIntent[], standing: Standing): void => {
        isRefused = true
        if (purpose === undefined) refuseRefused(standing, body)
        continued = judgeIntent(open, body)
        isRefused = false
      }
      signal.throwIfAborted()
      try {
        const appended = await ledger.append(body, judge, { signal })
        warnings.push(...appended.warnings)
        own = appended.entry
        intents = [appended.entry.id, ...continued.map(({ entry }) => entry.id)]
        progress({ kind: 'held', entry: appended.entry.sequence })
        return appended.entry
      } catch (error) {
        isUnwritable = !isRefused
        throw error
      }
    },
    async outcome(applied, ending) {
      if (isUnwritable) return { entry: null, warnings }
      progress({ kind: 'phase-start', phase: 'record', total: 1 })
      const body: OutcomeBody = {
        ...(await common()),
        kind: 'outcome',
        intents,
        steps: applied.map((one) => one.record),
        verdicts: intents.length === 0 ? verdicts : [],
        result: ending.result,
        error: ending.error?.message ?? null,
      }
      try {
        let isHeld = own === undefined
        const judge = (open: readonly OpenIntent[]): void => {
          isHeld ||= open.some(({ entry: { id } }) => id === own?.id)
        }
        const { entry, warnings: found } = await ledger.append(body, judge, waiting())
        progress({ kind: 'held', entry: null })
        progress({ kind: 'phase-end', phase: 'record', summary: `entry ${entry.sequence} in ${ledger.name}` })
        const lost = own === undefined || isHeld ? undefined : await lostIntent(ledger, own)
        return { entry, warnings: [...warnings, ...found], ...lost }
      } catch (error) {
        progress({ kind: 'held', entry: null })
        progress({ kind: 'phase-fail', phase: 'record', summary: ledger.name })
        return { entry: null, error: toPromoteError(error), warnings }
      }
    },
  }
}
