import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadPromotionFile } from '../../../src/documents/promotion/promotion-file.ts'
import { PromoteError } from '../../../src/support/errors.ts'
import { temporaryFolder } from '../../support/folders.ts'
import { prodWith, told } from '../reading.ts'

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5'
const HOW =
  'Each line has a name and an SSH key: ola@example.com ssh-ed25519 AAAA… (ALLOWED SIGNERS of ssh-keygen).'

/** What is wrong with a promotion file that wants this many approvals by this file of signers. */
async function findings(count: number, signers: string): Promise<readonly string[]> {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'signers'), signers)
  const file = join(folder, 'promotion.yaml')
  await writeFile(file, prodWith(`gates:\n      approvals: { count: ${count}, allowedSigners: signers }`))
  try {
    await loadPromotionFile(file, { env: {} })
    return []
  } catch (error) {
    if (!(error instanceof PromoteError)) throw error
    return error.details.problems?.map(told) ?? [error.message]
  }
}

test.each([
  ['nothing', ''],
  ['a public key alone', `${KEY} ola@laptop\n`],
  [
    'a private key',
    '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjE=\n-----END OPENSSH PRIVATE KEY-----\n',
  ],
  ['a name without a key', 'ola@example.com\n'],
])('a file of signers that holds %s names nobody', async (_, signers) => {
  expect(await findings(1, signers)).toEqual([`8:46 signers names nobody who may sign. — ${HOW}`])
})

test('as many people as are wanted have to be named, where that can be known', async () => {
  const two = `ola ${KEY}\nper ${KEY}\n`
  expect(await findings(2, two)).toEqual([])
  const few = ['8:46 3 people are to approve, and signers names 2. — Lines that share a name are one person.']
  expect(await findings(3, two)).toEqual(few)
  expect(await findings(3, `${two}ola,olaf ${KEY}\n`)).toEqual(few)
  expect(await findings(3, `${two}*@example.com ${KEY}\n`)).toEqual([])
  expect(await findings(3, `${two}authority cert-authority ${KEY}\n`)).toEqual([])
})
