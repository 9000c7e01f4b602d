import * as Flags from '@oclif/core/flags'
import { PromotionFileCommand } from '../cli/base/promotion-file-command.ts'
import { imageChoice, imageFlags, reportFlag } from '../cli/base/promotion-flags.ts'
import type { VerifyReport } from '../model/result.ts'
import { verifyEnvironments } from '../pipeline/verify/verify.ts'
import { verifyMarkdown } from '../report/markdown/verify.ts'
import { verifyFailuresText, verifyText } from '../report/text/verify.ts'

/** Reads an environment again and says what is not as it should be. */
export default class Verify extends PromotionFileCommand {
  static override summary = 'Read an environment again: tags against the ledger, content against its digests.'
  static override description =
    'Every tag that the ledger put into the environment must still hold that digest, and every manifest below it must be what its digest says. What is wrong is shown first, a line for each tag, and at the end what to do. With --quiet only those lines are shown: none where nothing is wrong. Exit 5 when something is.'
  static override usage = 'verify [ENV] [IMAGE...] [--deep] [--attestations]'
  static override examples = [
    '<%= config.bin %> verify prod',
    '<%= config.bin %> verify prod api --deep',
    '<%= config.bin %> verify prod --attestations',
    '<%= config.bin %> verify -q || alert',
  ]
  static override strict = false
  static override flags = {
    ...imageFlags,
    ...reportFlag,
    deep: Flags.boolean({ summary: 'Read and hash every blob, too.' }),
    attestations: Flags.boolean({
      summary:
        'Read back what was attested of the images, too: signature, subject, and what the ledger says.',
    }),
  }

  async run(): Promise<VerifyReport> {
    const { flags, argv } = await this.parse(Verify)
    const [environment, ...rest] = argv as string[]
    const choice = imageChoice(rest, flags)
    const report = await this.withPipeline(flags, (context) =>
      verifyEnvironments(context, {
        ...choice,
        deep: flags.deep === true,
        attestations: flags.attestations === true,
        ...(environment === undefined ? {} : { environment }),
      }),
    )
    this.print((options) => (flags.quiet ? verifyFailuresText : verifyText)(report, options))
    this.endWith(report.ok ? 0 : 5)
    await this.report(() => verifyMarkdown(report))
    return report
  }
}
