import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadPromotionFile } from '../../../src/documents/promotion/promotion-file.ts'
import { PromoteError } from '../../../src/support/errors.ts'
import { temporaryFolder } from '../../support/folders.ts'
import { prodWith, told } from '../reading.ts'

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5'
const HOW =
  'Each line is a public key (ssh-ed25519 AAAA…); fingerprints go into a revocation list: ssh-keygen -k -f FILE.'

/** What is wrong with a promotion file whose revoked keys are in this folder's `revoked`. */
async function findings(folder: string): Promise<readonly string[]> {
  await writeFile(join(folder, 'signers'), `ola@example.com ${KEY}\n`)
  const file = join(folder, 'promotion.yaml')
  await writeFile(
    file,
    prodWith('gates:\n      approvals: { count: 1, revoked: revoked, allowedSigners: signers }'),
  )
  try {
    await loadPromotionFile(file, { env: {} })
    return []
  } catch (error) {
    if (!(error instanceof PromoteError)) throw error
    return error.details.problems?.map(told) ?? [error.message]
  }
}

test.each([
  ['words', 'nobody yet\n'],
  ['a fingerprint', 'SHA256:mX0U4VXfN2vDgu6FUyJCGVd2rpj1mPSSwTitzFw0AY\n'],
  ['a line of signers', `${KEY} ola\nper@example.com ${KEY}\n`],
])('a file of revoked keys that holds %s is known before a signature is checked', async (_, text) => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'revoked'), text)
  expect(await findings(folder)).toEqual([
    `8:39 revoked is no list of public keys and no revocation list. — ${HOW}`,
  ])
})

test.each([
  ['nothing', ''],
  ['public keys', `# left in May\r\n\r\n${KEY} ola@laptop\r\n  sk-ssh-ed25519@openssh.com AAAAGnNr\n`],
])('a file of revoked keys may hold %s', async (_, text) => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'revoked'), text)
  expect(await findings(folder)).toEqual([])
})

test('a revocation list of ssh-keygen is one', async () => {
  const folder = await temporaryFolder()
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'key')])
  execFileSync('ssh-keygen', ['-q', '-k', '-f', join(folder, 'revoked'), join(folder, 'key.pub')])
  expect(await findings(folder)).toEqual([])
})
