import * as Flags from '@oclif/core/flags'
import { PromotionFileCommand } from '../../cli/base/promotion-file-command.ts'
import { type LedgerVerification, ledgerVerification } from '../../model/ledger/reports.ts'
import { ledgerVerifyText } from '../../report/text/small-reports.ts'

/** Checks that the ledger was not touched. */
export default class LedgerVerify extends PromotionFileCommand {
  static override summary = 'Check the chain of the ledger: that no byte of it was changed.'
  static override description =
    'Every line must have its own hash right and follow from the one before. With --head it must also still hold a head that was noted elsewhere (every run prints it): that shows a cut or rewritten tail. A ledger that is not there or has no entry is wrong too, unless --allow-empty says that nothing was promoted yet. Exit 5 when something is wrong.'
  static override examples = [
    '<%= config.bin %> ledger verify',
    '<%= config.bin %> ledger verify --head sha256:9f3c…',
  ]
  static override flags = {
    head: Flags.string({ helpValue: 'HASH', summary: 'A head noted earlier, which must still be there.' }),
    'allow-empty': Flags.boolean({
      summary: 'A ledger without an entry, or none at all, is right: nothing was promoted yet.',
    }),
  }

  async run(): Promise<LedgerVerification> {
    const { flags } = await this.parse(LedgerVerify)
    const report = await this.withPipeline(flags, async ({ ledger }) => {
      const { head } = flags
      const options = { signal: this.stop, ...(head === undefined ? {} : { head }) }
      return ledgerVerification(ledger.name, await ledger.verify(options), {
        allowEmpty: flags['allow-empty'] === true,
      })
    })
    this.print((options) => ledgerVerifyText(report, options))
    this.endWith(report.ok ? 0 : 5)
    return report
  }
}
