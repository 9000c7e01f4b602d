import * as Flags from '@oclif/core/flags'
import { usage } from '../cli/base/promote-command.ts'
import { PromotionCommand } from '../cli/base/promotion-command.ts'
import {
  floatingFlag,
  imageChoice,
  imageFlags,
  overrideFlags,
  overridesOf,
  reportFlag,
  routeFlags,
  tagFlag,
  writeFlags,
} from '../cli/base/promotion-flags.ts'
import type { PromotionResult } from '../model/result.ts'
import { promote } from '../pipeline/apply/promote.ts'

/** The main job: promotes images from one environment to the next. */
export default class Promote extends PromotionCommand {
  static override summary = 'Promote container images from one environment to another, by digest.'
  static override description =
    'Images are found in --from as the promotion file selects them, copied by digest, verified, tagged in --to, read back, and recorded in the ledger. ' +
    'An IMAGE on the command line replaces what the file selects: api, api:1.5.0, api@sha256:…, or api:1.5.0@sha256:… (the tag must be that digest). An image by its digest keeps the tag it has in --from: of several those that the file selects; --tag names it otherwise.'
  static override usage = ['--from ENV --to ENV [IMAGE[:TAG][@DIGEST]...] [--dry-run] [--yes]', 'COMMAND']
  static override examples = [
    { description: 'See what would happen', command: '<%= config.bin %> --from test --to prod --dry-run' },
    {
      description: 'Promote everything the file selects',
      command: '<%= config.bin %> --from test --to prod',
    },
    { description: 'Promote one image', command: '<%= config.bin %> --from test --to prod api:1.5.0' },
  ]
  static override strict = false
  static override flags = {
    ...routeFlags,
    ...imageFlags,
    ...tagFlag,
    ...floatingFlag,
    'dry-run': Flags.boolean({
      summary: 'Show what would happen, write nothing, and exit as the run would.',
    }),
    output: Flags.string({
      char: 'o',
      helpValue: 'FILE',
      summary:
        'Where to save the plan if --to asks for approvals; promote-plan-DIGEST.json in this folder unless told.',
    }),
    ...writeFlags,
    ...overrideFlags,
    ...reportFlag,
  }

  async run(): Promise<PromotionResult> {
    const { flags, argv } = await this.parse(Promote)
    const { from, to } = flags
    if (from === undefined || to === undefined) throw missingRoute(argv as string[])
    this.keepOutput(flags)
    const choice = imageChoice(argv, flags)
    const overrides = overridesOf(flags)
    return this.promote(flags, to, (context, run) =>
      promote(
        context,
        { from, to, ...choice, takesFloating: flags['take-floating'] },
        { ...run, ...overrides },
      ),
    )
  }

  private keepOutput({
    output,
    'dry-run': dryRun,
  }: {
    output?: string | undefined
    'dry-run': boolean
  }): void {
    if (output === undefined) return
    if (dryRun)
      throw usage('A dry run writes nothing, also no plan.', 'To save the plan: promote plan -o FILE')
    if (output === '-')
      throw usage('A plan is saved in a file, not written to stdout.', 'Name a file: -o FILE')
    this.outputs.push(output)
  }
}

function missingRoute([word]: readonly string[]): Error {
  if (word === undefined)
    return usage('Both --from and --to are needed.', 'Example: promote --from test --to prod')
  return usage(
    `"${word}" is no command, and to promote it both --from and --to are needed.`,
    `Example: promote --from test --to prod ${word}. All commands: promote --help`,
  )
}
