import type { PromotionResult } from '../model/result.ts'
import type { PipelineContext } from '../pipeline/context.ts'
import { carryOut, dryRunResult } from '../pipeline/promote.ts'
import { resultText } from '../report/result-text.ts'
import { asksFirst, confirmPlan } from './confirm.ts'
import { showProgress } from './progress.ts'
import { type CommonFlags, PromoteCommand } from './promote-command.ts'

/** A plan to carry out, or to show only. */
type Planned = Parameters<typeof carryOut>[1]

/** Flags of the commands that carry a plan out. */
export interface PromotionFlags extends CommonFlags {
  readonly yes: boolean
  readonly 'keep-going': boolean
  readonly 'dry-run'?: boolean
}

/** What the root command and `apply` share: the question, the progress, the result and its exit code. */
export abstract class PromotionCommand extends PromoteCommand {
  /**
   * @param to the destination, where it is known before the plan
   * @param plan makes or checks the plan; told whether a person is going to read it
   */
  protected async promote(
    flags: PromotionFlags,
    plan: (context: PipelineContext, isRead: boolean) => Promise<Planned>,
    to?: string,
  ): Promise<PromotionResult> {
    const begun = performance.now()
    const isDry = flags['dry-run'] === true
    let waited = 0
    const { ended, ledger } = await this.withPipeline(flags, async (context) => {
      const mayAsk = to === undefined || asksFirst(context.config, to, flags)
      const made = await plan(context, isDry || mayAsk)
      if (isDry) return { ended: dryRunResult(made.document), ledger: context.ledger.name }
      if (asksFirst(context.config, made.document.plan.to, flags)) {
        const asked = performance.now()
        await confirmPlan(made.document, { ...this.drawing(process.stderr), signal: this.stop })
        waited = performance.now() - asked
      }
      return { ended: await this.carryOut(context, made, flags), ledger: context.ledger.name }
    })
    const result = { ...ended, milliseconds: Math.round(performance.now() - begun - waited) }
    this.print((options) => resultText(result, { ...options, ledger }))
    this.endWith(result.exitCode)
    return result
  }

  private async carryOut(
    context: PipelineContext,
    made: Planned,
    flags: PromotionFlags,
  ): Promise<PromotionResult> {
    const { color } = this.drawing(process.stderr)
    const progress = await showProgress(process.stderr, { quiet: flags.quiet, color })
    try {
      return await carryOut({ ...context, progress: progress.listener }, made, {
        keepGoing: flags['keep-going'],
      })
    } finally {
      await progress.finish()
    }
  }
}
