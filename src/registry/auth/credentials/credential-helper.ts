import { spawn } from 'node:child_process'
import { onAbort } from '../../../support/aborting.ts'
import { PromoteError } from '../../../support/errors.ts'
import { redactText } from '../../../support/redact.ts'
import type { Credential } from './credential.ts'

const HELPER_TIMEOUT_MS = 30_000
const MAX_OUTPUT_BYTES = 1024 * 1024
const NOT_FOUND = 'credentials not found in native keychain'

/** How a helper is run. */
export interface HelperOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly signal: AbortSignal | undefined
  /** The file that names the helper, for messages. */
  readonly namedIn: string
}

/**
 * Asks `docker-credential-SUFFIX get` for a server, in docker's protocol: the server on stdin, JSON on stdout.
 * Undefined when it has none.
 * @throws PromoteError `failed` when the helper is not there, fails, is silent for half a minute, or answers otherwise
 */
export async function askHelper(
  suffix: string,
  server: string,
  options: HelperOptions,
): Promise<Credential | undefined> {
  const program = `docker-credential-${suffix}`
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(suffix)) {
    throw failed(program, `${options.namedIn} gives a name that is none`, options)
  }
  const { code, output } = await run(program, server, options)
  if (code !== 0) {
    if (output.includes(NOT_FOUND)) return undefined
    throw failed(
      program,
      `it failed for ${server}: ${redactText(output, 200) || `exit code ${code}`}`,
      options,
    )
  }
  return readAnswer(program, output, options)
}

function readAnswer(program: string, output: string, options: HelperOptions): Credential | undefined {
  let answer: unknown
  try {
    answer = JSON.parse(output)
  } catch {
    throw failed(program, 'it answered with something that is not JSON', options)
  }
  const { Username: username, Secret: secret } = answer as Readonly<Record<string, unknown>>
  if (typeof username !== 'string' || typeof secret !== 'string') {
    throw failed(program, 'it answered without Username and Secret', options)
  }
  if (username === '' && secret === '') return undefined
  return username === '<token>'
    ? { kind: 'identity-token', token: secret }
    : { kind: 'basic', username, password: secret }
}

function run(
  program: string,
  server: string,
  options: HelperOptions,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const { env, signal, platform } = options
  signal?.throwIfAborted()
  return new Promise((resolve, reject) => {
    // stderr is dropped: helpers write warnings, and sometimes secrets, to it.
    const child = spawn(platform === 'win32' ? `${program}.exe` : program, ['get'], {
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
    const timer = setTimeout(
      () => stop(failed(program, 'it did not answer in 30 seconds', options)),
      HELPER_TIMEOUT_MS,
    )
    const unwatch = onAbort(signal, () => stop(signal?.reason))
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.byteLength
      if (length > MAX_OUTPUT_BYTES) stop(failed(program, 'it answered too much', options))
      else chunks.push(chunk)
    })
    child.once('error', (error) => stop(startFailure(program, error, options)))
    child.once('close', (code) => {
      end()
      resolve({ code, output: Buffer.concat(chunks).toString('utf8') })
    })
    // A helper that ends without reading its input breaks the pipe; its exit code tells.
    child.stdin.on('error', () => undefined)
    child.stdin.end(server)
  })
}

function startFailure(program: string, error: Error, options: HelperOptions): PromoteError {
  const absent = 'code' in error && error.code === 'ENOENT'
  return failed(program, absent ? 'it is not on PATH' : 'it cannot be started', options)
}

function failed(program: string, why: string, { namedIn }: HelperOptions): PromoteError {
  return new PromoteError('failed', `The credential helper ${program} could not be asked: ${why}.`, {
    reference: program,
    hint: `It is named in ${namedIn}.`,
  })
}
