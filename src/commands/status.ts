import { PromotionFileCommand } from '../cli/base/promotion-file-command.ts'
import { imageChoice, imageFlags } from '../cli/base/promotion-flags.ts'
import { gapExitCodes } from '../model/diff.ts'
import type { StatusReport } from '../model/result.ts'
import { readStatus } from '../pipeline/inspect/status.ts'
import { statusText } from '../report/text/status.ts'
import { worstExitCode } from '../support/errors.ts'

/** Shows where each image is. */
export default class Status extends PromotionFileCommand {
  static override summary = 'Show each image in each environment: tag, digest, since when, by whom.'
  static override description =
    'A registry that does not answer is named, and the other environments are shown; the exit code is 1 then (6 where it refused).'
  static override usage = 'status [IMAGE...]'
  static override examples = ['<%= config.bin %> status', '<%= config.bin %> status api --json']
  static override strict = false
  static override flags = { ...imageFlags }

  async run(): Promise<StatusReport> {
    const { flags, argv } = await this.parse(Status)
    const choice = imageChoice(argv, flags)
    const report = await this.withPipeline(flags, (context) => readStatus(context, choice))
    this.print((options) => statusText(report, options))
    this.endWith(worstExitCode(gapExitCodes(report.gaps ?? [])))
    return report
  }
}
