import * as Args from '@oclif/core/args'
import { PromotionFileCommand } from '../../cli/base/promotion-file-command.ts'
import type { HoldList } from '../../model/ledger/standing/reports.ts'
import { listHolds } from '../../pipeline/standing/list.ts'
import { holdListText } from '../../report/text/trust/standing.ts'

/** Lists what may not go where. */
export default class HoldLs extends PromotionFileCommand {
  static override summary = 'List what is held, and what is rejected, with the commands that take it back.'
  static override description =
    'Holds are of one environment, rejections of all. What was taken back is not here: "promote history" has all of it. No registry is asked.'
  static override examples = ['<%= config.bin %> hold ls', '<%= config.bin %> hold ls prod --json']
  static override args = {
    env: Args.string({ ignoreStdin: true, description: 'Only what may not go into this environment.' }),
  }

  async run(): Promise<HoldList> {
    const { args, flags } = await this.parse(HoldLs)
    const report = await this.withPipeline(flags, (context) => listHolds(context, { environment: args.env }))
    this.print((options) => holdListText(report, options))
    return report
  }
}
