import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { PromotionFileCommand } from '../../cli/base/promotion-file-command.ts'
import { yesFlag } from '../../cli/base/promotion-flags.ts'
import { asksFirst, confirm } from '../../cli/confirm.ts'
import type { AbandonReport } from '../../model/ledger/reports.ts'
import { abandonIntent, findOpenIntent } from '../../pipeline/apply/record/abandon.ts'
import { abandonText } from '../../report/text/ledger/abandon.ts'

/** Frees the tags of a promotion that nothing can finish. */
export default class LedgerAbandon extends PromotionFileCommand {
  static override summary = 'Free the tags of a promotion that nothing can finish.'
  static override description =
    'A run that died while it moved tags holds them until it is run again. Where that cannot be (its source is gone, another version has to go out), this reads what those tags hold now, records it with the reason, and frees them. It moves no tag. "promote status" lists what is open. Use it only for a run that is gone: one that is still going would go on moving tags.'
  static override examples = ['<%= config.bin %> ledger abandon 57 --reason "1.5.0 was deleted in test"']
  static override args = {
    entry: Args.string({
      ignoreStdin: true,
      required: true,
      description: 'Its number, its id, or the beginning of its id.',
    }),
  }
  static override flags = {
    reason: Flags.string({
      required: true,
      helpValue: 'TEXT',
      summary: 'Why nothing can finish it; the ledger keeps it.',
    }),
    'allow-unknown': Flags.boolean({
      summary:
        'Free tags that cannot be read too, and record what they hold as unknown: for a registry that is gone for good.',
    }),
    ...yesFlag,
  }

  async run(): Promise<AbandonReport> {
    const { args, flags } = await this.parse(LedgerAbandon)
    const request = { ...args, reason: flags.reason, allowUnknown: flags['allow-unknown'] }
    const report = await this.withPipeline(flags, async (context) => {
      const { entry } = await findOpenIntent(context, args.entry)
      if (asksFirst(context.config, entry.to, flags)) {
        await confirm(
          `Free the tags that entry ${entry.sequence} of ${entry.run.actor} holds in ${entry.to}? [y/N] `,
          `nothing was freed in ${entry.to}`,
          this.stop,
        )
      }
      return abandonIntent(context, request)
    })
    this.print((options) => abandonText(report, options))
    return report
  }
}
