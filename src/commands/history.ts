import * as Flags from '@oclif/core/flags'
import { PromotionFileCommand } from '../cli/promotion-file-command.ts'
import { entriesReport, type HistoryReport } from '../model/ledger/reports.ts'
import { readHistory } from '../pipeline/inspect/history.ts'
import { historyText } from '../report/text/history.ts'

/** Shows the ledger to a person. */
export default class History extends PromotionFileCommand {
  static override summary = 'Show what the ledger holds, newest first.'
  static override examples = [
    '<%= config.bin %> history',
    '<%= config.bin %> history --env prod --since 30d',
    '<%= config.bin %> history --image api --json',
  ]
  static override flags = {
    env: Flags.string({ helpValue: 'ENV', summary: 'Only what left or reached this environment.' }),
    image: Flags.string({ helpValue: 'IMAGE', summary: 'Only what concerns this image.' }),
    since: Flags.string({
      helpValue: 'WHEN',
      summary: 'Only what is younger: a date (2026-11-01), a time, or an age (12h, 30d).',
    }),
  }

  async run(): Promise<HistoryReport> {
    const { flags } = await this.parse(History)
    const { env: environment, image, since } = flags
    const report = await this.withPipeline(flags, (context) =>
      readHistory(context, {
        ...(environment === undefined ? {} : { environment }),
        ...(image === undefined ? {} : { image }),
        ...(since === undefined ? {} : { since }),
      }),
    )
    this.print((options) => historyText(report, options))
    return entriesReport('history', report)
  }
}
