import { resolve } from 'node:path'
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { usage } from '../cli/base/promote-command.ts'
import { RegistryCommand, type RegistryFlags } from '../cli/base/registry-command.ts'
import { lineWriter } from '../cli/lookup/line-writer.ts'
import { writeText } from '../cli/output.ts'
import type { TagsReport } from '../model/lookup/tags.ts'
import { type Location, parseReference } from '../oci/reference.ts'
import { findTags, type TagsFound, type TagsRequest } from '../pipeline/lookup/tags.ts'
import { tagNotes, tagsText } from '../report/text/registry/tags.ts'
import { openLookup } from '../wiring/lookup.ts'

/** Lists the tags of a repository. */
export default class Tags extends RegistryCommand {
  static override summary = 'List the tags of a repository, the newest version first.'
  static override description =
    'Versions come first, the highest at the top, then all other tags in natural order. Digest, size, date and platforms are shown where the registry gives them for all tags at once (Docker Hub, Harbor, zot, Quay, Azure, Google); --detail asks for each tag. The order needs the whole list: one of more than 10,000 tags is shown in the order of the registry, as it comes, unless --sort or --limit says otherwise; --no-sort does so with every list.'
  static override examples = [
    '<%= config.bin %> tags nginx --limit 10',
    '<%= config.bin %> tags registry.example.com/prod/api --filter "1.4.*"',
    '<%= config.bin %> tags ghcr.io/acme/api --detail --limit 5',
  ]
  static override args = {
    name: Args.string({
      ignoreStdin: true,
      required: true,
      description: 'The repository: HOST/NAME, NAME on Docker Hub, or oci:FOLDER.',
    }),
  }
  static override flags = {
    filter: Flags.string({ helpValue: 'GLOB', summary: 'Only tags like this: "1.4.*", "v[0-9]*".' }),
    limit: Flags.integer({ helpValue: 'N', min: 1, summary: 'The first N of them.' }),
    detail: Flags.boolean({
      summary: 'Ask for each tag: what it is made of, and when. On Docker Hub each counts as a pull.',
    }),
    all: Flags.boolean({ summary: 'Tags of signatures and other referrers too (sha256-…).' }),
    sort: Flags.boolean({
      allowNo: true,
      summary: 'Put a list of any length in order; --no-sort: the order of the registry.',
    }),
    'no-trunc': Flags.boolean({ summary: 'Show digests in full.' }),
  }

  async run(): Promise<TagsReport> {
    const { args, flags } = await this.parse(Tags)
    const request: TagsRequest = {
      location: repositoryOf(args.name),
      details: flags.detail ? 'each' : flags.quiet ? 'none' : 'registry',
      ...{ filter: flags.filter, limit: flags.limit, all: flags.all, sort: flags.sort },
    }
    const { report, streamed } = await this.found(flags, request)
    const shown = { full: flags['no-trunc'], quiet: flags.quiet }
    if (!streamed) this.print((options) => tagsText(report, options, shown))
    if (!flags.quiet) writeText(process.stderr, tagNotes(report, flags.filter))
    return report
  }

  /** What is shown as it comes is names alone; more is known only at the end. */
  private async found(flags: RegistryFlags, request: TagsRequest): Promise<TagsFound> {
    return this.withRegistries(flags, async (registries) => {
      const context = await openLookup({ signal: this.stop }, registries)
      if (this.jsonEnabled() || request.details === 'each') return findTags(context, request)
      const lines = lineWriter(process.stdout)
      try {
        return await findTags(context, request, lines.write)
      } finally {
        lines.end()
      }
    })
  }
}

function repositoryOf(name: string): Location {
  const { location, tag, digest } = parseReference(name, resolve)
  if (tag === undefined && digest === undefined) return location
  throw usage(
    `"${name}" names one image: tags lists those of a repository.`,
    `promote inspect ${name} shows what that image is.`,
  )
}
