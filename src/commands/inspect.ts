import { resolve } from 'node:path'
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { platformChoice } from '../cli/arguments/platform-flag.ts'
import { usage } from '../cli/base/promote-command.ts'
import { RegistryCommand } from '../cli/base/registry-command.ts'
import { writeBytes } from '../cli/output.ts'
import type { InspectReport } from '../model/lookup/inspect.ts'
import { parseReference } from '../oci/reference.ts'
import { inspectImage, readStored } from '../pipeline/lookup/inspect.ts'
import { inspectText } from '../report/text/registry/inspect.ts'
import { openLookup } from '../wiring/lookup.ts'
import { findStandings } from '../wiring/standings.ts'

/** Shows what an image of a registry is. */
export default class Inspect extends RegistryCommand {
  static override aliases = ['image:inspect']
  static override summary =
    'Show what an image is: digest, size, platforms, labels, signatures, how to pull it.'
  static override description =
    'Nothing is pulled but manifests and the config. Of an image of several platforms the config, the labels and the history are those of this machine, or of --platform. Where a promotion file has images in that repository it is said where this one stands in its environments.'
  static override examples = [
    '<%= config.bin %> inspect nginx:1.27',
    '<%= config.bin %> inspect registry.example.com/prod/api@sha256:… --history',
    '<%= config.bin %> inspect --config --platform linux/arm64 ghcr.io/acme/api:1.5.0',
  ]
  static override args = {
    name: Args.string({
      ignoreStdin: true,
      required: true,
      description: 'HOST/NAME[:TAG][@DIGEST], NAME on Docker Hub, or oci:FOLDER[:TAG].',
    }),
  }
  static override flags = {
    platform: Flags.string({ helpValue: 'OS/ARCH', summary: 'Show the config of this platform.' }),
    history: Flags.boolean({ summary: 'The steps that made it too.' }),
    'no-trunc': Flags.boolean({ summary: 'Show digests, labels and steps in full.' }),
    raw: Flags.boolean({
      exclusive: ['config'],
      summary: 'Print the manifest, byte for byte; with --platform that of this platform.',
    }),
    config: Flags.boolean({ exclusive: ['raw'], summary: 'Print the config, byte for byte.' }),
  }

  async run(): Promise<InspectReport | undefined> {
    const { args, flags } = await this.parse(Inspect)
    const stored = flags.raw ? 'manifest' : flags.config ? 'config' : undefined
    if (stored !== undefined && this.jsonEnabled())
      throw usage('--raw and --config print what is stored; --json is a document of its own.')
    const reference = parseReference(args.name, resolve)
    const request = { reference, platform: platformChoice(flags.platform) }
    return this.withRegistries(
      flags,
      async (registries) => {
        const context = await openLookup({ signal: this.stop }, registries)
        if (stored !== undefined) {
          writeBytes(process.stdout, await readStored(context, request, stored))
          return undefined
        }
        const standings = await findStandings(flags.file, this.surroundings(flags), context.stores)
        const report = await inspectImage(context, {
          ...request,
          ...(standings === undefined ? {} : { standings }),
        })
        const shown = { history: flags.history, full: flags['no-trunc'] }
        this.print((options) => inspectText(report, options, shown))
        return report
      },
      [args.name],
    )
  }
}
