import { createPublicKey, type KeyObject } from 'node:crypto'

/** A public key that images are signed with, or what a file holds in its place; `problem` goes on "The file …". */
export type PublicKeyReading =
  | { readonly kind: 'key'; readonly key: KeyObject }
  | { readonly kind: 'none'; readonly problem: string; readonly hint?: string }

const HOW_TO_EXPORT = 'The public key is in cosign.pub, or comes out of `cosign public-key --key FILE`.'

/**
 * Reads a public key out of PEM text: ECDSA on P-256, P-384 or P-521, RSA, or Ed25519. A private key is refused: who
 * checks signatures has no use for it, and it should not lie where they are checked.
 */
export function readPublicKey(text: string): PublicKeyReading {
  const label = /-----BEGIN ([A-Z0-9 ]+)-----/.exec(text)?.[1]
  if (label === undefined)
    return { kind: 'none', problem: 'is no public key in PEM form', hint: HOW_TO_EXPORT }
  if (label.includes('PRIVATE')) {
    return {
      kind: 'none',
      problem: 'holds a private key, where the public one is wanted',
      hint: `${HOW_TO_EXPORT} Keep the private one where images are signed.`,
    }
  }
  if (!label.endsWith('PUBLIC KEY')) {
    const article = /^[AEIOU]/.test(label) ? 'an' : 'a'
    return {
      kind: 'none',
      problem: `holds ${article} ${label}, where a public key is wanted`,
      hint: 'Who signs with a certificate is named with identity, issuer and trustedRoot.',
    }
  }
  let key: KeyObject
  try {
    key = createPublicKey(text)
  } catch {
    return { kind: 'none', problem: 'holds a public key that cannot be read: it may be cut off' }
  }
  const kind = keyKind(key)
  if (SIGNING_KINDS.includes(kind)) return { kind: 'key', key }
  return {
    kind: 'none',
    problem: `holds a key of the kind ${kind}, with which no images are signed`,
    hint: 'Images are signed with ECDSA (P-256, P-384, P-521), RSA or Ed25519.',
  }
}

/** What sort of key it is: its curve where it has one, as OpenSSL calls them. */
export function keyKind({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string {
  return asymmetricKeyDetails?.namedCurve ?? asymmetricKeyType ?? 'secret'
}

const SIGNING_KINDS: readonly string[] = ['prime256v1', 'secp384r1', 'secp521r1', 'rsa', 'ed25519']
