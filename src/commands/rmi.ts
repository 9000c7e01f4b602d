import { PromoteCommand, usage } from '../cli/base/promote-command.ts'
import type { RemoveReport } from '../model/images/reports.ts'
import { removeImages } from '../pipeline/images/remove.ts'
import { removeText } from '../report/text/registry/images.ts'
import { openImages } from '../wiring/images.ts'

/** Takes images of this machine away. */
export default class Rmi extends PromoteCommand {
  static override aliases = ['image:rm', 'image:remove']
  static override summary = 'Remove images of this machine.'
  static override description =
    'NAME is NAME[:TAG], NAME@DIGEST, or an id as "promote images" shows it, which means all names of that image. What no name holds any more is removed with it, unless another process uses images just then. Nothing is removed in a registry.'
  static override usage = 'rmi NAME...'
  static override examples = ['<%= config.bin %> rmi nginx:1.27', '<%= config.bin %> rmi 4bf3a1c0d2e9']
  static override strict = false

  async run(): Promise<RemoveReport> {
    const { flags, argv } = await this.parse(Rmi)
    if (argv.length === 0)
      throw usage('"promote rmi" requires at least 1 argument.', 'Example: promote rmi nginx:1.27')
    const context = await openImages(this.surroundings(flags), undefined)
    const report = await removeImages(context, argv as string[])
    if (!flags.quiet) this.print(() => removeText(report))
    return report
  }
}
