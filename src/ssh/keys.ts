import type { SshCheck, SshKeys, SshVerdict } from '../model/approvals/ssh.ts'
import { createLimiter } from '../support/concurrency.ts'
import type { SshKeygenOptions } from './run-ssh-keygen.ts'
import { signText } from './sign.ts'
import { verifyText } from './verify.ts'

/** Checks at once, each of which is a process: anybody who can write in the ledger can put in more. */
const AT_ONCE = 4

/** SSH keys through the machine's ssh-keygen. What was checked once is not checked again by the same object. */
export function openSshKeys(options: SshKeygenOptions): SshKeys {
  const checked = new Map<string, Promise<SshVerdict>>()
  const limiter = createLimiter(AT_ONCE)
  return {
    sign: (keyFile, text, call = {}) => signText(keyFile, text, { ...options, ...call }),
    verify(check, call = {}) {
      const key = keyOf(check)
      const begun = checked.get(key)
      if (begun !== undefined) return begun
      const checking = limiter.run(() => verifyText(check, { ...options, ...call }), call.signal)
      checked.set(key, checking)
      // What could not be checked may be another time.
      checking.catch(() => checked.delete(key))
      return checking
    },
  }
}

function keyOf({ text, sshsig, allowedSigners, revoked, at }: SshCheck): string {
  return JSON.stringify([text, sshsig, allowedSigners.text, revoked?.text, at.getTime()])
}
