import { envelopeIn } from '../../model/attestation/bundle.ts'
import { type Envelope, preAuthenticationEncoding } from '../../model/attestation/dsse.ts'
import { IN_TOTO_TYPE } from '../../model/attestation/statement.ts'
import type { Descriptor } from '../../oci/descriptor.ts'
import type { Digest } from '../../oci/digest.ts'
import { certifiedBundle } from './certified.ts'
import type { Found } from './found.ts'
import { statementIn } from './statement.ts'

/** Reads an attestation as version 2 of cosign writes it: an in-toto statement in a DSSE envelope, under an `.att` tag. */
export async function attestation(
  place: Digest,
  { annotations = {} }: Descriptor,
  text: Uint8Array,
): Promise<Found> {
  const envelope = readEnvelope(text)
  const payload = Buffer.from(envelope?.payload ?? '', 'base64')
  const statement = envelope?.payloadType === IN_TOTO_TYPE ? statementIn(payload) : undefined
  if (envelope === undefined || statement === undefined) {
    return { kind: 'broken', place, why: 'is no in-toto statement in an envelope' }
  }
  const claim = {
    kind: 'claim',
    place,
    ...statement,
    bytes: preAuthenticationEncoding(envelope.payloadType, payload),
    signature: Buffer.from(envelope.signatures[0]?.sig ?? '', 'base64'),
  } as const
  const certified = certifiedBundle(annotations, { dsseEnvelope: envelope })
  if (certified === undefined) return claim
  const { bundleFromJSON } = await import('./sigstore.packages.ts')
  try {
    return { ...claim, proof: { bundle: bundleFromJSON(certified), artifact: undefined } }
  } catch {
    return { kind: 'broken', place, why: 'has a certificate or an entry of a log that cannot be read' }
  }
}

function readEnvelope(text: Uint8Array): Envelope | undefined {
  try {
    return envelopeIn(text)
  } catch {
    return undefined
  }
}
