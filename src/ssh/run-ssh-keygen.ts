import type { CallOptions } from '../oci/store.ts'
import { PromoteError } from '../support/errors.ts'
import { NOT_FOUND, runProgram } from '../support/process/program.ts'

/** What ssh-keygen is run with. */
export interface SshKeygenOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Whether there is a terminal at which it may ask for a passphrase. */
  readonly hasTerminal: boolean
}

/** How it ended, and what it printed. */
export interface SshKeygenEnd {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Milliseconds that one check may take, on a busy machine. */
const CHECK_MS = 60_000

/** Milliseconds that a person may take to type a passphrase or touch a key. */
const ANSWER_MS = 5 * 60_000

const MAX_OUTPUT_BYTES = 256 * 1024

/**
 * Runs ssh-keygen with a text on its stdin.
 * @throws PromoteError `failed` when it is not there, crashes or does not end; what the signal aborts with
 */
export async function runSshKeygen(
  args: readonly string[],
  input: string,
  { env, hasTerminal, asks, signal }: SshKeygenOptions & CallOptions & { readonly asks: boolean },
): Promise<SshKeygenEnd> {
  const end = await runProgram({
    program: 'ssh-keygen',
    arguments: args,
    // Times without a zone in a file of signers are the same on every machine, and messages are in the words read here.
    env: { ...env, TZ: 'UTC', LC_ALL: 'C' },
    input,
    timeLimit: asks ? ANSWER_MS : CHECK_MS,
    outputLimit: MAX_OUTPUT_BYTES,
    // Without one it would wait at the terminal of whoever started us, where nobody looks.
    asksAtTerminal: asks && hasTerminal,
    signal,
  })
  switch (end.kind) {
    case 'exited':
      return { code: end.code, stdout: end.printed.stdout.text, stderr: end.printed.stderr.text }
    case 'killed':
      throw failure(`it was ended by ${end.by}`)
    case 'timed-out':
      throw failure(asks ? 'nobody answered it in five minutes' : 'it did not end in a minute')
    case 'printed-too-much':
      throw failure('it printed too much')
    case 'not-started':
      throw failure(end.why)
    default:
      return end satisfies never
  }
}

function failure(why: string): PromoteError {
  const isMissing = why === NOT_FOUND
  return new PromoteError('failed', `ssh-keygen cannot be used: ${why}.`, {
    hint: isMissing
      ? 'SSH signatures need OpenSSH 8.7 or newer on this machine (Debian: openssh-client).'
      : 'Try it by hand: ssh-keygen -Y sign -n promote -f KEY',
  })
}
