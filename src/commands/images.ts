import { resolve } from 'node:path'
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { type CommonFlags, PromoteCommand } from '../cli/base/promote-command.ts'
import type { ImagesReport } from '../model/images/reports.ts'
import { locationText, parseReference } from '../oci/reference.ts'
import { listImages } from '../pipeline/images/list.ts'
import { imageIds, imagesText } from '../report/text/registry/images.ts'
import { openImages } from '../wiring/images.ts'

/** Lists the images of this machine. */
export default class Images extends PromoteCommand {
  static override aliases = ['image:ls', 'image:list']
  static override summary = 'List the images of this machine.'
  static override description =
    'They are an OCI image layout below the data folder of the user, which skopeo, podman and umoci read as well. -q shows their ids alone.'
  static override examples = ['<%= config.bin %> images', '<%= config.bin %> images nginx --digests']
  static override args = {
    name: Args.string({ ignoreStdin: true, description: 'NAME[:TAG]: this one alone.' }),
  }
  static override flags = {
    digests: Flags.boolean({ summary: 'Show digests.' }),
    'no-trunc': Flags.boolean({ summary: 'Show ids in full.' }),
  }

  async run(): Promise<ImagesReport> {
    const { args, flags } = await this.parse(Images)
    const context = await openImages(this.surroundings(flags satisfies CommonFlags), undefined)
    const report = await listImages(context, filterOf(args.name))
    const shown = { digests: flags.digests, full: flags['no-trunc'], name: args.name }
    this.print((options) => (flags.quiet ? imageIds(report, shown) : imagesText(report, options, shown)))
    return report
  }
}

function filterOf(name: string | undefined): { readonly repository?: string; readonly tag?: string } {
  if (name === undefined) return {}
  const { location, tag } = parseReference(name, resolve)
  return { repository: locationText(location), ...(tag === undefined ? {} : { tag }) }
}
