import * as Flags from '@oclif/core/flags'
import { usage } from '../cli/base/promote-command.ts'
import { PromotionCommand } from '../cli/base/promotion-command.ts'
import {
  imageChoice,
  imageFlags,
  overrideFlags,
  overridesOf,
  reportFlag,
  writeFlags,
} from '../cli/base/promotion-flags.ts'
import type { PromotionResult } from '../model/result.ts'
import { rollback } from '../pipeline/rollback/rollback.ts'

/** Brings an environment back to what the ledger says it was. */
export default class Rollback extends PromotionCommand {
  static override summary = 'Bring an environment back to what it was before a promotion.'
  static override description =
    'By digest, from the ledger: floating tags go back to what they held, tags that were new are taken away where the registry can do that alone, what is declared immutable stays, and what was current then is current again. Each digest that is taken out is held: no promotion brings it back until "promote hold release". Without --to, --before or --steps it goes back before the last promotion; run again, it does nothing. A rollback is undone with --to and the entry that it went back from, once what it holds is released.'
  static override usage =
    'rollback ENV [--to ENTRY|--before DATE|--steps N] [IMAGE...] [--reason TEXT] [--dry-run] [--yes]'
  static override examples = [
    { description: 'See what would go back', command: '<%= config.bin %> rollback prod --dry-run' },
    {
      description: 'Go back before the last promotion, and say why',
      command: '<%= config.bin %> rollback prod --reason "1.5.0 answers slowly"',
    },
    {
      description: 'One image, two promotions back',
      command: '<%= config.bin %> rollback prod api --steps 2',
    },
    { description: 'As it was after entry 41', command: '<%= config.bin %> rollback prod --to 41' },
    {
      description: 'As it was before Monday',
      command: '<%= config.bin %> rollback prod --before 2026-11-23',
    },
  ]
  static override strict = false
  static override flags = {
    to: Flags.string({
      helpValue: 'ENTRY',
      summary: 'Go back to the state after this entry: its number, its id, or the beginning of its id.',
    }),
    before: Flags.string({
      helpValue: 'DATE',
      summary:
        'Go back to the state before this date (2026-11-01), time (2026-11-01T12:00Z) or age (12h, 30d).',
    }),
    steps: Flags.integer({
      helpValue: 'N',
      summary: 'Go back before the last N promotions; 1 unless said.',
    }),
    ...imageFlags,
    ...overrideFlags,
    reason: Flags.string({
      helpValue: 'TEXT',
      summary: 'Why; the ledger keeps it, and the holds have it too.',
    }),
    'dry-run': Flags.boolean({
      summary: 'Show what would happen, write nothing, and exit as the run would.',
    }),
    ...writeFlags,
    ...reportFlag,
  }

  async run(): Promise<PromotionResult> {
    const { flags, argv } = await this.parse(Rollback)
    const [environment, ...rest] = argv as string[]
    if (environment === undefined) {
      throw usage('Which environment is to go back?', 'Example: promote rollback prod --dry-run')
    }
    const { to, before, steps, reason, override } = flags
    const { images, exclude = [] } = imageChoice(rest, flags)
    const overrides = override === undefined ? {} : overridesOf(flags)
    return this.promote(flags, environment, (context, run) =>
      rollback(
        context,
        { environment, images, exclude, to, before, steps, reason },
        { ...run, ...overrides },
      ),
    )
  }
}
