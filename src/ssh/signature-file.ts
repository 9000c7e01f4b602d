import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SIGNATURE_NAMESPACE } from '../model/approvals/statement.ts'
import type { CallOptions } from '../oci/store.ts'
import { PromoteError } from '../support/errors.ts'
import { errnoOf, writeReason } from '../support/system-error.ts'
import { runSshKeygen, type SshKeygenOptions } from './run-ssh-keygen.ts'

/** Runs `work` with a file that has this signature, in a folder of its own that is gone afterwards. @throws PromoteError `disk` */
export async function withSignatureFile<T>(
  sshsig: string,
  work: (file: string, folder: string) => Promise<T>,
): Promise<T> {
  const folder = await onDisk(() => mkdtemp(join(tmpdir(), 'promote-ssh-')))
  try {
    const file = join(folder, 'signature')
    await onDisk(() => writeFile(file, sshsig))
    return await work(file, folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Does something on disk. @throws PromoteError `disk` */
export async function onDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (errnoOf(error) === undefined || !(error instanceof Error)) throw error
    throw new PromoteError('disk', `Signatures cannot be checked in ${tmpdir()}: ${writeReason(error)}.`, {
      cause: error,
    })
  }
}

/** The fingerprint of the key that made a signature over a text; undefined where it is over another text or namespace. */
export async function keyThatSigned(
  file: string,
  text: string,
  options: SshKeygenOptions & CallOptions,
): Promise<string | undefined> {
  const args = ['-Y', 'check-novalidate', '-n', SIGNATURE_NAMESPACE, '-s', file]
  const { code, stdout } = await runSshKeygen(args, text, { ...options, asks: false })
  return code === 0 ? /\bkey (SHA256:\S+)/.exec(stdout)?.[1] : undefined
}
