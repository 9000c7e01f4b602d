import { access } from 'node:fs/promises'
import type { SshSignature } from '../model/approvals/ssh.ts'
import { SIGNATURE_NAMESPACE } from '../model/approvals/statement.ts'
import type { CallOptions } from '../oci/store.ts'
import { PromoteError } from '../support/errors.ts'
import { errnoOf } from '../support/system-error.ts'
import { runSshKeygen, type SshKeygenEnd, type SshKeygenOptions } from './run-ssh-keygen.ts'
import { keyThatSigned, withSignatureFile } from './signature-file.ts'

/**
 * Signs a text with `ssh-keygen -Y sign`, which asks for a passphrase at the terminal, the agent, or a hardware key. Neither
 * the key nor its passphrase is read here.
 * @throws PromoteError `usage` for a file that is no key, `failed` where it cannot sign
 */
export async function signText(
  keyFile: string,
  text: string,
  options: SshKeygenOptions & CallOptions,
): Promise<SshSignature> {
  await requireFile(keyFile)
  const args = ['-Y', 'sign', '-f', keyFile, '-n', SIGNATURE_NAMESPACE]
  const end = await runSshKeygen(args, text, { ...options, asks: true })
  const sshsig = end.stdout
  if (end.code !== 0 || sshsig === '') throw refusal(keyFile, end, options.hasTerminal)
  const key = await withSignatureFile(sshsig, (file) => keyThatSigned(file, text, options))
  if (key === undefined) {
    throw new PromoteError(
      'failed',
      `What ssh-keygen made with ${keyFile} is no signature over the approval.`,
    )
  }
  return { sshsig, key }
}

async function requireFile(keyFile: string): Promise<void> {
  try {
    await access(keyFile)
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT' && errnoOf(error) !== 'ENOTDIR') return
    throw new PromoteError('usage', `There is no key ${keyFile}.`, {
      reference: keyFile,
      hint: 'Name a private key, or a public one whose private key an agent or a hardware key has.',
      cause: error,
    })
  }
}

function refusal(keyFile: string, { stderr }: SshKeygenEnd, hasTerminal: boolean): PromoteError {
  const reference = keyFile
  if (/incorrect passphrase/.test(stderr)) {
    return new PromoteError(
      'failed',
      `The key ${keyFile} was not unlocked: no passphrase, or the wrong one.`,
      {
        reference,
        hint: hasTerminal
          ? 'Nothing was recorded. Try again.'
          : `Nothing was recorded. There is no terminal to ask at: add the key to an agent (ssh-add ${keyFile}) first.`,
      },
    )
  }
  if (/UNPROTECTED PRIVATE KEY FILE/.test(stderr)) {
    return new PromoteError('failed', `Others may read the key ${keyFile}, so ssh-keygen does not use it.`, {
      reference,
      hint: `Nothing was recorded. Keep it for yourself alone: chmod 600 ${keyFile}`,
    })
  }
  if (/No private key found/.test(stderr)) {
    return new PromoteError('failed', `No agent has the private key of ${keyFile}.`, {
      reference,
      hint: 'Nothing was recorded. Add it with ssh-add, or name the private key.',
    })
  }
  // It looks for the public half of what is no private key in a file beside it.
  if (/load public key|invalid format|error in libcrypto/i.test(stderr)) {
    return new PromoteError('usage', `${keyFile} is no SSH key.`, { reference })
  }
  const said = stderr.trim().split('\n').at(-1) ?? ''
  return new PromoteError(
    'failed',
    `ssh-keygen did not sign with ${keyFile}${said === '' ? '' : `: ${said.slice(0, 200)}`}.`,
    { reference, hint: 'Nothing was recorded.' },
  )
}
