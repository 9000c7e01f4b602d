import * as Flags from '@oclif/core/flags'
import { PromotionFileCommand } from '../../cli/promotion-file-command.ts'
import { type LedgerExport as ExportReport, entriesReport } from '../../model/ledger/reports.ts'
import { LEDGER_COLUMNS, ledgerRows } from '../../model/ledger/rows.ts'
import { exportLedger } from '../../pipeline/inspect/history.ts'
import { csvText } from '../../report/csv.ts'

/** Writes all of the ledger for other programs. */
export default class LedgerExport extends PromotionFileCommand {
  static override summary = 'Write all of the ledger to stdout, as CSV or JSON.'
  static override examples = [
    '<%= config.bin %> ledger export --format csv > promotions.csv',
    '<%= config.bin %> ledger export --format json',
  ]
  static override flags = {
    format: Flags.option({
      options: ['csv', 'json'] as const,
      default: 'csv',
      summary: 'csv: a row for each tag that moved; json is the same as --json.',
    })(),
  }

  override jsonEnabled(): boolean {
    const { argv } = this
    const asks = argv.some(
      (word, at) => word === '--format=json' || (word === '--format' && argv[at + 1] === 'json'),
    )
    return super.jsonEnabled() || asks
  }

  async run(): Promise<ExportReport> {
    const { flags } = await this.parse(LedgerExport)
    const report = await this.withPipeline(flags, exportLedger)
    this.print(() => csvText(LEDGER_COLUMNS, report.lines.flatMap(ledgerRows)))
    return entriesReport('ledger-export', report)
  }
}
