import { generateKeyPairSync } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadPromotionFile } from '../../../src/documents/promotion/promotion-file.ts'
import { PromoteError } from '../../../src/support/errors.ts'
import { temporaryFolder } from '../../support/folders.ts'
import { prodWith, told } from '../reading.ts'

const HOW = 'The public key is in cosign.pub, or comes out of `cosign public-key --key FILE`.'
const KEYLESS = 'identity: "https://github.com/acme/.*", issuer: "https://token.example.com"'

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const spki = publicKey.export({ type: 'spki', format: 'pem' }) as string
const pem = (label: string): string => `-----BEGIN ${label}-----\nMA==\n-----END ${label}-----\n`
const root = JSON.stringify({ certificateAuthorities: [{}] })

const files: Readonly<Record<string, string>> = {
  'cosign.pub': spki,
  'cosign.key': pem('ENCRYPTED SIGSTORE PRIVATE KEY'),
  'plain.key': privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  'certificate.pem': pem('CERTIFICATE'),
  'cut.pub': spki.slice(0, 60),
  'x25519.pub': generateKeyPairSync('x25519').publicKey.export({ type: 'spki', format: 'pem' }) as string,
  'words.pub': 'ssh-ed25519 AAAA kari@example.com\n',
  empty: '',
  'root.json': root,
  'roots.jsonl': `${root}\n${root}\n`,
  'none.json': '{"certificateAuthorities": []}',
  'half.jsonl': `${root}\n{}\n`,
}

/** A folder with all these files, and a promotion file that names some of them. */
async function folderWith(signature: string): Promise<string> {
  const folder = await temporaryFolder()
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  await writeFile(join(folder, 'promotion.yaml'), prodWith(`gates:\n      signature: ${signature}`))
  return folder
}

async function findings(signature: string): Promise<readonly string[]> {
  const folder = await folderWith(signature)
  try {
    await loadPromotionFile(join(folder, 'promotion.yaml'), { env: {} })
    return []
  } catch (error) {
    if (!(error instanceof PromoteError)) throw error
    return error.details.problems?.map(told) ?? [error.message]
  }
}

test.each<[string, readonly string[]]>([
  ['[{ key: cosign.pub }]', []],
  ['[{ key: absent.pub }]', ['8:26 absent.pub cannot be read: there is no such file.']],
  ['[{ key: empty }]', [`8:26 empty is no public key in PEM form. — ${HOW}`]],
  ['[{ key: words.pub }]', [`8:26 words.pub is no public key in PEM form. — ${HOW}`]],
  ['[{ key: cut.pub }]', ['8:26 cut.pub holds a public key that cannot be read: it may be cut off.']],
  ...['cosign.key', 'plain.key'].map((name): [string, readonly string[]] => [
    `[{ key: cosign.pub }, { key: ${name} }]`,
    [
      `8:47 ${name} holds a private key, where the public one is wanted. — ${HOW} Keep the private one where images are signed.`,
    ],
  ]),
  [
    '{ anyOf: [{ key: certificate.pem }] }',
    [
      '8:35 certificate.pem holds a CERTIFICATE, where a public key is wanted. — Who signs with a certificate is named with identity, issuer and trustedRoot.',
    ],
  ],
  [
    '{ all: [{ key: x25519.pub }] }',
    [
      '8:33 x25519.pub holds a key of the kind x25519, with which no images are signed. — Images are signed with ECDSA (P-256, P-384, P-521), RSA or Ed25519.',
    ],
  ],
  [`[{ ${KEYLESS}, trustedRoot: root.json }]`, []],
  [`[{ ${KEYLESS}, trustedRoot: roots.jsonl }]`, []],
  ...['empty', 'none.json', 'half.jsonl', 'cosign.pub'].map((name): [string, readonly string[]] => [
    `[{ ${KEYLESS}, trustedRoot: ${name} }]`,
    [expect.stringMatching(new RegExp(`^8:111 ${name} is no trusted root of Sigstore\\. — `))],
  ]),
  [
    '[{ identity: "https://(github.com/.*", issuer: "https://token.example.com", trustedRoot: root.json }]',
    [
      expect.stringMatching(
        /^8:31 This is not a regular expression that can be used: missing closing \): .* — An identity is the very text, or /,
      ),
    ],
  ],
  ['[{ identity: "a+b@example.com", issuer: "https://token.example.com", trustedRoot: root.json }]', []],
  [
    '[{ key: cosign.pub, identity: a, issuer: b, trustedRoot: root.json }]',
    ['8:21 "key" cannot stand beside "identity", "issuer", "trustedRoot".'],
  ],
  [
    '[{ identity: a, issuer: b }]',
    [
      '8:19 Item 1 of "signature" has identity, issuer; expected a signer: key, or identity with issuer and trustedRoot.',
    ],
  ],
  ['[{ key: cosign.pub, predicateType: "" }]', [expect.stringMatching(/^8:38 .*a predicate type such as/)]],
  [
    '{ all: [{ key: cosign.pub }], anyOf: [{ key: cosign.pub }] }',
    ['8:48 "anyOf" cannot stand beside "all".'],
  ],
  ['[]', [expect.stringMatching(/^8:18 .*a list of signers/)]],
])('%s', async (signature, expected) => {
  expect(await findings(signature)).toEqual(expected)
})

test('another key is another promotion file: its text is part of the digest', async () => {
  const folder = await folderWith('[{ key: cosign.pub }]')
  const digest = async () => (await loadPromotionFile(join(folder, 'promotion.yaml'), { env: {} })).digest
  const before = await digest()
  const other = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' })
  await writeFile(join(folder, 'cosign.pub'), other)
  expect(await digest()).not.toBe(before)
})
