import type { MatrixReport } from '../../model/diff.ts'
import type { PlanDocument } from '../../model/plan.ts'
import { type PromoteError, toPromoteError } from '../../support/errors.ts'
import type { PipelineContext } from '../context.ts'
import { diffMatrix } from './diff.ts'

/**
 * Where the images of a promotion stand once it is over, for a report. It is done or refused by then, so a matrix that
 * cannot be read changes nothing about it: the error is a value.
 */
export async function matrixAfter(
  context: PipelineContext,
  { plan }: PlanDocument,
): Promise<MatrixReport | PromoteError> {
  try {
    const images = [...new Set(plan.steps.map(({ image }) => image))]
    return await diffMatrix(context, { images })
  } catch (error) {
    return toPromoteError(error)
  }
}
