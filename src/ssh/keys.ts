import type { SshCheck, SshKeys, SshVerdict } from '../model/approvals/ssh.ts'
import type { SshKeygenOptions } from './run-ssh-keygen.ts'
import { signText } from './sign.ts'
import { verifyText } from './verify.ts'

/** SSH keys through the machine's ssh-keygen. What was checked once is not checked again by the same object. */
export function openSshKeys(options: SshKeygenOptions): SshKeys {
  const checked = new Map<string, Promise<SshVerdict>>()
  return {
    sign: (keyFile, text, call = {}) => signText(keyFile, text, { ...options, ...call }),
    verify(check, call = {}) {
      const key = keyOf(check)
      const begun = checked.get(key)
      if (begun !== undefined) return begun
      const checking = verifyText(check, { ...options, ...call })
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
