import type { ReadStream } from 'node:tty'
import type { Proof } from '../../model/profile.ts'
import { hubAdvice } from '../../report/text/registry/login.ts'
import { usage } from '../base/promote-command.ts'
import { writeText } from '../output.ts'
import { Prompts } from './prompts.ts'

/** What is known before anything is asked. */
export interface Known {
  readonly host: string
  readonly username: string | undefined
  readonly password: string | undefined
  /** The user name that an empty answer means. */
  readonly preset: string | undefined
}

/** Whether there is a terminal to ask at; docker looks at stdin alone too. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true
}

/**
 * Asks for the user name and the password, where they are not known, as docker does; questions go to stderr.
 * @throws PromoteError `usage` where there is no terminal, or an answer is empty
 */
export async function askProof(
  { host, username, password, preset }: Known,
  signal: AbortSignal,
): Promise<Proof> {
  if (!canAsk()) {
    throw usage(
      'Cannot perform an interactive login from a non TTY device.',
      'Pass the user name with --username, and the password to --password-stdin.',
    )
  }
  using prompts = new Prompts({ input: process.stdin as ReadStream, output: process.stderr, signal })
  const user = username ?? (await askUsername(prompts, host, preset))
  if (user === '') throw usage('username is empty')
  const secret = password ?? (await prompts.ask('Password: ', { hidden: true }))
  if (secret === '') throw usage('password is empty')
  return { username: user, password: secret }
}

async function askUsername(prompts: Prompts, host: string, preset: string | undefined): Promise<string> {
  writeText(process.stderr, hubAdvice(host))
  const answer = await prompts.ask(preset === undefined ? 'Username: ' : `Username (${preset}): `)
  return answer.trim() || (preset ?? '')
}
