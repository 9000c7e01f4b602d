import { homedir } from 'node:os'
import path from 'node:path'
import type { CommandRule } from '../../model/gates/rules.ts'
import { type Printed, type ProgramEnd, runProgram } from '../../support/process/program.ts'
import { fill } from '../fill.ts'
import { type ShownOutput, shownOutput } from './output.ts'
import { secretsIn, type Variables, variablesFor } from './variables.ts'

/** Bytes a program may print before it is ended. */
const MOST_OUTPUT = 16 * 1024 * 1024
/** Bytes of it that are looked at. */
const KEPT_OUTPUT = 64 * 1024

/** How a program of the gate ended; what it printed is fit to be shown. */
export type CommandEnd =
  | { readonly kind: 'exited'; readonly code: number; readonly output: ShownOutput }
  | { readonly kind: 'killed'; readonly by: string; readonly output: ShownOutput }
  | { readonly kind: 'timed-out'; readonly output: ShownOutput }
  | { readonly kind: 'printed-too-much'; readonly output: ShownOutput }
  | { readonly kind: 'not-started'; readonly program: string; readonly why: string }

/** What a program is run with. */
export interface CommandSetting {
  readonly values: Readonly<Record<string, string>>
  readonly variables: Variables
  /** Absolute path of the promotion file's folder, which is the program's. */
  readonly folder: string
  readonly signal: AbortSignal | undefined
}

/** Runs one program of the gate to its end. @throws what the signal aborts with */
export async function askCommand(rule: CommandRule, setting: CommandSetting): Promise<CommandEnd> {
  const { values, variables, folder, signal } = setting
  const [program = '', ...more] = rule.run
  const args = more.map((argument) => fill(argument, values))
  const end = await runProgram({
    // A shell reads variables: a value that is put into its text could be read as more than a value.
    ...(rule.shell
      ? { program: '/bin/sh', arguments: ['-c', program, rule.name, ...args] }
      : { program: programPath(fill(program, values), folder), arguments: args }),
    env: variablesFor(variables, rule.env, values),
    folder,
    timeLimit: rule.timeoutMs,
    outputLimit: MOST_OUTPUT,
    keep: KEPT_OUTPUT,
    signal,
  })
  return withOutput(end, program, secretsIn(variables, rule.env))
}

/** A path starts at the promotion file's folder, wherever promote was started; a name is looked for on `PATH`. */
function programPath(program: string, folder: string): string {
  if (program.startsWith('~/')) return path.join(homedir(), program.slice(2))
  return /[\\/]/.test(program) ? path.resolve(folder, program) : program
}

function withOutput(end: ProgramEnd, program: string, secrets: readonly string[]): CommandEnd {
  const output = ({ both }: Printed): ShownOutput => shownOutput(both, secrets)
  switch (end.kind) {
    case 'exited':
      return { kind: end.kind, code: end.code, output: output(end.printed) }
    case 'killed':
      return { kind: end.kind, by: end.by, output: output(end.printed) }
    case 'timed-out':
    case 'printed-too-much':
      return { kind: end.kind, output: output(end.printed) }
    case 'not-started':
      return { ...end, program }
    default:
      return end satisfies never
  }
}
