import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { PromotionFileCommand } from '../cli/base/promotion-file-command.ts'
import { reportFlag } from '../cli/base/promotion-flags.ts'
import type { ExplainGap, ExplainReport } from '../model/explain.ts'
import { explain } from '../pipeline/inspect/explain/explain.ts'
import { explainMarkdown } from '../report/markdown/explain.ts'
import { explainText } from '../report/text/explain.ts'

/** Tells an auditor what a digest is doing where it is. */
export default class Explain extends PromotionFileCommand {
  static override summary = 'Say where a digest is, how it came there, what refers to it, what it replaced.'
  static override description =
    'The tags that hold it now, in every environment; every promotion of it, with who, when, from where, which CI run, commit and plan, and what the gates said; its signatures, SBOMs and attestations; and what it replaced, or what replaced it. An IMAGE is what is current in ENV, or without ENV in the last environment that has it; IMAGE:TAG is what that tag holds, or held as the ledger has it. Where a repository has it each of its tags is asked for what it holds. A registry that does not answer is named, the rest is shown, and the exit code is 1 (6 where it refused).'
  static override examples = [
    '<%= config.bin %> explain 77ab03de',
    '<%= config.bin %> explain api prod',
    '<%= config.bin %> explain api:1.4.2 --format markdown',
  ]
  static override args = {
    what: Args.string({
      ignoreStdin: true,
      required: true,
      description: 'A digest or eight digits of it, IMAGE, IMAGE:TAG or IMAGE@DIGEST.',
    }),
    env: Args.string({ ignoreStdin: true, description: 'Only this environment.' }),
  }
  static override flags = {
    ...reportFlag,
    format: Flags.option({
      options: ['text', 'json', 'markdown'] as const,
      default: 'text',
      summary: 'How to print it; json is the same as --json.',
    })(),
  }

  async run(): Promise<ExplainReport> {
    const { args, flags } = await this.parse(Explain)
    const request = { what: args.what, environment: args.env }
    const report = await this.withPipeline(flags, (context) => explain(context, request))
    if (flags.format === 'markdown') this.printDocument(explainMarkdown(report))
    else this.print((options) => explainText(report, options))
    this.endWith(codeOf(report.gaps))
    await this.report(() => explainMarkdown(report))
    return report
  }
}

/** What is not read may matter: that is no success. */
function codeOf(gaps: readonly ExplainGap[]): number {
  if (gaps.length === 0) return 0
  return gaps.some(({ code }) => code === 'unauthorized' || code === 'forbidden') ? 6 : 1
}
