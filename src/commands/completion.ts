import * as Args from '@oclif/core/args'
import { Config } from '@oclif/core/config'
import { PromoteCommand } from '../cli/base/promote-command.ts'

/** Prints what a shell needs to complete command lines. */
export default class Completion extends PromoteCommand {
  static override summary = 'Print a completion script for bash, zsh or fish.'
  static override enableJsonFlag = false
  static override examples = [
    { description: 'bash: a line for ~/.bashrc', command: 'source <(<%= config.bin %> completion bash)' },
    {
      description: 'zsh: a file in a folder of $fpath',
      command: '<%= config.bin %> completion zsh > ~/.zfunc/_promote',
    },
    {
      description: 'fish',
      command: '<%= config.bin %> completion fish > ~/.config/fish/completions/promote.fish',
    },
  ]
  static override args = {
    shell: Args.string({
      ignoreStdin: true,
      required: true,
      options: ['bash', 'zsh', 'fish'],
      description: 'The shell.',
    }),
  }

  async run(): Promise<void> {
    const { args } = await this.parse(Completion)
    const { completables } = await import('../cli/completion/completable.ts')
    const config = await Config.load({ root: this.config.root })
    process.stdout.write(await scriptFor(args.shell, completables(config)))
  }
}

type Commands = ReturnType<typeof import('../cli/completion/completable.ts').completables>

async function scriptFor(shell: string, commands: Commands): Promise<string> {
  switch (shell) {
    case 'bash':
      return (await import('../cli/completion/bash.ts')).bashCompletion(commands)
    case 'zsh':
      return (await import('../cli/completion/zsh.ts')).zshCompletion(commands)
    default:
      return (await import('../cli/completion/fish.ts')).fishCompletion(commands)
  }
}
