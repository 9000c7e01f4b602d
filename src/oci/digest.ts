import { createHash, type Hash } from 'node:crypto'
import { PromoteError } from '../support/errors.ts'

declare const digestBrand: unique symbol

/** `algorithm:hex`, lower case, algorithm sha256 or sha512, as OCI image spec 1.1 "Digests" has it. */
export type Digest = string & { readonly [digestBrand]: true }

/** The registered algorithms this tool can verify. */
export type DigestAlgorithm = 'sha256' | 'sha512'

const PATTERN = /^(?:sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$/

/** True when the text is a digest this tool can verify. */
export function isDigest(text: string): text is Digest {
  return PATTERN.test(text)
}

/** The text as a digest. @throws PromoteError `protocol` when it is none, or of an unknown algorithm. */
export function parseDigest(text: string): Digest {
  if (isDigest(text)) return text
  const shown = text.length > 90 ? `${text.slice(0, 90)}…` : text
  throw new PromoteError(
    'protocol',
    `"${shown}" is not a digest (sha256:… with 64 or sha512:… with 128 lower-case hex digits).`,
  )
}

/** The algorithm of a digest. */
export function algorithmOf(digest: Digest): DigestAlgorithm {
  return digest.startsWith('sha512:') ? 'sha512' : 'sha256'
}

/** False only when the text is another digest of the same algorithm: of other content, that is. */
export function agrees(text: string, digest: Digest): boolean {
  return text === digest || !isDigest(text) || algorithmOf(text) !== algorithmOf(digest)
}

/** The hex part of a digest. */
export function hexOf(digest: Digest): string {
  return digest.slice(digest.indexOf(':') + 1)
}

/** The first `length` hex digits, for people; 8 unless told. */
export function shortDigest(digest: Digest, length = 8): string {
  return hexOf(digest).slice(0, length)
}

/** The digest of some bytes or of UTF-8 text. */
export function digestOf(content: Uint8Array | string, algorithm: DigestAlgorithm = 'sha256'): Digest {
  return `${algorithm}:${createHash(algorithm).update(content).digest('hex')}` as Digest
}

/** A running hash of the algorithm that `digest` names. */
export function hasherFor(digest: Digest): Hash {
  return createHash(algorithmOf(digest))
}
