import { execFile, spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Whether this machine has what SSH signatures need. */
export const hasSsh = spawnSync('ssh-keygen', ['-?']).error === undefined

/** A key pair in a folder. */
export interface TestKey {
  /** The private key; the public one is beside it. */
  readonly file: string
  /** As a file of allowed signers has it: `ssh-ed25519 AAAA…`. */
  readonly publicKey: string
  /** `SHA256:…`. */
  readonly fingerprint: string
}

/** Makes a key. @param passphrase none unless given */
export async function makeKey(folder: string, name: string, passphrase = ''): Promise<TestKey> {
  const file = path.join(folder, name)
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-C', name, '-f', file])
  const { stdout } = await run('ssh-keygen', ['-l', '-f', `${file}.pub`])
  const [type = '', base64 = ''] = (await readFile(`${file}.pub`, 'utf8')).split(' ')
  return {
    file,
    publicKey: `${type} ${base64}`,
    fingerprint: stdout.split(' ')[1] ?? '',
  }
}

/** Signs a text by hand, in any namespace. */
export async function signByHand(
  folder: string,
  key: TestKey,
  text: string,
  namespace: string,
): Promise<string> {
  const file = path.join(folder, 'by-hand')
  await writeFile(file, text)
  await run('ssh-keygen', ['-q', '-Y', 'sign', '-f', key.file, '-n', namespace, file])
  const signature = await readFile(`${file}.sig`, 'utf8')
  await run('rm', ['-f', `${file}.sig`])
  return signature
}
