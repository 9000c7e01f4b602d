import type { PromotionResult } from '../../model/result.ts'
import type { PromoteError } from '../../support/errors.ts'
import { keyRefusals } from '../attest/keys.ts'
import type { PipelineContext } from '../context.ts'
import { untouchedResult } from '../result.ts'
import { ledgerRefusals, waitsOf } from './held.ts'
import type { MadePlan } from './make-plan.ts'
import { refusalsOf } from './preflight.ts'

/**
 * What a run of this plan would end with, as far as reading can tell. Whether this login may push where the plan writes is
 * found out too, without a write; that asks for tokens at most.
 */
export async function dryRun(context: PipelineContext, made: MadePlan): Promise<PromotionResult> {
  const held = await ledgerRefusals(context, made.document.plan)
  const refusals = await refusalsOf(context, made.document)
  const keys = await keyRefusals(context, made)
  const waits = await waitsOf(context, made.document.plan)
  const document = { ...made.document, warnings: [...made.document.warnings, ...waits] }
  return dryResult({ ...made, document }, [...refusals, ...held, ...keys])
}

/** What a plan that was only made or saved comes to: the exit code is what the real run would end with. */
export function plannedResult(made: MadePlan): PromotionResult {
  return dryResult(made, [])
}

function dryResult({ document, obstacles }: MadePlan, refusals: readonly PromoteError[]): PromotionResult {
  const errors = [...obstacles.map(({ error }) => error), ...refusals]
  return { ...untouchedResult(document, errors), dryRun: true }
}
