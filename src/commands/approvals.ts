import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { PromotionFileCommand } from '../cli/base/promotion-file-command.ts'
import type { ApprovalsReport } from '../model/approvals/reports.ts'
import { listApprovals } from '../pipeline/approve/list.ts'
import { approvalsText } from '../report/text/trust/approvals.ts'
import { loadPlan } from '../wiring/promotion.ts'

/** Shows who approved a plan. */
export default class Approvals extends PromotionFileCommand {
  static override summary = 'Show who approved a saved plan, whether it counts, and how many are missing.'
  static override description =
    'Reads the ledger and the promotion file, and no registry. Signatures are checked as the gate checks them: each as of when it was given.'
  static override examples = [
    '<%= config.bin %> approvals plan.json',
    {
      description: 'Apply as soon as there are enough',
      command: '<%= config.bin %> approvals plan.json --exit-code && <%= config.bin %> apply plan.json --yes',
    },
  ]
  static override args = {
    plan: Args.string({
      ignoreStdin: true,
      required: true,
      description: 'The file that "promote plan -o" wrote.',
    }),
  }
  static override flags = {
    'exit-code': Flags.boolean({ summary: 'Exit with 3 as long as approvals are missing.' }),
  }

  async run(): Promise<ApprovalsReport> {
    const { args, flags } = await this.parse(Approvals)
    const document = await loadPlan(args.plan, this.stop)
    const report = await this.withPipeline(flags, (context) => listApprovals(context, document))
    this.print((options) => approvalsText(report, options))
    this.endWith(flags['exit-code'] && !report.enough ? 3 : 0)
    return report
  }
}
