import { spawn } from 'node:child_process'
import { onAbort } from '../../../support/aborting.ts'
import { PromoteError } from '../../../support/errors.ts'
import { errnoOf } from '../../../support/system-error.ts'

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
  signal?.throwIfAborted()
  const program = programOf(suffix)
  return new Promise((resolve, reject) => {
    // stderr is dropped: helpers write warnings, and sometimes secrets, to it.
    const child = spawn(platform === 'win32' ? `${program}.exe` : program, [verb], {
      env: { ...env },
      stdio: ['pipe', 'pipe', 'ignore'],
      shell: false,
      windowsHide: true,
    })
    const chunks: Buffer[] = []
    let length = 0
    const end = (): void => {
      clearTimeout(timer)
      unwatch()
    }
    const stop = (error: unknown): void => {
      end()
      child.kill('SIGKILL')
      reject(error)
    }
    const fail = (why: string): void => stop(helperFailure(suffix, why, options))
    const timer = setTimeout(() => fail('it did not answer in 30 seconds'), HELPER_TIMEOUT_MS)
    const unwatch = onAbort(signal, () => stop(signal?.reason))
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.byteLength
      if (length > MAX_OUTPUT_BYTES) fail('it answered too much')
      else chunks.push(chunk)
    })
    child.once('error', (error) =>
      fail(errnoOf(error) === 'ENOENT' ? 'it is not on PATH' : 'it cannot be started'),
    )
    child.once('close', (code) => {
      end()
      resolve({ code, output: Buffer.concat(chunks).toString('utf8') })
    })
    // A helper that ends without reading its input breaks the pipe; its exit code tells.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
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
