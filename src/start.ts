import { Config } from '@oclif/core/config'
import { flush } from '@oclif/core/flush'
import { ROOT_COMMAND_ID } from './cli/root-command.ts'
import { type CommandNames, routeArguments } from './cli/route-arguments.ts'

/**
 * Runs one command line: decides which command it means, loads that command alone, and leaves its exit code in
 * `process.exitCode`. Never throws.
 * @param root folder of package.json
 */
export async function start(argv: readonly string[], root: string): Promise<void> {
  // A reader that closes the pipe early (head) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0)
    throw error
  })
  const config = await Config.load({ root })
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
    process.stdout.write(`${config.userAgent}\n`)
    return
  }
  const routed = routeArguments(argv, namesOf(config))
  if (routed.kind === 'help' || isHelp(routed.args)) {
    const { PromoteHelp } = await import('./cli/help.ts')
    const topic =
      routed.kind === 'help' ? routed.topic : routed.kind === 'command' ? routed.id.split(':') : []
    await new PromoteHelp(config).showHelp([...topic])
  } else {
    await config.runCommand(routed.kind === 'root' ? ROOT_COMMAND_ID : routed.id, [...routed.args])
  }
  await flush()
}

function namesOf(config: Config): CommandNames {
  const ids = config.commandIDs.filter((id) => id !== ROOT_COMMAND_ID)
  const root = config.findCommand(ROOT_COMMAND_ID, { must: true })
  const valueFlags = Object.values(root.flags ?? {}).flatMap((flag) =>
    flag.type === 'option' ? [`--${flag.name}`, ...(flag.char === undefined ? [] : [`-${flag.char}`])] : [],
  )
  return { ids: new Set(ids), valueFlags: new Set(valueFlags) }
}

function isHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--')
  const flags = end < 0 ? args : args.slice(0, end)
  return flags.some((flag) => flag === '--help' || flag === '-h')
}
