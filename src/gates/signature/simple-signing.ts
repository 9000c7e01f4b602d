import { createHash } from 'node:crypto'
import type { Descriptor } from '../../oci/descriptor.ts'
import type { Digest } from '../../oci/digest.ts'
import { type Found, SIGN_PREDICATE } from './found.ts'
import { objectAt, objectIn, textAt } from './json.ts'

/** The layers of cosign's `.sig` tags: each holds what is signed, its annotations hold the signature. */
export const SIMPLE_SIGNING = 'application/vnd.dev.cosign.simplesigning.v1+json'

const SIGNATURE = 'dev.cosignproject.cosign/signature'
const CERTIFICATE = 'dev.sigstore.cosign/certificate'
const LOG_ENTRY = 'dev.sigstore.cosign/bundle'
const TIMESTAMP = 'dev.sigstore.cosign/rfc3161timestamp'

/**
 * Reads a signature as version 2 of cosign writes it. One with a certificate is made into a bundle of version 0.1, which has
 * the same parts. containers-signature(5); cosign, "Signature Spec".
 *
 * @param payload the layer's content
 */
export async function simpleSignature(place: Digest, layer: Descriptor, payload: Uint8Array): Promise<Found> {
  const annotations = layer.annotations ?? {}
  const document = objectIn(payload)
  const critical = objectAt(document ?? {}, 'critical')
  const subject = textAt(objectAt(critical, 'image'), 'docker-manifest-digest')
  if (document === undefined || subject === '') return { kind: 'broken', place, why: 'names no image' }
  const signature = Buffer.from(annotations[SIGNATURE] ?? '', 'base64')
  if (signature.length === 0) return { kind: 'broken', place, why: 'has lost its signature' }
  const claim = {
    kind: 'claim',
    place,
    bytes: payload,
    signature,
    subjects: [subject],
    predicateType: SIGN_PREDICATE,
  } as const
  const certificate = annotations[CERTIFICATE]
  if (certificate === undefined || certificate === '') return claim
  const { bundleFromJSON } = await import('./sigstore.packages.ts')
  try {
    const bundle = bundleFromJSON(bundleOf(payload, signature, certificate, annotations))
    return { ...claim, proof: { bundle, artifact: Buffer.from(payload) } }
  } catch {
    return { kind: 'broken', place, why: 'has a certificate or an entry of a log that cannot be read' }
  }
}

function bundleOf(
  payload: Uint8Array,
  signature: Buffer,
  certificate: string,
  annotations: Readonly<Record<string, string>>,
): unknown {
  const entry = objectIn(annotations[LOG_ENTRY] ?? '')
  const timestamp = textAt(objectIn(annotations[TIMESTAMP] ?? '') ?? {}, 'SignedRFC3161Timestamp')
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.1',
    messageSignature: {
      messageDigest: {
        algorithm: 'SHA2_256',
        digest: createHash('sha256').update(payload).digest('base64'),
      },
      signature: signature.toString('base64'),
    },
    verificationMaterial: {
      x509CertificateChain: { certificates: [{ rawBytes: derOf(certificate) }] },
      tlogEntries: entry === undefined ? [] : [logEntryOf(entry)],
      ...(timestamp === ''
        ? {}
        : { timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp: timestamp }] } }),
    },
  }
}

/** Rekor's entry as cosign notes it: a promise that it is in the log, with the time. */
function logEntryOf(entry: Readonly<Record<string, unknown>>): unknown {
  const payload = objectAt(entry, 'Payload')
  const body = textAt(payload, 'body')
  const written = objectIn(Buffer.from(body, 'base64')) ?? {}
  return {
    logIndex: String(payload.logIndex),
    logId: { keyId: Buffer.from(textAt(payload, 'logID'), 'hex').toString('base64') },
    kindVersion: { kind: textAt(written, 'kind'), version: textAt(written, 'apiVersion') },
    integratedTime: String(payload.integratedTime),
    inclusionPromise: { signedEntryTimestamp: textAt(entry, 'SignedEntryTimestamp') },
    canonicalizedBody: body,
  }
}

function derOf(pem: string): string {
  return pem.replace(/-----[A-Z ]+-----/g, '').replace(/\s/g, '')
}
