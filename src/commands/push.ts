import { resolve } from 'node:path'
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { parseImageName } from '../cli/arguments/image-name.ts'
import { ImagesCommand, trustFlag } from '../cli/base/images-command.ts'
import { usage } from '../cli/base/promote-command.ts'
import type { PushReport } from '../model/images/reports.ts'
import { DEFAULT_TAG, locationText } from '../oci/reference.ts'
import { push } from '../pipeline/images/push.ts'
import { pushNames, pushText } from '../report/text/registry/images.ts'
import { openPushOrigin } from '../wiring/images.ts'

/** Sends images of this machine to a registry, as docker does, without a daemon. */
export default class Push extends ImagesCommand {
  static override aliases = ['image:push']
  static override summary = 'Send an image of this machine to a registry.'
  static override description =
    'Without a tag it is latest. What the registry has is not sent again. Every manifest is read back before its tag moves. "promote tag" gives an image the name that it is to be pushed by.'
  static override examples = [
    { description: 'By tag', command: '<%= config.bin %> push registry.example.com/team/api:1.5.0' },
    {
      description: 'A file that "docker save" or "podman save" wrote',
      command: '<%= config.bin %> push --from api.tar registry.example.com/team/api:1.5.0',
    },
    { description: 'Every tag', command: '<%= config.bin %> push -a registry.example.com/team/api' },
  ]
  static override args = {
    name: Args.string({ ignoreStdin: true, required: true, description: 'NAME[:TAG].' }),
  }
  static override flags = {
    from: Flags.string({
      helpValue: 'DIR|FILE.tar',
      summary:
        'Send what is in a folder or a file: an OCI image layout, or what docker save, podman save, skopeo and buildah write.',
    }),
    'all-tags': Flags.boolean({ char: 'a', summary: 'Every tag of it that is here.' }),
    ...trustFlag,
  }

  async run(): Promise<PushReport> {
    const { args, flags } = await this.parse(Push)
    this.noteTrust(flags)
    const { location, tag, digest } = parseImageName(args.name)
    const all = flags['all-tags']
    if (all && tag !== undefined)
      throw usage("tag can't be used with --all-tags/-a", 'Leave the tag out, or leave out -a.')
    if (digest !== undefined)
      throw usage(
        'cannot push a digest reference',
        'Name the tag that it gets: NAME:TAG. "promote tag" names an image that is here.',
      )
    if (!flags.quiet) {
      const isDefault = !all && tag === undefined && flags.from === undefined
      const repository = locationText(location)
      this.print(
        () =>
          `${isDefault ? `Using default tag: ${DEFAULT_TAG}\n` : ''}The push refers to repository [${repository}]\n`,
      )
    }
    const from = flags.from === undefined ? undefined : await openPushOrigin(resolve(flags.from))
    const shown = { direction: 'push' as const, title: `Pushing ${args.name}`, names: [args.name] }
    const report = await this.withTransfers(flags, shown, (context) =>
      push(context, {
        location,
        tag: all ? { all } : tag,
        ...(from === undefined ? {} : { from }),
      }),
    )
    this.print(() => (flags.quiet ? pushNames(report) : pushText(report)))
    return report
  }
}
