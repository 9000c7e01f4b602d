import { createHash } from 'node:crypto'
import { PromoteError } from '../../support/errors.ts'
import { isObject } from '../../support/json-object.ts'
import { parseJson } from '../../support/parse-json.ts'
import { type Envelope, readEnvelope } from './dsse.ts'

/** Media type of a Sigstore bundle, as a layer and as the artifact type of its manifest. */
export const BUNDLE_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json'

/** What every version of that media type begins with; cosign takes a referrer for a bundle by it. */
export const BUNDLE_TYPE_PREFIX = 'application/vnd.dev.sigstore.bundle'

/** Media type of a layer under cosign's `.att` tag. */
export const ENVELOPE_TYPE = 'application/vnd.dsse.envelope.v1+json'

/** On a layer under `.att`: that this tool added it. Whoever attests there again need not keep it. */
export const ATTESTED_ANNOTATION = 'promote.attested'

/** How a public key is named in a bundle: base64 of the SHA-256 of its SubjectPublicKeyInfo, as cosign writes it. */
export function keyHint(publicKey: string): string {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('base64')
}

/**
 * An envelope as a Sigstore bundle for verifiers that have the key: no certificate, no transparency log. Sigstore
 * protobuf-specs, `sigstore_bundle.proto`, version 0.3.
 */
export function bundleText(envelope: Envelope, publicKey: string): string {
  return JSON.stringify({
    mediaType: BUNDLE_TYPE,
    verificationMaterial: { publicKey: { hint: keyHint(publicKey) }, tlogEntries: [] },
    dsseEnvelope: envelope,
  })
}

/** The envelope in the bytes of a bundle, or of a layer that is an envelope itself. @throws PromoteError `protocol` when there is none */
export function envelopeIn(bytes: Uint8Array): Envelope {
  let document: unknown
  try {
    document = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new PromoteError('protocol', 'It is not JSON.', { cause })
  }
  return readEnvelope(isObject(document) && 'dsseEnvelope' in document ? document.dsseEnvelope : document)
}
