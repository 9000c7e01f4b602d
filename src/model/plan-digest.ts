import canonicalize from 'canonicalize'
import { type Digest, digestOf } from '../oci/digest.ts'
import { PromoteError } from '../support/errors.ts'
import type { PlanCore } from './plan.ts'

/** A plan's digest: the SHA-256 of the canonical JSON (RFC 8785) of its core. Keys in any order give the same digest. */
export function planDigest(core: PlanCore): Digest {
  return canonicalDigest(core)
}

/** The SHA-256 of the canonical JSON (RFC 8785) of a value. @throws PromoteError `failed` when JSON cannot hold it */
export function canonicalDigest(value: unknown): Digest {
  const text = canonicalize(value)
  if (text === undefined) throw new PromoteError('failed', 'This value cannot be written as JSON.')
  return digestOf(text)
}
