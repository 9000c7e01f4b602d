import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { Signer } from '../../../src/model/attestation/dsse.ts'

/** A signer with a new key. */
export function newSigner(kind: 'ed25519' | 'p256' = 'ed25519'): Signer {
  return signerOf(
    kind === 'ed25519'
      ? generateKeyPairSync('ed25519').privateKey
      : generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  )
}

/** A signer with this key. */
function signerOf(key: KeyObject): Signer {
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64')
  const hash = key.asymmetricKeyType === 'ed25519' ? null : 'sha256'
  return { name: 'a test key', publicKey, sign: (bytes) => sign(hash, bytes, key) }
}
