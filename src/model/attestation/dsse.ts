import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { PromoteError } from '../../support/errors.ts'
import { isObject } from '../../support/json-object.ts'

/** A signed document with its signatures. DSSE 1.0, "Envelope". */
export interface Envelope {
  /** Base64 of the document's bytes. */
  readonly payload: string
  readonly payloadType: string
  readonly signatures: readonly { readonly sig: string; readonly keyid?: string }[]
}

/** Signs with a key that stays where it is. */
export interface Signer {
  /** Where the key came from, for messages: a path, or the name of a variable of the environment. */
  readonly name: string
  /** Its public half: base64 of the SubjectPublicKeyInfo in DER. */
  readonly publicKey: string
  /** Signs bytes as the key's kind does it: ECDSA with SHA-256 in DER, or Ed25519. */
  sign(bytes: Uint8Array): Uint8Array
}

/** The bytes that a DSSE signature is over. DSSE 1.0, "Signature Definition". */
export function preAuthenticationEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = Buffer.from(payloadType)
  return Buffer.concat([Buffer.from(`DSSEv1 ${type.length} ${type} ${payload.length} `), payload])
}

/** A document in an envelope with one signature. */
export function sealEnvelope(payloadType: string, payload: Uint8Array, signer: Signer): Envelope {
  const sig = signer.sign(preAuthenticationEncoding(payloadType, payload))
  return {
    payload: Buffer.from(payload).toString('base64'),
    payloadType,
    signatures: [{ sig: Buffer.from(sig).toString('base64') }],
  }
}

/** What of an unknown value is an envelope. @throws PromoteError `protocol` when it is none */
export function readEnvelope(value: unknown): Envelope {
  if (!isObject(value)) throw malformed()
  const { payload, payloadType, signatures } = value
  if (typeof payload !== 'string' || typeof payloadType !== 'string' || !Array.isArray(signatures)) {
    throw malformed()
  }
  return {
    payload,
    payloadType,
    signatures: signatures.map((one: unknown) => {
      if (!isObject(one) || typeof one.sig !== 'string') throw malformed()
      return { sig: one.sig, ...(typeof one.keyid === 'string' ? { keyid: one.keyid } : {}) }
    }),
  }
}

/**
 * Whether one of an envelope's signatures verifies with a public key.
 * @param publicKey base64 of its SubjectPublicKeyInfo in DER; one that is no key verifies nothing
 */
export function isSignedBy(envelope: Envelope, publicKey: string): boolean {
  const key = publicKeyOf(publicKey)
  if (key === undefined) return false
  const signed = preAuthenticationEncoding(envelope.payloadType, Buffer.from(envelope.payload, 'base64'))
  return envelope.signatures.some(({ sig }) => isSignature(signed, key, Buffer.from(sig, 'base64')))
}

function isSignature(signed: Uint8Array, key: KeyObject, sig: Uint8Array): boolean {
  try {
    return verify(key.asymmetricKeyType === 'ed25519' ? null : 'sha256', signed, key, sig)
  } catch {
    // OpenSSL throws for some signatures that are not even well formed.
    return false
  }
}

function publicKeyOf(publicKey: string): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
  } catch {
    return undefined
  }
}

function malformed(): PromoteError {
  return new PromoteError('protocol', 'It holds no DSSE envelope.')
}
