import { resolve } from 'node:path'
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { ImagesCommand } from '../cli/base/images-command.ts'
import { usage } from '../cli/base/promote-command.ts'
import type { CopyImagesReport } from '../model/images/reports.ts'
import { DEFAULT_TAG, parseReference, type Reference } from '../oci/reference.ts'
import { type CopyImagesRequest, copyImages } from '../pipeline/images/copy.ts'
import { copyText } from '../report/text/registry/images.ts'

/** Copies images without a promotion file. */
export default class Copy extends ImagesCommand {
  static override summary = 'Copy an image from one registry or folder to another, by digest.'
  static override description =
    'For one copy that needs no promotion file, no gate and no record. Layers are mounted where both are on one registry, sent once where they are not, and every manifest is read back before its tag moves. SOURCE and DESTINATION are HOST/NAME[:TAG][@DIGEST] or oci:FOLDER[:TAG]; where DESTINATION has no tag it gets the one of SOURCE. All platforms come along.'
  static override examples = [
    '<%= config.bin %> copy registry.example.com/test/api:1.5.0 registry.example.com/prod/api',
    '<%= config.bin %> copy -a --referrers harbor.example.com/team/api ghcr.io/acme/api',
    '<%= config.bin %> copy ghcr.io/acme/api:1.5.0 oci:./api',
  ]
  static override args = {
    source: Args.string({ ignoreStdin: true, required: true, description: 'What is copied.' }),
    destination: Args.string({ ignoreStdin: true, required: true, description: 'Where it goes.' }),
  }
  static override flags = {
    'all-tags': Flags.boolean({ char: 'a', summary: 'Every tag of the repository.' }),
    referrers: Flags.boolean({ summary: 'Signatures, SBOMs and attestations too.' }),
  }

  async run(): Promise<CopyImagesReport> {
    const { args, flags } = await this.parse(Copy)
    const source = parseReference(args.source, resolve)
    const destination = parseReference(args.destination, resolve)
    const request = requestOf(source, destination, flags['all-tags'])
    const names = [args.source, args.destination]
    const shown = { direction: 'copy' as const, title: `Copying ${args.source}`, names }
    const report = await this.withTransfers(flags, shown, (context) =>
      copyImages(context, { ...request, referrers: flags.referrers }),
    )
    this.print(() => copyText(report))
    return report
  }
}

function requestOf(
  source: Reference,
  destination: Reference,
  all: boolean,
): Omit<CopyImagesRequest, 'referrers'> {
  const places = { source: source.location, destination: destination.location, tag: destination.tag }
  if (destination.digest !== undefined)
    throw usage('What is copied has the digest that it has: DESTINATION takes a tag, not a digest.')
  if (all) {
    if (source.tag !== undefined || source.digest !== undefined || destination.tag !== undefined)
      throw usage("tag can't be used with --all-tags/-a", 'Leave the tags out, or leave out -a.')
    return { ...places, wanted: { kind: 'all' } }
  }
  if (source.digest === undefined)
    return { ...places, wanted: { kind: 'tag', tag: source.tag ?? DEFAULT_TAG } }
  return { ...places, wanted: { kind: 'digest', digest: source.digest }, tag: destination.tag ?? source.tag }
}
