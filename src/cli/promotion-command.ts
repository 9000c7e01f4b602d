import type { PromotionResult } from '../model/result.ts'
import type { PipelineContext } from '../pipeline/context.ts'
import { matrixAfter } from '../pipeline/inspect/matrix-after.ts'
import { carryOut, dryRun } from '../pipeline/promote.ts'
import { promotionMarkdown } from '../report/markdown/promotion.ts'
import { resultText } from '../report/text/result.ts'
import { asksFirst, confirmPlan } from './confirm.ts'
import { showProgress } from './progress.ts'
import { PromotionFileCommand, type PromotionFileFlags } from './promotion-file-command.ts'

/** A plan to carry out, or to show only. */
type Planned = Parameters<typeof carryOut>[1]

/** Flags of the commands that carry a plan out. */
export interface PromotionFlags extends PromotionFileFlags {
  readonly yes: boolean
  readonly 'keep-going': boolean
  readonly 'dry-run'?: boolean
}

/** What the root command and `apply` share: the question, the progress, the result and its exit code. */
export abstract class PromotionCommand extends PromotionFileCommand {
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
    const { result, ledger, matrix } = await this.withPipeline(flags, async (context) => {
      const mayAsk = !isDry && (to === undefined || asksFirst(context.config, to, flags))
      const made = await plan(context, isDry || mayAsk || this.reportFile !== undefined)
      if (!isDry && asksFirst(context.config, made.document.plan.to, flags)) {
        const asked = performance.now()
        await confirmPlan(made.document, { ...this.drawing(process.stderr), signal: this.stop })
        waited = performance.now() - asked
      }
      const ended = isDry ? await dryRun(context, made.document) : await this.carryOut(context, made, flags)
      return {
        result: { ...ended, milliseconds: Math.round(performance.now() - begun - waited) },
        ledger: context.ledger.name,
        matrix: this.reportFile === undefined ? undefined : await matrixAfter(context, made.document),
      }
    })
    this.print((options) => resultText(result, { ...options, ledger }))
    this.endWith(result.exitCode)
    if (matrix !== undefined) await this.report(() => promotionMarkdown(result, matrix))
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
