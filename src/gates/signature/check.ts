import { keyHint } from '../../model/attestation/bundle.ts'
import { readPublicKey } from '../../model/gates/public-key.ts'
import type { Signer } from '../../model/gates/rules.ts'
import { type Digest, isDigest, shortDigest } from '../../oci/digest.ts'
import { once } from '../../support/concurrency.ts'
import { PromoteError } from '../../support/errors.ts'
import { type Found, SIGN_PREDICATE, type SignedClaim, type SignerFinding } from './found.ts'
import { keylessCheck } from './keyless.ts'
import { isSignedBy } from './with-key.ts'
import { shown } from './words.ts'

/** A signature looked at: whose certificate it has, where it is the signer's; else why it is not. */
type Judged = { readonly by?: { readonly identity: string; readonly issuer: string } } | string

/** Tells a signer's signatures from others. */
export type SignerCheck = (claim: SignedClaim) => Promise<Judged>

/**
 * Looks for a signature of this image by a signer. One is enough; what else lies there does no harm.
 *
 * @param check of the signer, from {@link signerCheck}
 */
export async function findSignature(
  { predicateType: wanted = SIGN_PREDICATE }: Signer,
  check: SignerCheck,
  digest: Digest,
  found: readonly Found[],
): Promise<SignerFinding> {
  const findings: string[] = []
  let unread: string | undefined
  for (const one of found) {
    switch (one.kind) {
      case 'claim': {
        const why = wrongClaim(one, digest, wanted)
        const result = why ?? (await check(one))
        if (typeof result !== 'string') return { kind: 'signed', place: one.place, ...result }
        findings.push(result)
        break
      }
      case 'other':
        findings.push(otherType(one.predicateType, wanted))
        break
      case 'broken':
        findings.push(one.why)
        break
      case 'unread':
        unread ??= one.why
        break
      default:
        one satisfies never
    }
  }
  return unread === undefined ? { kind: 'unsigned', findings } : { kind: 'unread', why: unread }
}

/** Why a claim is not about this image, or says something else of it; before its signature is looked at. */
function wrongClaim(claim: SignedClaim, digest: Digest, wanted: string): string | undefined {
  if (!claim.subjects.includes(digest)) {
    const [subject = ''] = claim.subjects
    return subject === ''
      ? 'names no image'
      : `is of another image (${isDigest(subject) ? shortDigest(subject) : shown(subject)})`
  }
  return claim.predicateType === wanted ? undefined : otherType(claim.predicateType, wanted)
}

function otherType(type: string, wanted: string): string {
  if (type === SIGN_PREDICATE) return 'is a signature, which attests nothing'
  return `attests ${shown(type)}${wanted === SIGN_PREDICATE ? ', which is no signature' : ''}`
}

/**
 * Reads a signer's key or trusted root.
 * @throws PromoteError `invalid-file` where it is none
 */
export async function signerCheck(signer: Signer): Promise<SignerCheck> {
  switch (signer.kind) {
    case 'key':
      return keyCheck(signer.key)
    case 'keyless':
      return identityCheck(signer)
    default:
      return signer satisfies never
  }
}

function keyCheck({ name, text }: Extract<Signer, { kind: 'key' }>['key']): SignerCheck {
  const reading = readPublicKey(text)
  if (reading.kind === 'none') throw new PromoteError('invalid-file', `${name} ${reading.problem}.`)
  const own = keyHint(reading.key.export({ type: 'spki', format: 'der' }).toString('base64'))
  return async ({ bytes, signature, hint }) => {
    if (await isSignedBy(reading.key, bytes, signature)) return {}
    return hint === own ? 'was changed after it was signed' : 'is by another key'
  }
}

async function identityCheck(signer: Extract<Signer, { kind: 'keyless' }>): Promise<SignerCheck> {
  const check = await keylessCheck(signer.trustedRoot)
  const isWanted = identityMatcher(signer.identity)
  return async ({ proof }) => {
    if (proof === undefined) return 'is by a key, without a certificate'
    const signing = check(proof)
    if (signing.kind === 'untrusted') return signing.why
    const { identity, issuer } = signing
    if (issuer !== signer.issuer) return `is by ${shown(identity)} of the issuer ${shown(issuer)}`
    return (await isWanted(identity)) ? { by: { identity, issuer } } : `is by ${shown(identity)}`
  }
}

/** Whether an identity is the one of a rule: the very text, or all of it matches the expression (RE2: linear time). */
function identityMatcher(wanted: string): (identity: string) => Promise<boolean> {
  const expression = once(async () => (await import('re2js')).RE2JS.compile(wanted))
  return async (identity) => identity === wanted || (await expression()).matches(identity)
}
