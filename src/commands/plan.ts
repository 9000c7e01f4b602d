import * as Flags from '@oclif/core/flags'
import { usage } from '../cli/base/promote-command.ts'
import { PromotionFileCommand } from '../cli/base/promotion-file-command.ts'
import {
  floatingFlag,
  imageChoice,
  imageFlags,
  reportFlag,
  routeFlags,
  tagFlag,
} from '../cli/base/promotion-flags.ts'
import { awaitsApproval } from '../model/approvals/awaits.ts'
import type { PlanDocument } from '../model/plan.ts'
import { plannedResult } from '../pipeline/plan/dry-run.ts'
import { makePlan } from '../pipeline/plan/make-plan.ts'
import { planMarkdown } from '../report/markdown/promotion.ts'
import { planText, whereSaved } from '../report/text/plan.ts'
import { savePlan } from '../wiring/promotion.ts'

/** Saves what a promotion would do, so that exactly that can be approved and applied. */
export default class Plan extends PromotionFileCommand {
  static override summary = 'Save what a promotion would do, so that exactly that can be applied later.'
  static override usage = 'plan --from ENV --to ENV [IMAGE...] -o FILE'
  static override examples = ['<%= config.bin %> plan --from test --to prod -o plan.json']
  static override strict = false
  static override flags = {
    ...routeFlags,
    ...imageFlags,
    ...tagFlag,
    ...floatingFlag,
    ...reportFlag,
    output: Flags.string({
      char: 'o',
      required: true,
      helpValue: 'FILE',
      summary: 'Where to save the plan.',
    }),
  }

  async run(): Promise<PlanDocument> {
    const { flags, argv } = await this.parse(Plan)
    const { from, to } = flags
    if (from === undefined || to === undefined) throw usage('Both --from and --to are needed.')
    if (flags.output === '-') {
      throw usage(
        'A plan is saved in a file, not written to stdout.',
        'Name a file; with --json it is printed too.',
      )
    }
    this.outputs.push(flags.output)
    const choice = imageChoice(argv, flags)
    const made = await this.withPipeline(flags, (context) =>
      makePlan(
        context,
        { from, to, ...choice, takesFloating: flags['take-floating'] },
        { describe: true, push: false },
      ),
    )
    const result = plannedResult(made)
    const document = result.plan
    await savePlan(flags.output, document)
    this.print(
      (options) =>
        `${planText(document, options)}\n${whereSaved(result, { file: flags.output, promotionFile: flags.file })}\n`,
    )
    // A plan that is saved to be approved is what was asked for.
    this.endWith(awaitsApproval(result) === 'alone' ? 0 : result.exitCode)
    await this.report(() => planMarkdown(result))
    return document
  }
}
