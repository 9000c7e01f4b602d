import * as Args from '@oclif/core/args'
import { usage } from '../cli/base/promote-command.ts'
import { PromotionFileCommand } from '../cli/base/promotion-file-command.ts'
import { unsignedWarnings } from '../model/approvals/unsigned.ts'
import type { ValidateReport } from '../model/result.ts'
import { validateText } from '../report/text/small-reports.ts'
import { loadConfig, locatePromotionFile } from '../wiring/promotion.ts'
import { shown } from '../wiring/surroundings.ts'

/** Checks a promotion file without asking any registry. */
export default class Validate extends PromotionFileCommand {
  static override summary = 'Check a promotion file, offline: all its problems at once, with their places.'
  static override examples = [
    '<%= config.bin %> validate',
    '<%= config.bin %> validate deploy/promotion.yaml --json',
  ]
  static override args = {
    file: Args.string({ ignoreStdin: true, description: 'The file; the same as -f.' }),
  }

  async run(): Promise<ValidateReport> {
    const { args, flags } = await this.parse(Validate)
    if (args.file !== undefined && flags.file !== undefined)
      throw usage('Name the file once: as FILE or with -f.')
    const surroundings = this.surroundings(flags)
    const named = args.file ?? flags.file
    const file = await locatePromotionFile(named, surroundings.cwd)
    const config = await loadConfig(file, surroundings, named)
    const report: ValidateReport = {
      kind: 'validate',
      file: named ?? shown(file, surroundings.cwd),
      project: config.project,
      environments: config.environments.map((environment) => environment.name),
      images: config.images.map((image) => image.name),
      configDigest: config.digest,
      warnings: unsignedWarnings(config),
    }
    this.print((options) => validateText(report, options))
    return report
  }
}
