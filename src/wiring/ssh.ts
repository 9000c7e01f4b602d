import type { SshKeys } from '../model/approvals/ssh.ts'
import { once } from '../support/concurrency.ts'
import type { Surroundings } from './surroundings.ts'

/** SSH keys through the machine's ssh-keygen, of which nothing is loaded before it is asked. */
export function openSsh({ env, hasTerminal = false }: Surroundings): SshKeys {
  const keys = once(async () => {
    const { openSshKeys } = await import('../ssh/keys.ts')
    return openSshKeys({ env, hasTerminal })
  })
  return {
    sign: async (...asked) => (await keys()).sign(...asked),
    verify: async (...asked) => (await keys()).verify(...asked),
  }
}
