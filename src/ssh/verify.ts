import { Buffer } from 'node:buffer'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SshCheck, SshVerdict } from '../model/approvals/ssh.ts'
import { SIGNATURE_NAMESPACE } from '../model/approvals/statement.ts'
import type { NamedFile } from '../model/gates/rules.ts'
import type { CallOptions } from '../oci/store.ts'
import { PromoteError } from '../support/errors.ts'
import { namespaceOf } from './namespace.ts'
import { runSshKeygen, type SshKeygenEnd, type SshKeygenOptions } from './run-ssh-keygen.ts'
import { keyThatSigned, onDisk, withSignatureFile } from './signature-file.ts'

/**
 * Checks a signature with ssh-keygen: that it is over the text and in our namespace, that the key is an allowed signer's and
 * was valid at that moment, and that it is not revoked. The files are checked as the promotion file was read with them.
 * @throws PromoteError `failed` where ssh-keygen or a file cannot be used, `disk`
 */
export async function verifyText(
  check: SshCheck,
  options: SshKeygenOptions & CallOptions,
): Promise<SshVerdict> {
  const { text, sshsig, allowedSigners, revoked, at } = check
  const namespace = namespaceOf(sshsig)
  if (namespace === undefined) return bad('what stands for its signature is none')
  if (namespace !== SIGNATURE_NAMESPACE) {
    return bad(`it is signed for ${JSON.stringify(namespace.slice(0, 40))}, not for "${SIGNATURE_NAMESPACE}"`)
  }
  return withSignatureFile(sshsig, async (signature, folder) => {
    const key = await keyThatSigned(signature, text, options)
    if (key === undefined) return bad('its signature is not over what the entry says')
    const signers = await copyOf(allowedSigners, join(folder, 'signers'))
    const shared = ['-s', signature, '-f', signers, `-Overify-time=${momentOf(at)}`]
    const run = (args: readonly string[]): Promise<SshKeygenEnd> =>
      runSshKeygen([...args, ...shared], text, { ...options, asks: false })
    const found = await run(['-Y', 'find-principals'])
    const principals = found.stdout.split('\n').filter((name) => name !== '')
    if (found.code !== 0 || principals.length === 0) {
      return bad(unlisted(key, allowedSigners, found.stderr, at))
    }
    const tries: SshKeygenEnd[] = []
    for (const principal of principals) {
      const verified = await run(['-Y', 'verify', '-n', SIGNATURE_NAMESPACE, '-I', principal])
      tries.push(verified)
      if (verified.code !== 0) continue
      const isRevoked =
        revoked !== undefined &&
        (await isRevokedKey(revoked, await copyOf(revoked, join(folder, 'revoked')), (args) =>
          run(['-Y', 'verify', '-n', SIGNATURE_NAMESPACE, '-I', principal, ...args]),
        ))
      return isRevoked
        ? bad(`its key ${key} is revoked in ${revoked.name}`)
        : { kind: 'good', principals, key }
    }
    return bad(refused(key, allowedSigners, tries.map(({ stderr }) => stderr).join('\n')))
  })
}

function bad(why: string): SshVerdict {
  return { kind: 'bad', why }
}

/** `YYYYMMDDHHMMSS`, in UTC: the zone that ssh-keygen runs in. */
function momentOf(at: Date): string {
  return at.toISOString().slice(0, 19).replaceAll(/\D/g, '')
}

async function copyOf({ text }: NamedFile, path: string): Promise<string> {
  await onDisk(() => writeFile(path, Buffer.from(text, 'latin1')))
  return path
}

function unlisted(key: string, { name }: NamedFile, stderr: string, at: Date): string {
  if (/key has expired/.test(stderr)) return `its key ${key} had expired in ${name} by ${at.toISOString()}`
  if (/key is not yet valid/.test(stderr))
    return `its key ${key} was not valid yet in ${name} at ${at.toISOString()}`
  return `its key ${key} is not in ${name}`
}

function refused(key: string, { name }: NamedFile, stderr: string): string {
  return /not permitted for use in signature namespace/.test(stderr)
    ? `${name} does not let its key ${key} sign in the namespace "${SIGNATURE_NAMESPACE}"`
    : `ssh-keygen does not take its key ${key} by ${name}`
}

/** Asked only of a signature that is right otherwise, so that nothing but the revocation can fail it. */
async function isRevokedKey(
  revoked: NamedFile,
  path: string,
  verify: (args: readonly string[]) => Promise<SshKeygenEnd>,
): Promise<boolean> {
  // Only with -vvv it says why.
  const { code, stderr } = await verify(['-r', path, '-vvv'])
  if (code === 0) return false
  if (/key is revoked/i.test(stderr)) return true
  throw new PromoteError(
    'failed',
    `The revoked keys in ${revoked.name} cannot be read: it is no list of public keys and no revocation list of ssh-keygen.`,
    {
      reference: revoked.name,
    },
  )
}
