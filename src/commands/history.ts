import * as Flags from '@oclif/core/flags'
import { PromotionFileCommand } from '../cli/base/promotion-file-command.ts'
import { type HistoryReport, historyReport } from '../model/ledger/reports.ts'
import { readHistory } from '../pipeline/inspect/history.ts'
import { historyText } from '../report/text/ledger/history.ts'

/** Shows the ledger to a person. */
export default class History extends PromotionFileCommand {
  static override summary = 'Show what the ledger holds, newest first.'
  static override description =
    'A line for each run: when, who, from where to where, how it ended, and each image with its tags and the first digits of its digest, which every command takes. With --image or --digest only that part of an entry is shown; "promote ledger show" has all of it. Flags together narrow it down.'
  static override examples = [
    '<%= config.bin %> history',
    '<%= config.bin %> history --env prod --since 30d',
    '<%= config.bin %> history --image api --since 2026-11-01 --until 2026-11-30',
    '<%= config.bin %> history --digest 77ab03de --json',
  ]
  static override flags = {
    env: Flags.string({ helpValue: 'ENV', summary: 'Only what left or reached this environment.' }),
    image: Flags.string({ helpValue: 'IMAGE', summary: 'Only what concerns this image.' }),
    digest: Flags.string({
      helpValue: 'DIGEST',
      summary:
        'Only what has this digest, of which eight digits suffice: an image, what it replaced or brought along, a plan, an entry.',
    }),
    actor: Flags.string({ helpValue: 'NAME', summary: 'Only what this person or robot ran, or started.' }),
    since: Flags.string({
      helpValue: 'WHEN',
      summary: 'Only what is younger: a date (2026-11-01, your time), a time, or an age (12h, 30d).',
    }),
    until: Flags.string({
      helpValue: 'WHEN',
      summary: 'Only what is older, the last day included; written as for --since.',
    }),
  }

  async run(): Promise<HistoryReport> {
    const { flags } = await this.parse(History)
    const { env: environment, image, digest, actor, since, until } = flags
    const asked = { environment, image, digest, actor, since, until }
    const report = await this.withPipeline(flags, (context) => readHistory(context, asked))
    this.print((options) => historyText(report, options))
    return historyReport(report)
  }
}
