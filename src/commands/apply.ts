import * as Args from '@oclif/core/args'
import { PromoteCommand } from '../cli/promote-command.ts'
import { writeFlags } from '../cli/promotion-flags.ts'
import { runPromotion } from '../cli/run-promotion.ts'
import type { PromotionResult } from '../model/result.ts'
import { refuseForeignPlan } from '../pipeline/promote.ts'
import { resultText } from '../report/result-text.ts'
import { loadPlan } from '../wiring.ts'

/** Does what a saved plan says, or nothing. */
export default class Apply extends PromoteCommand {
  static override summary = 'Do exactly what a saved plan says, or refuse it as stale.'
  static override examples = [
    '<%= config.bin %> apply plan.json',
    '<%= config.bin %> apply plan.json --yes --json',
  ]
  static override args = {
    plan: Args.string({ required: true, description: 'The file that "promote plan -o" wrote.' }),
  }
  static override flags = { ...writeFlags }

  async run(): Promise<PromotionResult> {
    const { args, flags } = await this.parse(Apply)
    const begun = performance.now()
    const document = await loadPlan(args.plan)
    const ended = await this.withPipeline(flags, async (context) => {
      refuseForeignPlan(context.config, document)
      const draw = this.drawing(process.stderr)
      const keepGoing = flags['keep-going']
      const made = { document, manifests: new Map() }
      return runPromotion(context, made, { yes: flags.yes, quiet: flags.quiet, keepGoing, draw })
    })
    const result = { ...ended, milliseconds: Math.round(performance.now() - begun) }
    this.print((options) => resultText(result, options))
    this.endWith(result.exitCode)
    return result
  }
}
