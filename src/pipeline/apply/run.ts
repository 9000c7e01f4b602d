import type { LedgerEntry } from '../../model/ledger/entry.ts'
import type { PromoteError } from '../../support/errors.ts'
import type { PipelineContext } from '../context.ts'
import type { MadePlan } from '../plan/make-plan.ts'
import type { ContentOutcome } from './content.ts'
import type { AppliedStep } from './record/outcomes.ts'
import type { Recorder } from './record/recorder.ts'

/** How a plan is to be applied. */
export interface ApplyOptions {
  readonly made: MadePlan
  /** Whether what stands in the way of one tag, or one image's failure, leaves the others alone. */
  readonly keepGoing: boolean
}

/** What applying a plan came to. */
export interface Applied {
  /** In the order of the plan. */
  readonly steps: readonly AppliedStep[]
  /** Manifests read back and hashed. */
  readonly verified: number
  /** The entry with the outcome; null where nothing had to be recorded. */
  readonly entry: LedgerEntry | null
  /** What ended the run as a whole: a ledger that cannot be written, a signal. */
  readonly error?: PromoteError
  readonly warnings: readonly string[]
}

/** One application of a plan, under way. */
export interface Run {
  readonly context: PipelineContext
  readonly options: ApplyOptions
  readonly recorder: Recorder
  /** What came of the content, in the order of the steps that had something to do. */
  readonly content: readonly ContentOutcome[]
  readonly warnings: readonly string[]
}
