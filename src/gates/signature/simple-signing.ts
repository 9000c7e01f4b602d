import { createHash } from 'node:crypto'
import type { Descriptor } from '../../oci/descriptor.ts'
import type { Digest } from '../../oci/digest.ts'
import { certifiedBundle } from './certified.ts'
import { type Found, SIGN_PREDICATE } from './found.ts'
import { objectAt, objectIn, textAt } from './json.ts'

/** The layers of cosign's `.sig` tags: each holds what is signed, its annotations hold the signature. */
export const SIMPLE_SIGNING = 'application/vnd.dev.cosign.simplesigning.v1+json'

const SIGNATURE = 'dev.cosignproject.cosign/signature'

/**
 * Reads a signature as version 2 of cosign writes it. containers-signature(5); cosign, "Signature Spec".
 *
 * @param payload the layer's content
 */
export async function simpleSignature(
  place: Digest,
  { annotations = {} }: Descriptor,
  payload: Uint8Array,
): Promise<Found> {
  const critical = objectAt(objectIn(payload) ?? {}, 'critical')
  const subject = textAt(objectAt(critical, 'image'), 'docker-manifest-digest')
  if (subject === '') return { kind: 'broken', place, why: 'names no image' }
  const signature = Buffer.from(annotations[SIGNATURE] ?? '', 'base64')
  if (signature.length === 0) return { kind: 'broken', place, why: 'has lost its signature' }
  const messageDigest = {
    algorithm: 'SHA2_256',
    digest: createHash('sha256').update(payload).digest('base64'),
  }
  const certified = certifiedBundle(annotations, {
    messageSignature: { messageDigest, signature: signature.toString('base64') },
  })
  const claim = {
    kind: 'claim',
    place,
    bytes: payload,
    signature,
    subjects: [subject],
    predicateType: SIGN_PREDICATE,
  } as const
  if (certified === undefined) return claim
  const { bundleFromJSON } = await import('./sigstore.packages.ts')
  try {
    return { ...claim, proof: { bundle: bundleFromJSON(certified), artifact: Buffer.from(payload) } }
  } catch {
    return { kind: 'broken', place, why: 'has a certificate or an entry of a log that cannot be read' }
  }
}
