import * as Args from '@oclif/core/args'
import { parseImageName } from '../cli/arguments/image-name.ts'
import { PromoteCommand } from '../cli/base/promote-command.ts'
import type { TagReport } from '../model/images/reports.ts'
import { DEFAULT_TAG } from '../oci/reference.ts'
import { tagImage } from '../pipeline/images/tag.ts'
import { openImages } from '../wiring/images.ts'

/** Gives an image of this machine one more name. */
export default class Tag extends PromoteCommand {
  static override aliases = ['image:tag']
  static override summary = 'Give an image of this machine one more name.'
  static override description =
    'SRC is NAME[:TAG], NAME@DIGEST, or an id as "promote images" shows it. Nothing is sent: "promote push" does that.'
  static override examples = ['<%= config.bin %> tag nginx:1.27 registry.example.com/team/nginx:1.27']
  static override args = {
    source: Args.string({ ignoreStdin: true, required: true, description: 'The image.' }),
    target: Args.string({ ignoreStdin: true, required: true, description: 'NAME[:TAG] that it gets.' }),
  }

  async run(): Promise<TagReport> {
    const { args, flags } = await this.parse(Tag)
    const { location, tag = DEFAULT_TAG } = parseImageName(args.target)
    const context = await openImages(this.surroundings(flags), undefined)
    return tagImage(context, args.source, { location, tag })
  }
}
