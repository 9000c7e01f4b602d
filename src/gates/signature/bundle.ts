import type { Bundle } from '@sigstore/bundle'
import { preAuthenticationEncoding } from '../../model/attestation/dsse.ts'
import { IN_TOTO_TYPE } from '../../model/attestation/statement.ts'
import type { Digest } from '../../oci/digest.ts'
import { type Found, SIGN_PREDICATE } from './found.ts'
import { objectIn } from './json.ts'
import { statementIn } from './statement.ts'

/**
 * Reads a Sigstore bundle: an in-toto statement in a DSSE envelope, as `cosign sign` and `cosign attest` write it, or a
 * signature of the manifest's own bytes. Sigstore, "Bundle Format"; cosign, BUNDLE_SPEC.md.
 *
 * @param manifest reads the image's manifest, for the second kind
 */
export async function bundleSignature(
  place: Digest,
  text: Uint8Array,
  manifest: () => Promise<Uint8Array>,
): Promise<Found> {
  const broken = (why: string): Found => ({ kind: 'broken', place, why })
  const { bundleFromJSON } = await import('./sigstore.packages.ts')
  let bundle: Bundle
  try {
    bundle = bundleFromJSON(objectIn(text))
  } catch {
    return broken('is no valid Sigstore bundle')
  }
  const { content, verificationMaterial } = bundle
  const key = verificationMaterial.content
  const common = {
    kind: 'claim',
    place,
    ...(key.$case === 'publicKey' ? { hint: key.publicKey.hint } : {}),
  } as const
  switch (content.$case) {
    case 'dsseEnvelope': {
      const { payload, payloadType, signatures } = content.dsseEnvelope
      const statement = payloadType === IN_TOTO_TYPE ? statementIn(payload) : undefined
      if (statement === undefined) return broken('signs something that is no in-toto statement')
      return {
        ...common,
        ...statement,
        bytes: preAuthenticationEncoding(payloadType, payload),
        signature: signatures[0]?.sig ?? Buffer.alloc(0),
        ...(key.$case === 'publicKey' ? {} : { proof: { bundle, artifact: undefined } }),
      }
    }
    case 'messageSignature': {
      const { messageDigest, signature } = content.messageSignature
      const artifact = Buffer.from(await manifest())
      return {
        ...common,
        subjects: [`${algorithmName(messageDigest.algorithm)}:${messageDigest.digest.toString('hex')}`],
        predicateType: SIGN_PREDICATE,
        bytes: artifact,
        signature,
        ...(key.$case === 'publicKey' ? {} : { proof: { bundle, artifact } }),
      }
    }
    default:
      return content satisfies never
  }
}

/** Sigstore's numbers of hash functions; what has no name here is no image's digest. */
function algorithmName(algorithm: number): string {
  return algorithm === 1 ? 'sha256' : algorithm === 3 ? 'sha512' : `hash ${algorithm}`
}
