import { PromoteError } from '../../../support/errors.ts'
import type { ContentOutcome } from '../content.ts'
import type { Applied, Run } from '../run.ts'
import { causes, untaggedStep } from './outcomes.ts'

/** Ends a run before any tag was touched. @param why what ended it, where that is no step's own failure */
export async function endUntagged(run: Run, why: readonly PromoteError[] = []): Promise<Applied> {
  const { context, options, content, recorder, warnings } = run
  const cancelled = context.signal.aborted
  const ending = cancelled ? 'cancelled' : 'failed'
  const applied = options.made.steps.map((step) => untaggedStep(step, content, ending))
  const error = cancelled
    ? new PromoteError('cancelled', 'The run was cancelled before it moved a tag.', {
        hint: 'Run it again to go on: what was copied is there.',
      })
    : why[0]
  const cause = error ?? causes(applied)[0]
  const recorded = await recorder.outcome(applied, {
    result: ending,
    ...(cause === undefined ? {} : { error: cause }),
  })
  const ended = error === undefined ? recorded : { ...recorded, error }
  // Only one error is the run's own; that it could not be recorded is said beside it.
  const unrecorded = error === undefined || recorded.error === undefined ? [] : [sentenceOf(recorded.error)]
  return {
    steps: applied,
    verified: manifestsRead(content),
    ...ended,
    warnings: [...warnings, ...recorded.warnings, ...unrecorded],
  }
}

function sentenceOf({ message, details: { hint } }: PromoteError): string {
  return hint === undefined ? message : `${message} ${hint}`
}

/** How many manifests were read back and hashed. */
export function manifestsRead(content: readonly ContentOutcome[]): number {
  return content.reduce((sum, one) => sum + (one.kind === 'ready' ? one.manifestsRead : 0), 0)
}
