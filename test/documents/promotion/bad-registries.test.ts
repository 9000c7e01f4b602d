import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadPromotionFile } from '../../../src/documents/promotion/promotion-file.ts'
import type { PromoteError } from '../../../src/support/errors.ts'
import { temporaryFolder } from '../../support/folders.ts'
import { makeClientCertificate, makeServerCertificate } from '../../support/tls.ts'
import { file, refusal, told } from '../reading.ts'

async function findings(registry: string, env: Record<string, string> = {}): Promise<readonly string[]> {
  const { details } = await refusal(file({ more: `registries:\n  a.io: ${registry}\n` }), env)
  return details.problems?.map(told) ?? []
}

const NO_PLACE =
  'This is not the place of a mirror. — Write HOST, HOST:PORT or HOST/PATH, without https:// in front: mirror.example.com.'

test.each([
  ['{ mirrors: [https://mirror.example.com] }', [`11:21 ${NO_PLACE}`]],
  [
    '{ mirrors: [m.io, team, "m.io:0", m.io/Proxy, "oci:folder"] }',
    ['27', '33', '43', '55'].map((at) => `11:${at} ${NO_PLACE}`),
  ],
  ['{ mirrors: [a.io] }', ['11:21 A registry is no mirror of itself.']],
  ['{ mirrors: [m.io/x, m.io, m.io/x] }', ['11:35 This mirror stands here twice.']],
  ['{ mirrors: m.io }', [expect.stringMatching(/^11:20 .*a list of hosts such as \[mirror\.example\.com\]/)]],
  ['{ requestsPerSecond: 0 }', [expect.stringMatching(/^11:30 .*a number from 0\.01 to 10000/)]],
  ['{ requestsPerSecond: fast }', [expect.stringMatching(/^11:30 .*a number from 0\.01 to 10000/)]],
  ['{ metadataConcurrency: 0 }', [expect.stringMatching(/^11:32 .*a whole number from 1 to 1024/)]],
  ['{ metadataConcurrency: 2.5 }', [expect.stringMatching(/^11:32 .*a whole number from 1 to 1024/)]],
  [
    '{ clientCert: absent.cert }',
    [
      expect.stringMatching(/^11:11 "clientCert" needs "clientKey" beside it\.$/),
      expect.stringMatching(/^11:23 absent\.cert cannot be read: there is no such file\.$/),
    ],
  ],
  [
    '{ clientKey: https://a.io/key }',
    [
      expect.stringMatching(/^11:11 "clientKey" needs "clientCert" beside it\.$/),
      expect.stringMatching(/^11:22 This is a path of a file, not an address\.$/),
    ],
  ],
])('%s', async (registry, expected) => {
  expect(await findings(registry)).toEqual(expected)
})

test('what a ${VAR} of a mirror holds is not repeated', async () => {
  const said = await findings('{ mirrors: ["${MIRROR}"] }', { MIRROR: 'robot:canary-4711@m.io' })
  expect(said).toEqual([expect.stringContaining('This is not the place of a mirror.')])
  expect(said.join()).not.toContain('canary')
})

test('a client certificate and a key have to be PEM, to be readable, and to belong together', async () => {
  const folder = await temporaryFolder()
  const authority = await makeServerCertificate(await temporaryFolder())
  await makeClientCertificate(folder, 'one', authority)
  await makeClientCertificate(folder, 'two', authority)
  await writeFile(join(folder, 'rubbish'), 'rubbish')
  const locked = '-----BEGIN ENCRYPTED PRIVATE KEY-----\nMA==\n-----END ENCRYPTED PRIVATE KEY-----\n'
  await writeFile(join(folder, 'locked.key'), locked)
  const broken = '-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n'
  await writeFile(join(folder, 'broken.cert'), broken)
  await copyFile(join(folder, 'one.key'), join(folder, 'whole.pem'))
  const path = join(folder, 'promotion.yaml')
  const toldOf = async (clientCert: string, clientKey: string): Promise<readonly string[]> => {
    const more = `registries:\n  a.io:\n    clientCert: ${clientCert}\n    clientKey: ${clientKey}\n`
    await writeFile(path, file({ more }))
    return loadPromotionFile(path, { env: {} }).then(
      () => [],
      ({ details }: PromoteError) => details.problems?.map(told) ?? [],
    )
  }
  expect(await toldOf('one.cert', 'one.key')).toEqual([])
  expect(await toldOf('one.cert', 'two.key')).toEqual(['13:16 two.key is the key of another certificate.'])
  expect(await toldOf('rubbish', 'one.key')).toEqual(['12:17 rubbish holds no certificate in PEM form.'])
  expect(await toldOf('broken.cert', 'one.key')).toEqual([
    '12:17 broken.cert has a certificate that cannot be read.',
  ])
  expect(await toldOf('one.cert', 'rubbish')).toEqual(['13:16 rubbish holds no private key in PEM form.'])
  expect(await toldOf('one.cert', 'locked.key')).toEqual([
    '13:16 locked.key is locked with a passphrase, and there is nobody here to ask for it.',
  ])
  expect(await toldOf('one.cert', 'absent.key')).toEqual([
    '13:16 absent.key cannot be read: there is no such file.',
  ])
})
