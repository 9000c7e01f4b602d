import type { OpenIntent } from '../../model/ledger/ledger.ts'
import type { OpenPromotion } from '../../model/result.ts'
import { toPromoteError } from '../../support/errors.ts'
import type { PipelineContext } from '../context.ts'
import { finishRefusal } from './finish-run.ts'
import { seeRun, undoObstacle } from './seen-run.ts'

/** Which ways there are to end a run that did not finish. */
export interface WaysToEnd {
  readonly next: Pick<OpenPromotion['next'], 'resume' | 'undo'>
  /** What keeps it from one of them, as sentences. */
  readonly inTheWay: readonly string[]
}

/** Reads what the tags of an open intent hold, and tells from that. Where they cannot be read neither way is known to be there. */
export async function waysToEnd(context: PipelineContext, intent: OpenIntent): Promise<WaysToEnd> {
  const { sequence } = intent.entry
  try {
    const seen = await seeRun(context, intent, context.signal)
    const refused = await finishRefusal(context, seen)
    const fixed = undoObstacle(seen)
    return {
      next: {
        ...(refused === undefined ? { resume: `promote resume ${sequence}` } : {}),
        ...(fixed === undefined ? { undo: `promote resume ${sequence} --undo` } : {}),
      },
      inTheWay: [
        ...(refused === undefined ? [] : [refused.message]),
        ...(fixed === undefined ? [] : [fixed]),
      ],
    }
  } catch (error) {
    context.signal.throwIfAborted()
    return { next: {}, inTheWay: [`What its tags hold could not be read: ${toPromoteError(error).message}`] }
  }
}
