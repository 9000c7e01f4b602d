import * as Flags from '@oclif/core/flags'
import { usage } from '../cli/base/promote-command.ts'
import { PromotionFileCommand } from '../cli/base/promotion-file-command.ts'
import { imageChoice, imageFlags, reportFlag, routeFlags, tagFlag } from '../cli/base/promotion-flags.ts'
import type { DiffReport, MatrixReport } from '../model/diff.ts'
import { gapExitCodes } from '../model/diff.ts'
import { diffMatrix, diffPair } from '../pipeline/inspect/diff.ts'
import { diffMarkdown, matrixMarkdown } from '../report/markdown/diff.ts'
import type { RenderOptions } from '../report/options.ts'
import { diffText, matrixText } from '../report/text/diff.ts'
import { worstExitCode } from '../support/errors.ts'

/** Shows what differs between environments. */
export default class Diff extends PromotionFileCommand {
  static override summary = 'Show what differs between two environments, or between all of them.'
  static override description =
    'A registry that does not answer is named, and the other environments are shown. Then, or where a registry refuses, not everything was read: the exit code is 1 (6 where it refused), with --exit-code too.'
  static override usage = 'diff [--from ENV --to ENV] [IMAGE...] [--format FORMAT] [--exit-code]'
  static override examples = [
    '<%= config.bin %> diff',
    '<%= config.bin %> diff --from test --to prod',
    '<%= config.bin %> diff --from test --to prod --format markdown --exit-code',
  ]
  static override strict = false
  static override flags = {
    ...routeFlags,
    ...imageFlags,
    ...tagFlag,
    ...reportFlag,
    format: Flags.option({
      options: ['text', 'json', 'markdown'] as const,
      default: 'text',
      summary: 'How to print it; json is the same as --json.',
    })(),
    'exit-code': Flags.boolean({ summary: 'Exit 7 when there are differences.' }),
  }

  async run(): Promise<DiffReport | MatrixReport> {
    const { flags, argv } = await this.parse(Diff)
    const { from, to } = flags
    if ((from === undefined) !== (to === undefined)) throw usage('--from and --to go together.')
    const choice = imageChoice(argv, flags)
    const report = await this.withPipeline<DiffReport | MatrixReport>(flags, (context) =>
      from === undefined || to === undefined
        ? diffMatrix(context, choice)
        : diffPair(context, { from, to, ...choice }),
    )
    if (flags.format === 'markdown') this.printDocument(asMarkdown(report))
    else this.print((options) => asText(report, options))
    const differences = flags['exit-code'] && report.different ? [7] : []
    this.endWith(worstExitCode([...gapExitCodes(report.gaps ?? []), ...differences]))
    await this.report(() => asMarkdown(report))
    return report
  }
}

function asText(report: DiffReport | MatrixReport, options: RenderOptions): string {
  return report.kind === 'pair' ? diffText(report, options) : matrixText(report, options)
}

function asMarkdown(report: DiffReport | MatrixReport): string {
  return report.kind === 'pair' ? diffMarkdown(report) : matrixMarkdown(report)
}
