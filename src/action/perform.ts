import { relative } from 'node:path'
import { awaitsApproval } from '../model/approvals/awaits.ts'
import type { PromotionConfig } from '../model/config.ts'
import type { DiffReport, MatrixReport } from '../model/diff.ts'
import { gapExitCodes } from '../model/diff.ts'
import type { PromotionResult, VerifyReport } from '../model/result.ts'
import { applySavedPlan, promote } from '../pipeline/apply/promote.ts'
import type { PipelineContext } from '../pipeline/context.ts'
import { diffMatrix, diffPair } from '../pipeline/inspect/diff.ts'
import { matrixAfter } from '../pipeline/inspect/matrix-after.ts'
import { plannedResult } from '../pipeline/plan/dry-run.ts'
import { makePlan } from '../pipeline/plan/make-plan.ts'
import { verifyEnvironments } from '../pipeline/verify/verify.ts'
import { awaitedApproval } from '../report/words/promotion/approvals.ts'
import { PromoteError, worstExitCode } from '../support/errors.ts'
import { loadPlan, savePlan, wire } from '../wiring/promotion.ts'
import type { Surroundings } from '../wiring/surroundings.ts'
import type { ActionInputs } from './inputs.ts'

/** What one step of a workflow came to. */
export type Performed =
  | {
      readonly kind: 'promotion'
      readonly result: PromotionResult
      readonly ledger: string
      /** The file that the plan was saved in, where it waits for approvals. */
      readonly saved?: string
      /** Where every image stands afterwards; an error where that could not be read. */
      readonly matrix: MatrixReport | PromoteError
    }
  | { readonly kind: 'plan'; readonly result: PromotionResult; readonly file: string }
  | { readonly kind: 'diff'; readonly report: DiffReport | MatrixReport; readonly exitCode: number }
  | { readonly kind: 'verify'; readonly report: VerifyReport; readonly exitCode: number }

/** Does what the inputs ask for, with the calls the commands make. @throws PromoteError as they do */
export async function perform(
  inputs: ActionInputs,
  file: PromotionConfig,
  surroundings: Surroundings,
): Promise<Performed> {
  const config = withConcurrency(file, inputs.concurrency)
  await using wiring = await wire(config, surroundings)
  const { context } = wiring
  switch (inputs.command) {
    case 'promote':
      return await runPromotion(context, inputs)
    case 'apply':
      return await apply(context, inputs)
    case 'plan':
      return await plan(context, inputs)
    case 'diff':
      return await diff(context, inputs)
    case 'verify':
      return await verify(context, inputs)
    default:
      return inputs.command satisfies never
  }
}

/** Nobody is asked in a workflow: the protection rules of its environment do that. */
function runOf({ keepGoing }: ActionInputs): { readonly isRead: true; readonly keepGoing: boolean } {
  return { isRead: true, keepGoing }
}

async function runPromotion(context: PipelineContext, inputs: ActionInputs): Promise<Performed> {
  const result = await promote(context, routeOf(inputs), { ...runOf(inputs), dryRun: inputs.dryRun })
  // A later job can have it approved, and apply it.
  const waits = !result.dryRun && awaitsApproval(result) !== null
  if (waits) await savePlan(inputs.planFile, result.plan)
  const performed = await promotion(context, result, inputs)
  return waits ? { ...performed, saved: inputs.planFile } : performed
}

async function apply(context: PipelineContext, inputs: ActionInputs): Promise<Performed> {
  const { planFile, planDigest } = inputs
  const document = await loadPlan(planFile, context.signal)
  const expected = planDigest === undefined ? {} : { expected: planDigest }
  return promotion(
    context,
    await applySavedPlan(context, document, { ...runOf(inputs), dryRun: false, ...expected }),
    inputs,
  )
}

async function promotion(
  context: PipelineContext,
  result: PromotionResult,
  inputs: ActionInputs,
): Promise<Extract<Performed, { readonly kind: 'promotion' }>> {
  const matrix = await matrixAfter(context, result.plan)
  return {
    ...{ kind: 'promotion', ledger: context.ledger.name, matrix },
    result: result.dryRun ? result : withApproval(result, inputs),
  }
}

/** What comes next for a plan that waits for approvals, as it is run in the folder of the promotion file. */
function withApproval(result: PromotionResult, { planFile, folder }: ActionInputs): PromotionResult {
  const approval = awaitedApproval(result, { file: relative(folder, planFile) })
  return approval === undefined ? result : { ...result, approval }
}

async function plan(context: PipelineContext, inputs: ActionInputs): Promise<Performed> {
  const made = await makePlan(context, routeOf(inputs), { describe: true, push: false })
  const result = plannedResult(made)
  await savePlan(inputs.planFile, result.plan)
  return { kind: 'plan', result: withApproval(result, inputs), file: inputs.planFile }
}

async function diff(context: PipelineContext, inputs: ActionInputs): Promise<Performed> {
  const { from, to, images, exclude, tag } = inputs
  const report =
    from === undefined || to === undefined
      ? await diffMatrix(context, { images, exclude, tag })
      : await diffPair(context, { from, to, images, exclude, tag })
  const differences = inputs.failOnDifference && report.different ? [7] : []
  const exitCode = worstExitCode([...gapExitCodes(report.gaps ?? []), ...differences])
  return { kind: 'diff', report, exitCode }
}

async function verify(context: PipelineContext, { to, images, exclude }: ActionInputs): Promise<Performed> {
  const environment = to === undefined ? {} : { environment: to }
  const report = await verifyEnvironments(context, { ...environment, images, exclude, deep: false })
  return { kind: 'verify', report, exitCode: report.ok ? 0 : 5 }
}

function routeOf({
  from,
  to,
  images,
  exclude,
  tag,
  takesFloating,
}: ActionInputs): Parameters<typeof makePlan>[1] {
  if (from === undefined || to === undefined) throw new PromoteError('usage', 'Both from and to are needed.')
  return { from, to, images, exclude, tag, takesFloating }
}

function withConcurrency(config: PromotionConfig, concurrency: number | undefined): PromotionConfig {
  return concurrency === undefined ? config : { ...config, defaults: { ...config.defaults, concurrency } }
}
