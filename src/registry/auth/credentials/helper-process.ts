import { PromoteError } from '../../../support/errors.ts'
import { NOT_FOUND, runProgram } from '../../../support/process/program.ts'

const HELPER_TIMEOUT_MS = 30_000
const MAX_OUTPUT_BYTES = 1024 * 1024

/** How a helper is run. */
export interface HelperOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly signal: AbortSignal | undefined
  /** The file that names the helper, for messages. */
  readonly namedIn: string
}

/** What a helper is asked to do, in docker's protocol. */
export type HelperVerb = 'get' | 'store' | 'erase' | 'list'

/** How a helper ended, and its stdout, where both answers and errors come. */
export interface HelperEnd {
  readonly code: number | null
  readonly output: string
}

/**
 * Runs `docker-credential-SUFFIX VERB` with the input on stdin.
 * @throws PromoteError `failed` when the helper is not there, answers too much, or is silent for half a minute
 */
export async function runHelper(
  suffix: string,
  verb: HelperVerb,
  input: string,
  options: HelperOptions,
): Promise<HelperEnd> {
  const { env, signal, platform } = options
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(suffix)) {
    throw helperFailure(suffix, `${options.namedIn} gives a name that is none`, options)
  }
  const program = programOf(suffix)
  const end = await runProgram({
    program: platform === 'win32' ? `${program}.exe` : program,
    arguments: [verb],
    env,
    input,
    timeLimit: HELPER_TIMEOUT_MS,
    outputLimit: MAX_OUTPUT_BYTES,
    // Some ask for the passphrase of the store that they keep.
    asksAtTerminal: true,
    signal,
  })
  switch (end.kind) {
    // stderr is left out: helpers write warnings, and sometimes secrets, to it.
    case 'exited':
      return { code: end.code, output: end.printed.stdout.text }
    case 'killed':
      return { code: null, output: end.printed.stdout.text }
    case 'timed-out':
      throw helperFailure(suffix, 'it did not answer in 30 seconds', options)
    case 'printed-too-much':
      throw helperFailure(suffix, 'it answered too much', options)
    case 'not-started':
      throw helperFailure(
        suffix,
        end.why === NOT_FOUND ? 'it is not on PATH' : 'it cannot be started',
        options,
      )
    default:
      return end satisfies never
  }
}

/** The error of a helper that did not do what it was asked; `why` ends the sentence and holds no secret. */
export function helperFailure(suffix: string, why: string, { namedIn }: HelperOptions): PromoteError {
  const program = programOf(suffix)
  return new PromoteError('failed', `The credential helper ${program} could not be asked: ${why}.`, {
    reference: program,
    hint: `It is named in ${namedIn}.`,
  })
}

function programOf(suffix: string): string {
  return `docker-credential-${suffix}`
}
