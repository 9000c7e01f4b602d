import type { Command } from '@oclif/core/command'
import { CommandHelp, Help } from '@oclif/core/help'
import { ROOT_COMMAND_ID } from './root-command.ts'

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

/** The root command runs without being named. */
class PromoteCommandHelp extends CommandHelp {
  protected override usage(): string {
    return super.usage().replace(`${this.config.bin} ${ROOT_COMMAND_ID} `, `${this.config.bin} `)
  }
}

/** oclif's help, with the root command, its examples and the exit codes on the first page. */
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
    this.log(this.formatCommand(root))
    this.log('')
    this.log(this.formatCommands(this.sortedCommands))
    this.log('')
    this.log(
      this.section(
        'EXIT CODES',
        this.renderList(
          EXIT_CODES.map((row) => [...row]),
          { indentation: 2 },
        ),
      ),
    )
    this.log('')
    this.log(`Help for one command: ${this.config.bin} COMMAND --help`)
  }
}
