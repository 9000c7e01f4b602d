import * as Args from '@oclif/core/args'
import { PromotionCommand } from '../cli/promotion-command.ts'
import { reportFlag, writeFlags } from '../cli/promotion-flags.ts'
import type { PromotionResult } from '../model/result.ts'
import { refuseForeignPlan } from '../pipeline/promote.ts'
import { loadPlan } from '../wiring/promotion.ts'

/** Does what a saved plan says, or nothing. */
export default class Apply extends PromotionCommand {
  static override summary = 'Do exactly what a saved plan says, or refuse it as stale.'
  static override examples = [
    '<%= config.bin %> apply plan.json',
    '<%= config.bin %> apply plan.json --yes --json',
  ]
  static override args = {
    plan: Args.string({ required: true, description: 'The file that "promote plan -o" wrote.' }),
  }
  static override flags = { ...writeFlags, ...reportFlag }

  async run(): Promise<PromotionResult> {
    const { args, flags } = await this.parse(Apply)
    const document = await loadPlan(args.plan, this.stop)
    return this.promote(flags, async (context) => {
      refuseForeignPlan(context.config, document)
      return { document, manifests: new Map() }
    })
  }
}
