import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { PromotionFileCommand } from '../../cli/base/promotion-file-command.ts'
import { yesFlag } from '../../cli/base/promotion-flags.ts'
import { asksFirst, confirm } from '../../cli/confirm.ts'
import type { HoldReleaseReport } from '../../model/ledger/standing/reports.ts'
import { findHolds, type HoldsNamed, releaseHolds } from '../../pipeline/standing/release.ts'
import { holdReleaseText } from '../../report/text/trust/standing.ts'

/** Lets an image go into an environment again. */
export default class HoldRelease extends PromotionFileCommand {
  static override summary = 'Let what is held go into its environment again.'
  static override description =
    'Takes back one hold by its entry, or those on an image in an environment: with a digest those on that digest, without one all where they are on the same thing. The ledger keeps both, the hold and its end. "promote hold ls" lists what stands.'
  static override usage = 'hold release (ENTRY | ENV IMAGE[@DIGEST]) --reason TEXT'
  static override examples = [
    '<%= config.bin %> hold release 60 --reason "it was the load balancer"',
    '<%= config.bin %> hold release prod api@77ab03de --reason "it was the load balancer"',
  ]
  static override args = {
    entry: Args.string({
      ignoreStdin: true,
      required: true,
      description: 'The number of its entry, or its id; or the environment, and then:',
    }),
    image: Args.string({
      ignoreStdin: true,
      description: 'IMAGE or IMAGE@DIGEST; eight digits of a digest suffice.',
    }),
  }
  static override flags = {
    reason: Flags.string({
      required: true,
      helpValue: 'TEXT',
      summary: 'Why it may go there again; the ledger keeps it.',
    }),
    ...yesFlag,
  }

  async run(): Promise<HoldReleaseReport> {
    const { args, flags } = await this.parse(HoldRelease)
    const named: HoldsNamed =
      args.image === undefined
        ? { kind: 'entry', entry: args.entry }
        : { kind: 'image', environment: args.entry, what: args.image }
    const report = await this.withPipeline(flags, async (context) => {
      const [{ environment, image, reason }] = await findHolds(context, named)
      if (asksFirst(context.config, environment, flags)) {
        await confirm(
          `Let ${image}, held for "${reason}", go into ${environment} again? [y/N] `,
          `it is still held in ${environment}`,
          this.stop,
        )
      }
      return releaseHolds(context, named, { reason: flags.reason })
    })
    this.print((options) => holdReleaseText(report, options))
    return report
  }
}
