import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { PromotionFileCommand } from '../../cli/base/promotion-file-command.ts'
import type { HoldReport } from '../../model/ledger/standing/reports.ts'
import { addHold } from '../../pipeline/standing/hold.ts'
import { holdText } from '../../report/text/trust/standing.ts'

/** Keeps an image, or one digest of it, out of an environment. */
export default class HoldAdd extends PromotionFileCommand {
  static override summary = 'Keep an image, or one digest of it, out of an environment until it is released.'
  static override description =
    'The ledger keeps it, with the reason and who said so. From then on no promotion and no rollback brings it there (the gate "hold", exit 3), until "promote hold release". It moves nothing: what is there stays. IMAGE alone holds every digest of it; IMAGE:TAG the digest that tag holds now, where the environment takes images from and in it. A digest that an index lists holds the index, too.'
  static override examples = [
    '<%= config.bin %> hold add prod api@77ab03de --reason "logins fail"',
    '<%= config.bin %> hold add prod api:1.5.0 --reason "logins fail"',
    '<%= config.bin %> hold add prod api --reason "no changes before the audit"',
  ]
  static override args = {
    env: Args.string({ ignoreStdin: true, required: true, description: 'The environment.' }),
    image: Args.string({
      ignoreStdin: true,
      required: true,
      description: 'IMAGE, IMAGE:TAG or IMAGE@DIGEST; eight digits of a digest suffice.',
    }),
  }
  static override flags = {
    reason: Flags.string({
      required: true,
      helpValue: 'TEXT',
      summary: 'Why; the ledger keeps it, and every run that is denied says it.',
    }),
  }

  async run(): Promise<HoldReport> {
    const { args, flags } = await this.parse(HoldAdd)
    const request = { environment: args.env, what: args.image, reason: flags.reason }
    const report = await this.withPipeline(flags, (context) => addHold(context, request))
    this.print((options) => holdText(report, options))
    return report
  }
}
