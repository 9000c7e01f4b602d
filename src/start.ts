import { Config } from '@oclif/core/config'
import type { PJSON } from '@oclif/core/interfaces'
import type { PromoteCommand } from './cli/base/promote-command.ts'
import { LeanConfig } from './cli/lean-config.ts'
import { ROOT_COMMAND_ID } from './cli/routing/root-command.ts'
import { type CommandNames, routeArguments } from './cli/routing/route-arguments.ts'

/** The program that was started. */
export interface Program {
  /** Folder of package.json. */
  readonly root: string
  /** What package.json says. */
  readonly pjson: PJSON
  /** What oclif.manifest.json says. */
  readonly manifest: Manifest
}

/** What is read of oclif's manifest here. */
interface Manifest {
  readonly commands: Readonly<
    Record<
      string,
      { readonly flags: Readonly<Record<string, ManifestFlag>>; readonly aliases?: readonly string[] }
    >
  >
}

interface ManifestFlag {
  readonly name: string
  readonly char?: string
  readonly type: 'boolean' | 'option'
}

/**
 * Runs one command line: decides which command it means, loads that command alone, and leaves its exit code in
 * `process.exitCode`. Never throws.
 */
export async function start(argv: readonly string[], { root, pjson, manifest }: Program): Promise<void> {
  const routed = routeArguments(argv, namesOf(manifest))
  if (routed.kind === 'unknown') {
    const { unknownCommand } = await import('./cli/routing/unknown-command.ts')
    await unknownCommand(routed.words, routed.near).start('unknown', argv, new LeanConfig(root, pjson))
  } else if (routed.kind === 'help' || isHelp(routed.args)) {
    const [{ PromoteHelp }, { watchOutput }] = await Promise.all([
      import('./cli/help.ts'),
      import('./cli/lost-output.ts'),
    ])
    watchOutput(process)
    const topic =
      routed.kind === 'help' ? routed.topic : routed.kind === 'command' ? routed.id.split(':') : []
    await new PromoteHelp(await Config.load({ root })).showHelp([...topic])
  } else {
    const id = routed.kind === 'root' ? ROOT_COMMAND_ID : routed.id
    const command = await loadCommand(id)
    await command.start(id, routed.args, new LeanConfig(root, pjson))
  }
  // An error of the last write is told a turn later.
  await new Promise<void>((resolve) => process.stdout.write('', () => resolve()))
}

async function loadCommand(id: string): Promise<typeof PromoteCommand> {
  const module: { readonly default: typeof PromoteCommand } = await import(
    `./commands/${id.replaceAll(':', '/')}.ts`
  )
  return module.default
}

function namesOf({ commands }: Manifest): CommandNames {
  const flags = Object.values(commands[ROOT_COMMAND_ID]?.flags ?? {})
  const valueFlags = flags
    .filter(({ type }) => type === 'option')
    .flatMap(({ name, char }) => [`--${name}`, ...(char === undefined ? [] : [`-${char}`])])
  return {
    ids: new Map(
      Object.entries(commands).flatMap(([id, { aliases = [] }]) =>
        id === ROOT_COMMAND_ID ? [] : [id, ...aliases].map((name) => [name, id] as const),
      ),
    ),
    valueFlags: new Set(valueFlags),
  }
}

function isHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--')
  const flags = end < 0 ? args : args.slice(0, end)
  return flags.some((flag) => flag === '--help' || flag === '-h')
}
