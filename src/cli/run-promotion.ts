import type { PromotionResult } from '../model/result.ts'
import type { PipelineContext } from '../pipeline/context.ts'
import { carryOut, type MadePlan } from '../pipeline/promote.ts'
import type { RenderOptions } from '../report/options.ts'
import { planText } from '../report/plan-text.ts'
import { PromoteError } from '../support/errors.ts'
import { showProgress } from './progress.ts'

/** How a promotion is run from a command line. */
export interface RunFlags {
  readonly yes: boolean
  readonly quiet: boolean
  readonly keepGoing: boolean
  readonly draw: RenderOptions
}

/**
 * Carries a plan out with progress on stderr, after the question that a terminal gets where the destination wants one.
 * @throws PromoteError `cancelled` when the answer is no
 */
export async function runPromotion(
  context: PipelineContext,
  made: Parameters<typeof carryOut>[1],
  flags: RunFlags,
): Promise<PromotionResult> {
  await confirm(context, made.document, flags)
  const progress = await showProgress(process.stderr, { quiet: flags.quiet, color: flags.draw.color })
  try {
    return await carryOut({ ...context, progress: progress.listener }, made, { keepGoing: flags.keepGoing })
  } finally {
    await progress.finish()
  }
}

/** Asks before an environment with `confirm: true` is written; only where a person sits: a pipeline is asked nothing. */
async function confirm(
  context: PipelineContext,
  document: MadePlan['document'],
  flags: RunFlags,
): Promise<void> {
  const { to, steps } = document.plan
  const wanted = context.config.environments.find((environment) => environment.name === to)?.confirm === true
  const writes = steps.some((step) => step.kind !== 'unchanged')
  if (flags.yes || !wanted || !writes || !process.stdin.isTTY || !process.stderr.isTTY) return
  process.stderr.write(planText(document, flags.draw))
  const { createInterface } = await import('node:readline/promises')
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await lines.question(`Promote to ${to}? [y/N] `, { signal: context.signal })
    if (/^y(es)?$/i.test(answer.trim())) return
  } finally {
    lines.close()
  }
  throw new PromoteError('cancelled', `Not promoted: ${to} was not confirmed.`, {
    hint: 'Answer y, or pass --yes.',
  })
}
