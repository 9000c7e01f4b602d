import { resolve } from 'node:path'
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { type ImageName, parseImageName } from '../cli/arguments/image-name.ts'
import { platformChoice } from '../cli/arguments/platform-flag.ts'
import { ImagesCommand, trustFlag } from '../cli/base/images-command.ts'
import { usage } from '../cli/base/promote-command.ts'
import type { PullReport } from '../model/images/reports.ts'
import { familiarName } from '../oci/familiar-name.ts'
import { DEFAULT_TAG } from '../oci/reference.ts'
import { type PullOutput, pull, type Wanted } from '../pipeline/images/pull.ts'
import { pullNames, pullText } from '../report/text/registry/images.ts'
import { openPullOutput } from '../wiring/images.ts'

/** Brings images of a registry here, as docker does, without a daemon. */
export default class Pull extends ImagesCommand {
  static override aliases = ['image:pull']
  static override summary = 'Bring an image of a registry to this machine, or into a folder or a file.'
  static override description =
    'Without a tag it is latest; without a host it is on Docker Hub. Every byte is hashed. Of an image of several platforms that of this machine is taken, as docker does; --platform all takes the image as it is, with its digest. A pull that broke off goes on where it stopped. The images of this machine are an OCI image layout, which "promote images" lists and "promote push" sends.'
  static override examples = [
    { description: 'By tag', command: '<%= config.bin %> pull nginx:1.27' },
    { description: 'By digest', command: '<%= config.bin %> pull nginx@sha256:…' },
    { description: 'Every tag', command: '<%= config.bin %> pull -a registry.example.com/team/api' },
    {
      description: 'A file for "docker load" or "podman load"',
      command: '<%= config.bin %> pull nginx:1.27 --output nginx.tar --format docker',
    },
  ]
  static override args = {
    name: Args.string({ ignoreStdin: true, required: true, description: 'NAME[:TAG] or NAME@DIGEST.' }),
  }
  static override flags = {
    'all-tags': Flags.boolean({ char: 'a', summary: 'Every tag of the repository.' }),
    platform: Flags.string({
      helpValue: 'OS/ARCH[/VARIANT]',
      summary: 'Of an image of several platforms this one, or "all"; default: that of this machine.',
    }),
    output: Flags.string({
      char: 'o',
      helpValue: 'DIR|FILE.tar',
      summary: 'Write an image layout folder, or a file with one, instead of the images of this machine.',
    }),
    format: Flags.option({
      options: ['oci', 'docker'] as const,
      summary: 'What is in the file: an OCI image layout, or what "docker load" takes; default: oci.',
    })(),
    ...trustFlag,
  }

  async run(): Promise<PullReport> {
    const { args, flags } = await this.parse(Pull)
    const name = parseImageName(args.name)
    const wanted = wantedOf(name, flags['all-tags'])
    const platform = platformChoice(flags.platform)
    this.noteTrust(flags)
    const isPlain = !flags.quiet && flags.output === undefined
    if (isPlain && name.tag === undefined && wanted.kind === 'tag')
      this.print(() => `Using default tag: ${DEFAULT_TAG}\n`)
    const output = await outputOf(flags)
    if (output?.kind === 'archive') this.outputs.push(output.path)
    const shown = {
      direction: 'pull' as const,
      title: `Pulling ${familiarName(args.name)}`,
      names: [args.name],
    }
    const report = await this.withTransfers(flags, shown, (context) =>
      pull(context, {
        location: name.location,
        wanted,
        platform,
        ...(output === undefined ? {} : { output }),
      }),
    )
    this.print(() => (flags.quiet ? pullNames(report) : pullText(report)))
    return report
  }
}

function wantedOf({ tag, digest }: ImageName, all: boolean): Wanted {
  if (all && (tag !== undefined || digest !== undefined))
    throw usage("tag can't be used with --all-tags/-a", 'Leave the tag out, or leave out -a.')
  if (all) return { kind: 'all' }
  return digest === undefined ? { kind: 'tag', tag: tag ?? DEFAULT_TAG } : { kind: 'digest', digest }
}

async function outputOf(flags: {
  readonly output: string | undefined
  readonly format: 'oci' | 'docker' | undefined
}): Promise<PullOutput | undefined> {
  const { output, format } = flags
  if (output === undefined) {
    if (format === undefined) return undefined
    throw usage('--format says what is in a file: it needs --output FILE.tar.')
  }
  return openPullOutput(resolve(output), format)
}
