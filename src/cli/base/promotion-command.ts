import { awaitsApproval } from '../../model/approvals/awaits.ts'
import type { PlanDocument } from '../../model/plan.ts'
import type { Phase, ProgressListener } from '../../model/progress.ts'
import type { PromotionResult } from '../../model/result.ts'
import type { PromotionRun } from '../../pipeline/apply/promote.ts'
import type { PipelineContext } from '../../pipeline/context.ts'
import { matrixAfter } from '../../pipeline/inspect/matrix-after.ts'
import { promotionMarkdown } from '../../report/markdown/promotion.ts'
import { resultText } from '../../report/text/result.ts'
import { awaitedApproval } from '../../report/words/promotion/approvals.ts'
import { toPromoteError } from '../../support/errors.ts'
import { savePlan, savePlanByDigest } from '../../wiring/promotion.ts'
import { asksFirst, confirmPlan } from '../confirm.ts'
import type { ShownProgress } from '../progress.ts'
import { PromotionFileCommand, type PromotionFileFlags } from './promotion-file-command.ts'

/** What is said when a signal asks a promotion to stop. */
const STOPPING =
  'Asked to stop: nothing new is begun, and tags that are moving are finished first. A second Ctrl-C ends at once.'

/** Flags of the commands that carry a plan out. */
export interface PromotionFlags extends PromotionFileFlags {
  readonly yes: boolean
  readonly 'keep-going': boolean
  readonly 'no-wait': boolean
  readonly 'dry-run'?: boolean
  /** The file that the plan was read from. */
  readonly plan?: string
  /** Where the plan is saved if it waits for approvals; under its digest in this folder unless told. */
  readonly output?: string | undefined
  /** What the command line lacks besides, which is said where `--yes` is: `--reason TEXT`. */
  readonly lacks?: string
}

/** The phases that are shown. Planning is not: it is over before anybody could read it. */
const PHASES: readonly Phase[] = ['content', 'verify', 'gates', 'tags', 'record']

/** What the root command and `apply` share: the question, the progress, the result and its exit code. */
export abstract class PromotionCommand extends PromotionFileCommand {
  /** The entry of the intent that is open because of this run. */
  #held: number | null = null

  protected override get lastWords(): string | undefined {
    if (this.#held === null) return undefined
    return `Ended at once, while tags moved: entry ${this.#held} is open and holds them. Run the same command again to finish it; "promote status" shows what is held.`
  }

  /**
   * @param to the destination environment
   * @param work runs the promotion
   */
  protected async promote(
    flags: PromotionFlags,
    to: string,
    work: (context: PipelineContext, run: PromotionRun) => Promise<PromotionResult>,
  ): Promise<PromotionResult> {
    const dryRun = flags['dry-run'] === true
    const {
      result: ended,
      ledger,
      matrix,
    } = await this.withPipeline(flags, async (context, shown) => {
      const result = await this.withProgress(context, shown, { ...flags, to, dryRun }, work)
      return {
        result,
        ledger: context.ledger.name,
        matrix: this.reportFile === undefined ? undefined : await matrixAfter(context, result.plan),
      }
    })
    const result = dryRun ? ended : await this.withApproval(ended, flags)
    this.print((options) => resultText(result, { ...options, ledger }))
    this.endWith(result.exitCode)
    if (matrix !== undefined) await this.report(() => promotionMarkdown(result, matrix))
    return result
  }

  /** Of a run that waits for approvals: its plan is saved, and what approves and applies it is part of the result. */
  private async withApproval(result: PromotionResult, flags: PromotionFlags): Promise<PromotionResult> {
    if (awaitsApproval(result) === null) return result
    try {
      const file = await this.fileOf(result.plan, flags)
      const approval = awaitedApproval(result, { file, promotionFile: flags.file })
      return approval === undefined ? result : { ...result, approval }
    } catch (error) {
      const { message, details, code } = toPromoteError(error)
      const hint = details.hint === undefined ? {} : { hint: details.hint }
      return { ...result, failures: [...result.failures, { image: null, code, message, ...hint }] }
    }
  }

  private async fileOf(plan: PlanDocument, { plan: loaded, output }: PromotionFlags): Promise<string> {
    if (loaded !== undefined) return loaded
    if (output === undefined) return savePlanByDigest(process.cwd(), plan)
    await savePlan(output, plan)
    return output
  }

  private async withProgress(
    context: PipelineContext,
    shown: ShownProgress,
    flags: PromotionFlags & { readonly to: string; readonly dryRun: boolean },
    work: (context: PipelineContext, run: PromotionRun) => Promise<PromotionResult>,
  ): Promise<PromotionResult> {
    const { dryRun, to } = flags
    const asks = !dryRun && asksFirst(context.config, to, flags)
    const onStop = (): void => shown.listener({ kind: 'note', text: STOPPING })
    const progress: ProgressListener = (event) => {
      if (event.kind === 'held') this.#held = event.entry
      context.progress(event)
    }
    try {
      return await work(
        { ...context, progress },
        {
          dryRun,
          keepGoing: flags['keep-going'],
          noWait: flags['no-wait'],
          isRead: dryRun || asks || this.reportFile !== undefined,
          agree: async (document) => {
            shown.clear()
            if (asks) await confirmPlan(document, { ...this.drawing(process.stderr), signal: this.stop })
          },
          starts: async () => {
            await shown.showPhases(PHASES)
            this.stop.addEventListener('abort', onStop)
          },
        },
      )
    } finally {
      this.stop.removeEventListener('abort', onStop)
      // What is read for a report afterwards is not shown.
      await shown.finish()
    }
  }
}
