import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { PromotionFileCommand } from '../cli/base/promotion-file-command.ts'
import { yesFlag } from '../cli/base/promotion-flags.ts'
import { asksFirst, confirm } from '../cli/confirm.ts'
import type { ResumeReport } from '../model/ledger/resume.ts'
import { chooseOpen, resume } from '../pipeline/resume/resume.ts'
import { resumeText } from '../report/text/ledger/resume.ts'

/** Finishes runs that died while they moved tags, or undoes them. */
export default class Resume extends PromotionFileCommand {
  static override summary = 'Finish a run that died while it moved tags, or undo it.'
  static override description =
    'The entry that such a run left open says which tags it was to move, and what they held before. This moves the rest of them and records how it ended; with --undo it puts back those that still hold what that run gave them. What somebody else has moved since is never touched: then a run cannot be finished, and --undo leaves that tag alone. What is declared immutable is not put back. "promote status" shows what is open, and which of the two can be done.'
  static override usage = 'resume [ENV|ENTRY] [--undo] [--dry-run] [--yes]'
  static override examples = [
    { description: 'See what would be done', command: '<%= config.bin %> resume --dry-run' },
    { description: 'Finish what is open in prod', command: '<%= config.bin %> resume prod' },
    { description: 'Put back what one run moved', command: '<%= config.bin %> resume 57 --undo' },
  ]
  static override args = {
    what: Args.string({
      ignoreStdin: true,
      description: 'An environment, or an open entry by its number or id; all that is open unless said.',
    }),
  }
  static override flags = {
    undo: Flags.boolean({ summary: 'Put back what moved, instead of moving the rest.' }),
    'dry-run': Flags.boolean({
      summary: 'Show what would happen, write nothing, and exit as the run would.',
    }),
    ...yesFlag,
  }

  async run(): Promise<ResumeReport> {
    const { args, flags } = await this.parse(Resume)
    const request = { what: args.what, undo: flags.undo === true, dryRun: flags['dry-run'] === true }
    const report = await this.withPipeline(flags, async (context) => {
      const asked = request.dryRun ? [] : await chooseOpen(context, request)
      const places = [...new Set(asked.map(({ entry }) => entry.to))]
      const asking = places.filter((place) => asksFirst(context.config, place, flags))
      for (const place of asking) {
        await confirm(
          request.undo
            ? `Put back what did not finish in ${place}? [y/N] `
            : `Finish what is open in ${place}? [y/N] `,
          `nothing was moved in ${place}`,
          this.stop,
        )
      }
      return resume(context, request)
    })
    this.print((options) => resumeText(report, options))
    this.endWith(report.exitCode)
    return report
  }
}
