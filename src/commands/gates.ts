import * as Flags from '@oclif/core/flags'
import { PromotionFileCommand } from '../cli/base/promotion-file-command.ts'
import { imageChoice, imageFlags } from '../cli/base/promotion-flags.ts'
import type { GatesReport } from '../model/gates/report.ts'
import { readGates } from '../pipeline/inspect/gates.ts'
import { gatesText } from '../report/text/trust/gates.ts'
import { exitCodeOf, worstExitCode } from '../support/errors.ts'

/** Shows what is asked before an image is promoted, and how it stands now. */
export default class Gates extends PromotionFileCommand {
  static override summary =
    'Show what each environment asks before an image is promoted, and how it stands now.'
  static override description =
    'Writes nothing. A gate that denies is no failure here: the exit code is 0. An environment that cannot be read is named, the others are shown, and the exit code says so.'
  static override usage = 'gates [IMAGE...] [--to ENV]'
  static override examples = ['<%= config.bin %> gates', '<%= config.bin %> gates --to prod api']
  static override strict = false
  static override flags = {
    to: Flags.string({ helpValue: 'ENV', summary: 'Only what this environment asks.' }),
    ...imageFlags,
  }

  async run(): Promise<GatesReport> {
    const { flags, argv } = await this.parse(Gates)
    const { to } = flags
    const choice = imageChoice(argv, flags)
    const report = await this.withPipeline(flags, (context) =>
      readGates(context, { ...choice, ...(to === undefined ? {} : { to }) }),
    )
    this.print((options) => gatesText(report, options))
    const codes = report.routes.flatMap(({ error }) => (error === null ? [] : [exitCodeOf(error.code)]))
    this.endWith(worstExitCode(codes))
    return report
  }
}
