import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { PromotionFileCommand } from '../../cli/base/promotion-file-command.ts'
import { reportFlag } from '../../cli/base/promotion-flags.ts'
import type { PromotionResult } from '../../model/result.ts'
import { showPlan } from '../../pipeline/approve/show.ts'
import { shownPlanMarkdown } from '../../report/markdown/shown-plan.ts'
import { shownPlanText } from '../../report/text/trust/shown-plan.ts'
import { loadPlan } from '../../wiring/promotion.ts'

/** Shows a saved plan to whoever is to approve it. */
export default class PlanShow extends PromotionFileCommand {
  static override summary = 'Show a saved plan to whoever is to approve it, as it stands now.'
  static override description =
    'For each image what it replaces, its version, what would move, and the commits in between, where the labels tell; and what the gates say now, which is not read from the file. Writes nothing, and needs no right to write. Exit 4 for a plan that fits no more; a gate that denies is no failure here.'
  static override examples = [
    '<%= config.bin %> plan show plan.json',
    '<%= config.bin %> plan show plan.json --format markdown > comment.md',
  ]
  static override args = {
    plan: Args.string({
      ignoreStdin: true,
      required: true,
      description: 'The file that "promote plan -o" wrote.',
    }),
  }
  static override flags = {
    ...reportFlag,
    format: Flags.option({
      options: ['text', 'json', 'markdown'] as const,
      default: 'text',
      summary: 'How to print it; json is the same as --json.',
    })(),
    digest: Flags.string({
      helpValue: 'DIGEST',
      summary: 'Refuse any plan but this one: sha256:…, or its first 8 or more hex digits.',
    }),
  }

  async run(): Promise<PromotionResult> {
    const { args, flags } = await this.parse(PlanShow)
    await this.keep({ path: args.plan, what: 'the plan' })
    const document = await loadPlan(args.plan, this.stop)
    const { result, unfit } = await this.withPipeline(flags, (context) =>
      showPlan(context, document, flags.digest),
    )
    const saved = { file: args.plan, promotionFile: flags.file }
    if (flags.format === 'markdown') this.printDocument(shownPlanMarkdown(result, saved))
    else this.print((options) => shownPlanText(result, { ...options, ...saved }))
    this.endWith(unfit)
    await this.report(() => shownPlanMarkdown(result, saved))
    return result
  }
}
