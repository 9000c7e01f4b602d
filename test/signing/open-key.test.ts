import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { readBytes } from '../../src/documents/text-file.ts'
import type { KeyPlace } from '../../src/model/attestation/rule.ts'
import { openKey, type ReadKeyFile } from '../../src/signing/open-key.ts'
import { PromoteError } from '../../src/support/errors.ts'
import { temporaryFolder } from '../support/folders.ts'

const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
const ed25519 = generateKeyPairSync('ed25519').privateKey
const CANARY = 'canary-pass-phrase'
const plain = (key = ed25519): string => key.export({ type: 'pkcs8', format: 'pem' }).toString()
const encrypted = p256
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: CANARY })
  .toString()

const read: ReadKeyFile = (file, name) => readBytes(file, { limit: 1024 * 1024, name })
const fromEnv: KeyPlace = { key: { kind: 'env', name: 'KEY' }, password: 'PASSWORD' }

async function refusal(place: KeyPlace, env: Readonly<Record<string, string>>): Promise<string> {
  try {
    await openKey(place, env, read)
  } catch (error) {
    expect(error).toBeInstanceOf(PromoteError)
    if (!(error instanceof PromoteError)) throw error
    expect(error.code).toBe('usage')
    expect(JSON.stringify([error.message, error.details, String(error.cause)])).not.toContain(CANARY)
    return error.message
  }
  throw new Error('it opened')
}

describe('a key that opens', () => {
  test.each([
    ['Ed25519 in a variable', plain(ed25519), ed25519],
    ['P-256 in a variable', plain(p256), p256],
    ['P-256 in SEC 1 form', p256.export({ type: 'sec1', format: 'pem' }).toString(), p256],
    ['base64 of PEM, on one line', Buffer.from(plain(p256)).toString('base64'), p256],
    ['an encrypted one', encrypted, p256],
  ])('%s', async (_, text, key) => {
    const signer = await openKey(fromEnv, { KEY: text, PASSWORD: CANARY }, read)
    const publicKey = createPublicKey(key)
    expect(signer.publicKey).toBe(publicKey.export({ type: 'spki', format: 'der' }).toString('base64'))
    const bytes = Buffer.from('signed')
    const hash = key === ed25519 ? null : 'sha256'
    expect(verify(hash, bytes, publicKey, signer.sign(bytes))).toBe(true)
  })

  test('one in a file', async () => {
    const folder = await temporaryFolder()
    const file = path.join(folder, 'attest.key')
    await writeFile(file, plain())
    const signer = await openKey({ key: { kind: 'file', file, written: 'attest.key' } }, {}, read)
    expect(signer.name).toBe('attest.key')
  })
})

describe('a key that does not open is told in a sentence', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey
  const publicPem = createPublicKey(p256).export({ type: 'spki', format: 'pem' }).toString()
  test.each([
    ['not set', {}, 'The environment variable KEY, which is to hold the key for attesting, is not set.'],
    [
      'empty',
      { KEY: ' ' },
      'The environment variable KEY, which is to hold the key for attesting, is empty.',
    ],
    ['no PEM', { KEY: CANARY }, 'There is no private key in PEM form in the variable KEY.'],
    [
      'a public key',
      { KEY: publicPem },
      'There is no private key in the variable KEY: it holds something else in PEM form.',
    ],
    [
      'the wrong password',
      { KEY: encrypted, PASSWORD: `${CANARY}-2` },
      'The key in the variable KEY does not open with the password in PASSWORD.',
    ],
    [
      'no password',
      { KEY: encrypted },
      'The environment variable PASSWORD, which is to hold the password for attesting, is not set.',
    ],
    ['cut off', { KEY: plain().slice(0, 60) }, 'The private key in the variable KEY is damaged.'],
    [
      'RSA',
      { KEY: plain(rsa) },
      'The key in the variable KEY is of the kind rsa: attesting needs one of Ed25519 or P-256.',
    ],
    [
      'P-384',
      { KEY: plain(p384) },
      'The key in the variable KEY is on the curve secp384r1: attesting needs one of Ed25519 or P-256.',
    ],
    [
      "cosign's own",
      {
        KEY: '-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\nAA==\n-----END ENCRYPTED SIGSTORE PRIVATE KEY-----',
      },
      'The key in the variable KEY is encrypted as cosign does it, which only cosign can open.',
    ],
  ])('%s', async (_, env, message) => {
    expect(await refusal(fromEnv, env)).toBe(message)
  })

  test('no word on where the password is', async () => {
    expect(await refusal({ key: { kind: 'env', name: 'KEY' } }, { KEY: encrypted })).toBe(
      'The key in the variable KEY is encrypted, and nothing says where its password is.',
    )
  })

  test('no such file, and one that is a folder', async () => {
    const folder = await temporaryFolder()
    const at = (file: string): KeyPlace => ({ key: { kind: 'file', file, written: 'keys/attest.key' } })
    expect(await refusal(at(path.join(folder, 'none')), {})).toBe(
      'The key keys/attest.key cannot be read: there is no such file.',
    )
    expect(await refusal(at(folder), {})).toMatch(/^The key keys\/attest\.key cannot be read: /)
  })

  test.skipIf(process.platform === 'win32')(
    'a device that never ends is given up, not read into memory',
    async () => {
      const place: KeyPlace = { key: { kind: 'file', file: '/dev/zero', written: 'attest.key' } }
      expect(await refusal(place, {})).toBe('The key attest.key is longer than 1 MiB.')
    },
  )
})
