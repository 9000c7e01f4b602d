import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe } from 'vitest'
import { toolPath } from './programs.ts'

const run = promisify(execFile)

/**
 * A vitest suite that runs other people's programs; where one is missing it is skipped and its title says so.
 *
 * @param options.missing why something else that it needs is not there
 * @throws Error in CI, where nothing is skipped
 */
export function describeWithTools(
  programs: readonly string[],
  title: string,
  { missing }: { readonly missing?: string | undefined },
  body: () => void,
): void {
  const absent = programs.filter((program) => toolPath(program) === undefined)
  const reason = absent.length > 0 ? `${absent.join(', ')} not on PATH and not built` : missing
  if (reason === undefined) return void describe(title, body)
  if (process.env.CI === 'true') throw new Error(`CI does not skip tests with other tools: ${reason}`)
  describe.skip(`${title} [skipped: ${reason}]`, body)
}

/**
 * Runs a program with a home of its own and gives what it printed on stdout.
 *
 * @throws Error with what it said on stderr, where it failed
 */
export async function runTool(home: string, program: string, ...args: readonly string[]): Promise<string> {
  const env = { PATH: process.env.PATH ?? '', HOME: home, XDG_RUNTIME_DIR: home }
  const { stdout } = await run(toolPath(program) ?? program, args, { cwd: home, env })
  return stdout
}
