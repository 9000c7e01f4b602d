import * as Args from '@oclif/core/args'
import { PromotionFileCommand } from '../../cli/base/promotion-file-command.ts'
import type { LedgerEntry, NewerEntry } from '../../model/ledger/entry.ts'
import { findEntry } from '../../pipeline/inspect/history.ts'
import { entryText } from '../../report/text/ledger/entry.ts'

/** Shows one entry in full. */
export default class LedgerShow extends PromotionFileCommand {
  static override summary = 'Show one entry of the ledger in full.'
  static override examples = ['<%= config.bin %> ledger show 57', '<%= config.bin %> ledger show 77ab03de']
  static override args = {
    id: Args.string({
      ignoreStdin: true,
      required: true,
      description:
        'Its number, its id or the beginning of that, or eight digits of a digest in it (its hash, its plan, an image).',
    }),
  }

  async run(): Promise<LedgerEntry | NewerEntry> {
    const { args, flags } = await this.parse(LedgerShow)
    const line = await this.withPipeline(flags, (context) => findEntry(context, args.id))
    this.print((options) => entryText(line, options))
    return line.entry
  }
}
