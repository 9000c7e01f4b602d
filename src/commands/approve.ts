import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { PromotionFileCommand } from '../cli/base/promotion-file-command.ts'
import { writeText } from '../cli/output.ts'
import type { ApproveReport } from '../model/approvals/reports.ts'
import { approvePlan } from '../pipeline/approve/approve.ts'
import { approveText } from '../report/text/trust/approvals.ts'
import { loadPlan } from '../wiring/promotion.ts'

/** Records a person's word for a plan. */
export default class Approve extends PromotionFileCommand {
  static override summary = 'Approve a saved plan, with an SSH signature or by name.'
  static override description =
    'The plan is checked as for apply, but for its gates; then the approval of its digest goes into the ledger. --sign has ssh-keygen sign it, so agents, passphrases and hardware keys work. An approval that would not count (of the author, with a key that nobody knows, of a plan that is stale) is refused and not recorded. Look at the plan first: promote plan show.'
  static override examples = [
    '<%= config.bin %> approve plan.json --sign ~/.ssh/id_ed25519',
    '<%= config.bin %> approve plan.json --digest 4be1c02f --comment "Tested on Monday"',
  ]
  static override args = {
    plan: Args.string({
      ignoreStdin: true,
      required: true,
      description: 'The file that "promote plan -o" wrote.',
    }),
  }
  static override flags = {
    sign: Flags.string({
      helpValue: 'KEY',
      summary: 'Sign with this private SSH key, or with a public one that an agent or a hardware key has.',
    }),
    comment: Flags.string({ helpValue: 'TEXT', summary: 'What the ledger keeps with it.' }),
    digest: Flags.string({
      helpValue: 'DIGEST',
      summary: 'Refuse any plan but this one: sha256:…, or its first 8 or more hex digits.',
    }),
  }

  async run(): Promise<ApproveReport> {
    const { args, flags } = await this.parse(Approve)
    const document = await loadPlan(args.plan, this.stop)
    const report = await this.withPipeline(flags, (context, shown) =>
      approvePlan(context, document, {
        key: flags.sign,
        comment: flags.comment,
        expected: flags.digest,
        signs: () => {
          shown.clear()
          // ssh-keygen has no terminal to say it on.
          if (process.stderr.isTTY === true && !flags.quiet)
            writeText(process.stderr, `Signing with ${flags.sign}; touch the key if it blinks.\n`)
        },
      }),
    )
    this.print((options) => approveText(report, { ...options, file: args.plan, promotionFile: flags.file }))
    return report
  }
}
