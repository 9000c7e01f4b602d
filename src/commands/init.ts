import { resolve } from 'node:path'
import * as Flags from '@oclif/core/flags'
import { PromoteCommand, usage } from '../cli/base/promote-command.ts'
import { askFirstAnswers } from '../cli/first-answers.ts'
import type { FirstFile } from '../model/first-file.ts'
import type { InitReport } from '../model/result.ts'
import { initText } from '../report/text/small-reports.ts'
import { firstFileProblem, writeFirstFile } from '../wiring/promotion.ts'
import { type Surroundings, shown } from '../wiring/surroundings.ts'

/** Writes a first promotion file. */
export default class Init extends PromoteCommand {
  static override summary = 'Write a first promotion file, from a few answers or from flags.'
  static override examples = [
    '<%= config.bin %> init',
    '<%= config.bin %> init --env test=registry.example.com/test/{image} --env prod=registry.example.com/prod/{image} --image api',
  ]
  static override flags = {
    file: Flags.string({
      char: 'f',
      helpValue: 'FILE',
      summary: 'Promotion file to write.',
      default: 'promotion.yaml',
    }),
    env: Flags.string({
      multiple: true,
      helpValue: 'NAME=REPOSITORY',
      summary: 'An environment with its repository template; once for each, in promotion order.',
    }),
    image: Flags.string({
      multiple: true,
      helpValue: 'NAME[:TAG]',
      summary: 'An image, with the tag or glob to select; default: its newest version.',
    }),
    schema: Flags.boolean({
      allowNo: true,
      default: true,
      summary: 'Write promotion.schema.json beside it, which editors check the file with.',
    }),
  }

  async run(): Promise<InitReport> {
    const { flags } = await this.parse(Init)
    const surroundings = this.surroundings(flags)
    const file = resolve(surroundings.cwd, flags.file)
    const answers = await this.answers(flags, file, surroundings)
    const { config, beside } = await writeFirstFile(file, answers, surroundings, {
      root: this.config.root,
      schema: flags.schema,
    })
    const report: InitReport = {
      kind: 'init',
      file: shown(file, surroundings.cwd),
      beside: beside.map((path) => shown(path, surroundings.cwd)),
      environments: config.environments.map((environment) => environment.name),
      images: config.images.map((image) => image.name),
      next: ['promote validate', 'promote diff', `promote ${routeExample(answers)} --dry-run`],
    }
    this.print((options) => initText(report, options))
    return report
  }

  private async answers(
    flags: { readonly env: readonly string[] | undefined; readonly image: readonly string[] | undefined },
    file: string,
    surroundings: Surroundings,
  ): Promise<FirstFile> {
    const { env: environments = [], image: images = [] } = flags
    if (environments.length > 0 && images.length > 0) {
      return { environments: environments.map(readEnvironment), images: images.map(readImage) }
    }
    if (environments.length === 0 && images.length === 0 && process.stdin.isTTY && process.stderr.isTTY) {
      const asking = { input: process.stdin, output: process.stderr, signal: this.stop }
      return askFirstAnswers(asking, (answers) => firstFileProblem(file, answers, surroundings))
    }
    const nobody = environments.length + images.length === 0
    throw usage(
      nobody
        ? 'There is no terminal to ask at: both --env and --image are needed, each at least once.'
        : 'Both --env and --image are needed, each at least once.',
      'See "promote init --help" for an example.',
    )
  }
}

function readEnvironment(text: string): FirstFile['environments'][number] {
  const at = text.indexOf('=')
  if (at < 1 || at === text.length - 1) throw usage(`"--env ${text}" is not NAME=REPOSITORY.`)
  return { name: text.slice(0, at), repository: text.slice(at + 1) }
}

function readImage(text: string): FirstFile['images'][number] {
  const at = text.search(/[:=]/)
  return at < 0 ? { name: text, select: 'newest' } : { name: text.slice(0, at), select: text.slice(at + 1) }
}

function routeExample({ environments }: FirstFile): string {
  const [from, to] = environments
  return `--from ${from?.name ?? 'ENV'} --to ${to?.name ?? 'ENV'}`
}
