import { objectAt, objectIn, textAt } from './json.ts'

const CERTIFICATE = 'dev.sigstore.cosign/certificate'
const LOG_ENTRY = 'dev.sigstore.cosign/bundle'
const TIMESTAMP = 'dev.sigstore.cosign/rfc3161timestamp'

/**
 * A bundle, of version 0.1, of what the annotations of a layer under one of cosign's tags say of who signed: it has the same
 * parts. Undefined where they name no certificate. cosign, "Signature Spec".
 *
 * @param content what is signed: `messageSignature` or `dsseEnvelope`
 */
export function certifiedBundle(annotations: Readonly<Record<string, string>>, content: object): unknown {
  const certificate = annotations[CERTIFICATE] ?? ''
  if (certificate === '') return undefined
  const entry = objectIn(annotations[LOG_ENTRY] ?? '')
  const signedTimestamp = textAt(objectIn(annotations[TIMESTAMP] ?? '') ?? {}, 'SignedRFC3161Timestamp')
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.1',
    ...content,
    verificationMaterial: {
      x509CertificateChain: { certificates: [{ rawBytes: derOf(certificate) }] },
      tlogEntries: entry === undefined ? [] : [logEntryOf(entry)],
      timestampVerificationData: {
        rfc3161Timestamps: signedTimestamp === '' ? [] : [{ signedTimestamp }],
      },
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
