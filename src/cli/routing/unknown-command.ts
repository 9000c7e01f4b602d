import { PromoteCommand, usage } from '../base/promote-command.ts'

/** Stands in for a command that does not exist, so that its refusal (exit 2) is written as any other error is. */
export function unknownCommand(words: string, near: string | undefined): typeof PromoteCommand {
  return class extends PromoteCommand {
    async run(): Promise<never> {
      throw usage(
        `"${words}" is no command.${near === undefined ? '' : ` Did you mean "${near}"?`}`,
        'All commands: promote --help',
      )
    }
  }
}
