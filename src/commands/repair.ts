import * as Flags from '@oclif/core/flags'
import { usage } from '../cli/base/promote-command.ts'
import { PromotionCommand } from '../cli/base/promotion-command.ts'
import { imageChoice, imageFlags, reportFlag, writeFlags } from '../cli/base/promotion-flags.ts'
import type { PromotionResult } from '../model/result.ts'
import { repair } from '../pipeline/repair/repair.ts'

/** Puts back what the ledger says of an environment and somebody else changed. */
export default class Repair extends PromotionCommand {
  static override summary = 'Put back what the ledger says of an environment and somebody else changed.'
  static override description =
    'A tag that was moved or removed goes back to the digest that the ledger has for it, also one that is declared immutable; manifests, and with --deep blobs, that the registry lost are brought again, and so are signatures, SBOMs and attestations that came along. Content comes from the environment itself where it is there still, else from the one it came from, else from any other of the file. Tags that the ledger never put there are not touched, and which version is current stays as it was. Images as in promote verify: api, api:1.5.0, api@sha256:….'
  static override usage = 'repair ENV [IMAGE[:TAG][@DIGEST]...] --reason TEXT [--deep] [--dry-run] [--yes]'
  static override examples = [
    {
      description: 'See what differs, and what would be done',
      command: '<%= config.bin %> repair prod --dry-run',
    },
    {
      description: 'Put it back',
      command: '<%= config.bin %> repair prod --reason "1.4.2 was pushed over by hand"',
    },
    {
      description: 'Bring lost layers of one image again',
      command: '<%= config.bin %> repair prod api --deep --reason "disk of the registry failed"',
    },
  ]
  static override strict = false
  static override flags = {
    ...imageFlags,
    reason: Flags.string({
      helpValue: 'TEXT',
      summary: 'Why; the ledger keeps it. Needed where something is written.',
    }),
    deep: Flags.boolean({ summary: 'Read and hash every blob, too.' }),
    'dry-run': Flags.boolean({
      summary: 'Show what would happen, write nothing, and exit as the run would.',
    }),
    ...writeFlags,
    ...reportFlag,
  }

  async run(): Promise<PromotionResult> {
    const { flags, argv } = await this.parse(Repair)
    const [environment, ...rest] = argv as string[]
    if (environment === undefined) {
      throw usage('Which environment is to be repaired?', 'Example: promote repair prod --dry-run')
    }
    const { reason, deep } = flags
    const choice = imageChoice(rest, flags)
    const needed = reason === undefined ? { ...flags, lacks: '--reason TEXT' } : flags
    return this.promote(needed, environment, (context, run) =>
      repair(context, { ...choice, environment, reason, deep }, run),
    )
  }
}
