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
  return promotion(
    context,
    await promote(context, routeOf(inputs), { ...runOf(inputs), dryRun: inputs.dryRun }),
  )
}

async function apply(context: PipelineContext, inputs: ActionInputs): Promise<Performed> {
  const { planFile, planDigest } = inputs
  const document = await loadPlan(planFile, context.signal)
  const expected = planDigest === undefined ? {} : { expected: planDigest }
  return promotion(
    context,
    await applySavedPlan(context, document, { ...runOf(inputs), dryRun: false, ...expected }),
  )
}

async function promotion(context: PipelineContext, result: PromotionResult): Promise<Performed> {
  const matrix = await matrixAfter(context, result.plan)
  return { kind: 'promotion', result, ledger: context.ledger.name, matrix }
}

async function plan(context: PipelineContext, inputs: ActionInputs): Promise<Performed> {
  const made = await makePlan(context, routeOf(inputs), { describe: true, push: false })
  const result = plannedResult(made)
  await savePlan(inputs.planFile, result.plan)
  return { kind: 'plan', result, file: inputs.planFile }
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
