import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { PromotionCommand } from '../cli/base/promotion-command.ts'
import { overrideFlags, overridesOf, reportFlag, writeFlags } from '../cli/base/promotion-flags.ts'
import type { PromotionResult } from '../model/result.ts'
import { applySavedPlan } from '../pipeline/apply/promote.ts'
import { loadPlan } from '../wiring/promotion.ts'

/** Does what a saved plan says, or nothing. */
export default class Apply extends PromotionCommand {
  static override summary = 'Do exactly what a saved plan says, or refuse it as stale.'
  static override description =
    'Of the file only what the digest covers is believed, and all of that is checked: against the promotion file (routes, repositories, tags) and against what both environments hold now. Denials, missing images and gates are judged again.'
  static override examples = [
    '<%= config.bin %> apply plan.json',
    '<%= config.bin %> apply plan.json --digest 4be1c02f --yes',
    '<%= config.bin %> apply plan.json --yes --json',
  ]
  static override args = {
    plan: Args.string({
      ignoreStdin: true,
      required: true,
      description: 'The file that "promote plan -o" wrote.',
    }),
  }
  static override flags = {
    ...writeFlags,
    ...overrideFlags,
    ...reportFlag,
    digest: Flags.string({
      helpValue: 'DIGEST',
      summary: 'Refuse any plan but this one: sha256:…, or its first 8 or more hex digits.',
    }),
  }

  async run(): Promise<PromotionResult> {
    const { args, flags } = await this.parse(Apply)
    await this.keep({ path: args.plan, what: 'the plan' })
    const document = await loadPlan(args.plan, this.stop)
    const overrides = overridesOf(flags)
    const expected = flags.digest === undefined ? {} : { expected: flags.digest }
    return this.promote({ ...flags, plan: args.plan }, document.plan.to, (context, run) =>
      applySavedPlan(context, document, { ...run, ...expected, ...overrides }),
    )
  }
}
