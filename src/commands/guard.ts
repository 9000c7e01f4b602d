import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { PromotionFileCommand } from '../cli/base/promotion-file-command.ts'
import { writeText } from '../cli/output.ts'
import { ecrImages } from '../model/guard/ecr.ts'
import type { GuardReport } from '../model/guard/guard.ts'
import { harborRules } from '../model/guard/harbor.ts'
import { shortDigest } from '../oci/digest.ts'
import { readGuard } from '../pipeline/guard/guard.ts'
import { guardLines, guardText } from '../report/text/trust/guard.ts'
import { printableText } from '../support/printable.ts'

/** Tells a registry's cleaner what to spare. */
export default class Guard extends PromotionFileCommand {
  static override summary = 'Print what is in use, for a cleaner of the registry to spare.'
  static override description =
    'The current, selected, retained and held digests of each environment, what an unfinished promotion moves, the images that an index lists, and signatures, SBOMs and attestations. Where a registry cannot be read nothing is printed: what is missing in such a list would be deleted. list is a line for each manifest, host/path@digest. harbor has rules for its projects, which go by tags: what has none is said on stderr. ecr has image ids, digests alone. docs/guides/saying-no.md has how each is used.'
  static override examples = [
    '<%= config.bin %> guard',
    '<%= config.bin %> guard --format list > spare.txt',
    '<%= config.bin %> guard prod --format ecr',
  ]
  static override args = {
    env: Args.string({ ignoreStdin: true, description: 'Only what is in use in this environment.' }),
  }
  static override flags = {
    format: Flags.option({
      options: ['text', 'json', 'list', 'harbor', 'ecr'] as const,
      default: 'text',
      summary: 'How to print it; json is the same as --json.',
    })(),
  }

  async run(): Promise<GuardReport> {
    const { args, flags } = await this.parse(Guard)
    const { format } = flags
    const request = { environment: args.env, allTags: format === 'harbor' }
    const report = await this.withPipeline(flags, (context) => readGuard(context, request))
    switch (format) {
      case 'list':
        this.printDocument(guardLines(report))
        break
      case 'harbor': {
        const { projects, untagged, left } = harborRules(report)
        this.printDocument(`${JSON.stringify(projects, undefined, 2)}\n`)
        const names = untagged.map(({ repository, digest }) => `${repository}@${shortDigest(digest)}`)
        warn(names, 'it has no tag, and rules of Harbor go by tags')
        warn(left, 'it is in no project, so it is none of Harbor')
        break
      }
      case 'ecr': {
        const { images, left } = ecrImages(report)
        this.printDocument(`${JSON.stringify(images, undefined, 2)}\n`)
        warn(left, 'it is none of ECR by its name')
        break
      }
      case 'text':
      case 'json':
        this.print((options) => guardText(report, options))
        break
      default:
        format satisfies never
    }
    return report
  }
}

/** What the document cannot spare is said beside it: a cleaner would delete it. */
function warn(names: readonly string[], why: string): void {
  for (const name of names) writeText(process.stderr, `! ${printableText(name)} is not in it: ${why}.\n`)
}
