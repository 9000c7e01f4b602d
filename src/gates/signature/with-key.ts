import { type KeyObject, verify } from 'node:crypto'
import { keyKind } from '../../model/gates/public-key.ts'

/**
 * Whether a signature over these bytes is by the key. With ECDSA the hash of the curve's size is tried, as cosign signs with
 * it, and SHA-256, as key services do; with Ed25519 the plain form, and the prehashed one that cosign writes (RFC 8032).
 */
export async function isSignedBy(key: KeyObject, bytes: Uint8Array, signature: Uint8Array): Promise<boolean> {
  const kind = keyKind(key)
  if ((HASHES[kind] ?? []).some((hash) => holds(hash, bytes, key, signature))) return true
  return kind === 'ed25519' && holdsPrehashed(bytes, key, signature)
}

function holds(hash: string | null, bytes: Uint8Array, key: KeyObject, signature: Uint8Array): boolean {
  try {
    return verify(hash, bytes, key, signature)
  } catch {
    return false
  }
}

/** Node has no prehashed Ed25519. */
async function holdsPrehashed(bytes: Uint8Array, key: KeyObject, signature: Uint8Array): Promise<boolean> {
  const { ed25519ph } = await import('./ed25519.packages.ts')
  const { x = '' } = key.export({ format: 'jwk' })
  try {
    return ed25519ph.verify(signature, bytes, Buffer.from(x, 'base64url'), { zip215: false })
  } catch {
    return false
  }
}

const HASHES: Readonly<Record<string, readonly (string | null)[]>> = {
  prime256v1: ['sha256'],
  secp384r1: ['sha384', 'sha256'],
  secp521r1: ['sha512', 'sha256'],
  rsa: ['sha256', 'sha512'],
  ed25519: [null],
}
