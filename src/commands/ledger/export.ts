import * as Flags from '@oclif/core/flags'
import { PromotionFileCommand } from '../../cli/base/promotion-file-command.ts'
import { type LedgerExport as ExportReport, ledgerExport } from '../../model/ledger/reports.ts'
import { LEDGER_COLUMNS } from '../../model/ledger/rows.ts'
import { exportLedger } from '../../pipeline/inspect/history.ts'
import { csvText } from '../../report/csv.ts'

/** Writes the ledger for other programs. */
export default class LedgerExport extends PromotionFileCommand {
  static override summary = 'Write what moved to stdout, as CSV or JSON: a row for each tag.'
  static override description =
    'A row says which tag of which environment moved, from which digest to which, when, by whom, from which CI run and commit, and by which entry. A tag that was put back in the same run did not move. With --all there is a row for everything else too: intents, tags in step, tags that could not be moved, entries without tags; as JSON every entry as it stands in the ledger as well.'
  static override examples = [
    '<%= config.bin %> ledger export > promotions.csv',
    '<%= config.bin %> ledger export --format json',
    '<%= config.bin %> ledger export --all --format json',
  ]
  static override flags = {
    format: Flags.option({
      options: ['csv', 'json'] as const,
      default: 'csv',
      summary: 'csv, with a line of column names; json is the same as --json.',
    })(),
    all: Flags.boolean({ summary: 'All that the ledger holds, not only the tags that moved.' }),
  }

  async run(): Promise<ExportReport> {
    const { flags } = await this.parse(LedgerExport)
    const report = ledgerExport(await this.withPipeline(flags, exportLedger), flags.all)
    this.printDocument(csvText(LEDGER_COLUMNS, report.rows))
    return report
  }
}
