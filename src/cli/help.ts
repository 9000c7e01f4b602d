import type { Command } from '@oclif/core/command'
import { CommandHelp, Help } from '@oclif/core/help'
import { ROOT_COMMAND_ID } from './routing/root-command.ts'
import { wrapUsage } from './usage-lines.ts'

const EXIT_CODES = [
  ['0', 'done, or nothing to do'],
  ['1', 'failed'],
  ['2', 'wrong usage, or a bad file'],
  ['3', 'denied, by a gate or an immutable tag'],
  ['4', 'stale plan, or another run holds the tags'],
  ['5', 'verification failed'],
  ['6', 'not authorized'],
  ['7', 'differences, under --exit-code'],
  ['130, 143', 'interrupted'],
] as const

/** What the first page begins with. */
const FIRST_SENTENCE = 'Promotes container images from one environment to the next, by digest.'

/** The commands that people need, in the order in which they need them; the page lists all others behind them. */
const FIRST_COMMANDS = [
  'init',
  'login',
  'validate',
  'diff',
  'plan',
  'plan show',
  'approve',
  'apply',
  'status',
  'history',
  'verify',
  'ledger verify',
  'ledger show',
]

/** The root command runs without being named. */
class PromoteCommandHelp extends CommandHelp {
  protected override usage(): string {
    const { maxWidth } = this.opts
    // oclif breaks lines inside a flag, and fills in the command's name on short lines alone.
    this.opts = { ...this.opts, maxWidth: Number.MAX_SAFE_INTEGER }
    const usage = super.usage()
    this.opts = { ...this.opts, maxWidth }
    const own =
      this.command.id === ROOT_COMMAND_ID ? usage.replaceAll(/^(\$ \S+) promote(?= )/gm, '$1') : usage
    return wrapUsage(own, maxWidth - this.indentSpacing)
  }
}

/** oclif's help, with a first page of ours: what the program is for, the commands, the flags, the exit codes. */
export class PromoteHelp extends Help {
  protected override CommandHelpClass = PromoteCommandHelp

  /** The help of one command. */
  page(command: Command.Loadable): string {
    return this.formatCommand(command)
  }

  protected override get sortedCommands(): Command.Loadable[] {
    return super.sortedCommands.filter((command) => command.id !== ROOT_COMMAND_ID)
  }

  protected override async showRootHelp(): Promise<void> {
    const root = this.config.findCommand(ROOT_COMMAND_ID, { must: true })
    // oclif lists a command under each of its other names, too.
    const commands = this.sortedCommands
      .filter(({ id, aliases }) => !aliases.includes(id))
      .map(({ id, summary }) => [id.replaceAll(':', ' '), summary])
    const first = FIRST_COMMANDS.flatMap((name) => commands.filter(([id]) => id === name))
    const others = commands.filter(([id]) => !FIRST_COMMANDS.includes(id ?? ''))
    const parts = [
      FIRST_SENTENCE,
      this.partOf(root, 'usage', 'examples'),
      this.section('COMMANDS', this.list(first)),
      this.section('MORE COMMANDS', this.list(others)),
      this.partOf(root, 'flags'),
      this.section('EXIT CODES', this.list(EXIT_CODES.map((row) => [...row]))),
      `All about one command: ${this.config.bin} COMMAND --help`,
    ]
    this.log(parts.join('\n\n'))
  }

  private list(rows: (string | undefined)[][]): string {
    return this.renderList(rows, { indentation: 2, spacer: '\n' })
  }

  private partOf(command: Command.Loadable, ...sections: string[]): string {
    return new PromoteCommandHelp(command, this.config, { ...this.opts, sections }).generate()
  }
}
