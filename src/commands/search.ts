import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { usage } from '../cli/base/promote-command.ts'
import { RegistryCommand } from '../cli/base/registry-command.ts'
import { searchFilter } from '../cli/lookup/search-filter.ts'
import { writeText } from '../cli/output.ts'
import type { SearchReport } from '../model/lookup/search.ts'
import { parseServer } from '../oci/reference.ts'
import { searchRegistry } from '../pipeline/lookup/search.ts'
import { lineTemplate } from '../report/text/go-template.ts'
import { SEARCH_FIELDS, searchNotes, searchText } from '../report/text/registry/search.ts'
import { openLookup } from '../wiring/lookup.ts'

/** How many hits docker asks for where nobody says it, and the most that can be asked for. */
const LIMIT = 25
const MOST = 100

/** Finds repositories of a registry. */
export default class Search extends RegistryCommand {
  static override summary = 'Find images on Docker Hub or another registry.'
  static override description =
    'Docker Hub, Harbor, Nexus, Quay, zot and Huawei SWR are asked by their own search; GitLab for what a project or a group has; other registries for the list of their repositories, where they have one for this login. HOST/TERM or --registry says where; without either it is Docker Hub. Filters look at the hits that came, as docker has it. A registry that finds nothing by name says where else to look.'
  static override examples = [
    '<%= config.bin %> search -f stars=10 nginx',
    '<%= config.bin %> search harbor.example.com/api --limit 50',
    '<%= config.bin %> search --format "table {{.Name}}\\t{{.StarCount}}" postgres',
  ]
  static override args = {
    term: Args.string({ ignoreStdin: true, required: true, description: 'TERM or HOST/TERM.' }),
  }
  static override flags = {
    filter: Flags.string({
      char: 'f',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'KEY=VALUE',
      summary: 'Only hits like this: stars=N (at least), is-official=true.',
    }),
    limit: Flags.integer({
      helpValue: 'N',
      min: 0,
      max: MOST,
      default: LIMIT,
      summary: `How many hits are asked for, ${MOST} at most.`,
    }),
    'no-trunc': Flags.boolean({ summary: 'Show descriptions in full.' }),
    format: Flags.string({
      helpValue: 'TEMPLATE',
      summary: `A line for each hit, as docker has it: ${SEARCH_FIELDS.map((field) => `{{.${field}}}`).join(' ')}, "table" before it for a head; json is --json.`,
    }),
    registry: Flags.string({ helpValue: 'HOST', summary: 'Which registry; TERM is then taken as it is.' }),
  }

  async run(): Promise<SearchReport> {
    const { args, flags } = await this.parse(Search)
    const filter = searchFilter(flags.filter ?? [])
    const template =
      flags.format === undefined || flags.format === 'json'
        ? undefined
        : lineTemplate(flags.format, SEARCH_FIELDS)
    const { host, term } = whereAndWhat(args.term, flags.registry)
    const request = { host, term, limit: flags.limit === 0 ? LIMIT : flags.limit, ...filter }
    const report = await this.withRegistries(flags, async (registries) =>
      searchRegistry(await openLookup({ signal: this.stop }, registries), request),
    )
    const shown = { full: flags['no-trunc'], quiet: flags.quiet }
    this.print(() => searchText(report, template === undefined ? shown : { ...shown, template }))
    if (!flags.quiet) writeText(process.stderr, searchNotes(report))
    return report
  }
}

/** A host is known as in any reference: it has a dot or a port, or is localhost. */
function whereAndWhat(
  text: string,
  registry: string | undefined,
): { readonly host: string; readonly term: string } {
  const slash = text.indexOf('/')
  const first = slash < 0 ? '' : text.slice(0, slash)
  const namesHost = registry === undefined && (/[.:]/.test(first) || first === 'localhost')
  const host = parseServer(registry ?? (namesHost ? first : ''))
  const term = (namesHost ? text.slice(slash + 1) : text).trim()
  if (term !== '') return { host, term }
  throw usage(
    'There is nothing to look for.',
    'For example: promote search nginx, promote search quay.io/podman',
  )
}
