import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { PromotionFileCommand } from '../cli/base/promotion-file-command.ts'
import { yesFlag } from '../cli/base/promotion-flags.ts'
import { asksFirst, confirm } from '../cli/confirm.ts'
import type { RejectReport } from '../model/ledger/standing/reports.ts'
import { findRejections, type RejectNamed, rejectDigests, undoReject } from '../pipeline/standing/reject.ts'
import { rejectText } from '../report/text/trust/standing.ts'
import { loadPlan } from '../wiring/promotion.ts'

/** Says no to a digest for good. */
export default class Reject extends PromotionFileCommand {
  static override summary = 'Say no to a digest for good: no environment takes it.'
  static override description =
    'The ledger keeps it, with the reason and who said so. From then on no promotion and no rollback brings that digest anywhere (the gate "reject", exit 3), under whatever tag or image, until "promote reject --undo". It moves nothing: where the digest is, it stays. IMAGE:TAG is the digest that tag holds now, or held as the ledger has it. Of a saved plan every digest that it would bring is rejected. A digest that an index lists, as a scanner names it, keeps the index out, too.'
  static override examples = [
    '<%= config.bin %> reject 77ab03de --reason "CVE-2026-1234"',
    '<%= config.bin %> reject api:1.5.0 --reason "loses orders"',
    '<%= config.bin %> reject plan.json --reason "not before the migration"',
    '<%= config.bin %> reject 77ab03de --undo --reason "a false alarm"',
  ]
  static override args = {
    what: Args.string({
      ignoreStdin: true,
      required: true,
      description:
        'A digest or eight digits of it, IMAGE:TAG, IMAGE@DIGEST, or a file that "promote plan -o" wrote (FILE.json).',
    }),
  }
  static override flags = {
    reason: Flags.string({ required: true, helpValue: 'TEXT', summary: 'Why; the ledger keeps it.' }),
    undo: Flags.boolean({ summary: 'Take a rejection back.' }),
    ...yesFlag,
  }

  async run(): Promise<RejectReport> {
    const { args, flags } = await this.parse(Reject)
    const what = await this.#named(args.what)
    const { reason } = flags
    const report = await this.withPipeline(flags, async (context) => {
      if (!flags.undo) return rejectDigests(context, what, { reason })
      await findRejections(context, what)
      const careful = context.config.environments.find(({ confirm: asks }) => asks)
      if (careful !== undefined && asksFirst(context.config, careful.name, flags)) {
        await confirm(
          `Let every environment, ${careful.name} too, take ${args.what} again? [y/N] `,
          `${args.what} is still rejected`,
          this.stop,
        )
      }
      return undoReject(context, what, { reason })
    })
    this.print((options) => rejectText(report, options))
    return report
  }

  async #named(text: string): Promise<RejectNamed> {
    if (!/\.json$|^\.{0,2}\//.test(text)) return { kind: 'text', text }
    await this.keep({ path: text, what: 'the plan' })
    return { kind: 'plan', plan: await loadPlan(text, this.stop) }
  }
}
