import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { initializeCA, initializeCTLog } from '@sigstore/mock/dist/fulcio/index.js'
import { initializeTLog } from '@sigstore/mock/dist/rekor/index.js'
import { initializeTSA } from '@sigstore/mock/dist/timestamp/index.js'

/** When and how a signature is made; all now, and in the log, unless told. */
export interface KeylessOptions {
  readonly identity: string
  readonly issuer: string
  /** When the certificate is made; it is valid for ten minutes. */
  readonly certified?: Date
  /** Who vouches for the time of signing: the log that it is entered in, or a timestamp authority. */
  readonly time?: 'log' | 'timestamp'
  readonly predicateType?: string
}

/** A certificate authority, its logs and a timestamp authority, which no other test knows. */
export interface TestSigstore {
  /** What they are trusted by, as Sigstore writes it. */
  readonly trustedRoot: string
  /** A bundle as `cosign sign` writes it: a statement about this digest, by a certificate for a key made for it. */
  sign(digest: string, options: KeylessOptions): Promise<string>
  /** A bundle with a signature of the bytes themselves. */
  signBytes(bytes: Uint8Array, options: KeylessOptions): Promise<string>
  /** A statement as `cosign attest` of version 2 writes it under an `.att` tag: its envelope, and the layer's annotations. */
  attest(
    digest: string,
    options: KeylessOptions,
  ): Promise<{ readonly envelope: string; readonly annotations: Record<string, string> }>
  /** The annotations of a `.sig` layer with this payload, as cosign 2 writes them. */
  signPayload(payload: Uint8Array, options: KeylessOptions): Promise<Record<string, string>>
}

/** As Fulcio writes it in certificates, twice: cosign reads the first of old signatures. */
const OLD_ISSUER = '1.3.6.1.4.1.57264.1.1'
const ISSUER = '1.3.6.1.4.1.57264.1.8'
const LOG_HOST = 'rekor.test.example.com'

/** Makes authorities with keys of their own. */
export async function startSigstore(): Promise<TestSigstore> {
  const keys = { ca: ecKeys('P-384'), ct: ecKeys(), log: ecKeys(), time: ecKeys('P-384') }
  const ctLog = await initializeCTLog(keys.ct)
  const log = await initializeTLog(`https://${LOG_HOST}`, keys.log)
  // After the authorities have their certificates. The library reads times of whole seconds, or of three more digits: the
  // mock leaves zeros out.
  const stamped = new Date(Math.ceil(Date.now() / 1000) * 1000 + 60_000)
  const stamps = await initializeTSA(keys.time, stamped)
  const root = await initializeCA(keys.ca, ctLog)

  async function material(
    signature: Buffer,
    key: KeyObject,
    entry: (pem: string) => object,
    options: KeylessOptions,
  ): Promise<Material> {
    const { identity, issuer, time } = options
    const when = time === 'timestamp' ? stamped : undefined
    const certified = options.certified ?? when
    const ca = await initializeCA(keys.ca, await initializeCTLog(keys.ct, certified), certified)
    const certificate = bytesOf(
      await ca.issueCertificate({
        publicKey: key.export({ type: 'spki', format: 'der' }) as Buffer<ArrayBuffer>,
        subjectAltName: identity,
        extensions: [
          { oid: OLD_ISSUER, value: issuer, legacy: true },
          { oid: ISSUER, value: issuer },
        ],
      }),
    )
    const body = entry(Buffer.from(pemOf(certificate)).toString('base64'))
    const logNow = await initializeTLog(`https://${LOG_HOST}`, keys.log, when)
    const logged = Object.values(await logNow.log(body))[0] as LogEntry
    if (time !== 'timestamp') return { certificate, entry: logged }
    const stamp = await stamps.timestamp({
      artifactHash: createHash('sha256').update(signature).digest(),
      hashAlgorithmOID: '2.16.840.1.101.3.4.2.1',
      nonce: 1,
      policyOID: '1.2.3.4.1',
    })
    return { certificate, entry: logged, stamp: bytesOf(stamp) }
  }

  return {
    trustedRoot: JSON.stringify({
      mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
      tlogs: [logOf(`https://${LOG_HOST}`, log.publicKey)],
      ctlogs: [logOf('https://ct.test.example.com', ctLog.publicKey)],
      certificateAuthorities: [authorityOf([root.rootCertificate])],
      timestampAuthorities: [authorityOf([stamps.intCertificate, stamps.rootCertificate])],
    }),
    async sign(digest, options) {
      const { envelope, made } = await enveloped(digest, options)
      return bundle({ dsseEnvelope: envelope }, made, 'dsse')
    },
    async attest(digest, options) {
      const { envelope, made } = await enveloped(digest, options)
      return { envelope: JSON.stringify(envelope), annotations: annotationsOf(made) }
    },
    async signBytes(bytes, options) {
      const { signature, made } = await signed(bytes, options)
      return bundle(
        {
          messageSignature: {
            messageDigest: { algorithm: 'SHA2_256', digest: sha256(bytes).toString('base64') },
            signature: signature.toString('base64'),
          },
        },
        made,
        'hashedrekord',
      )
    },
    async signPayload(payload, options) {
      const { signature, made } = await signed(payload, options)
      return { 'dev.cosignproject.cosign/signature': signature.toString('base64'), ...annotationsOf(made) }
    },
  }

  /** What cosign 2 says of who signed. */
  function annotationsOf({ certificate, entry, stamp }: Material): Record<string, string> {
    return {
      'dev.sigstore.cosign/certificate': pemOf(certificate),
      'dev.sigstore.cosign/chain': pemOf(bytesOf(root.rootCertificate)),
      ...(entry === undefined ? {} : { 'dev.sigstore.cosign/bundle': oldEntry(entry) }),
      ...(stamp === undefined
        ? {}
        : {
            'dev.sigstore.cosign/rfc3161timestamp': JSON.stringify({
              SignedRFC3161Timestamp: stamp.toString('base64'),
            }),
          }),
    }
  }

  async function enveloped(digest: string, options: KeylessOptions) {
    const { publicKey, privateKey } = ecKeys()
    const [algorithm = '', hex = ''] = digest.split(':')
    const payload = Buffer.from(
      JSON.stringify({
        _type: 'https://in-toto.io/Statement/v1',
        subject: [{ digest: { [algorithm]: hex }, annotations: {} }],
        predicateType: options.predicateType ?? 'https://sigstore.dev/cosign/sign/v1',
        predicate: {},
      }),
    )
    const payloadType = 'application/vnd.in-toto+json'
    const signature = sign('sha256', envelopeBytes(payloadType, payload), privateKey)
    const sig = signature.toString('base64')
    const envelope = { payload: payload.toString('base64'), payloadType, signatures: [{ sig }] }
    const made = await material(
      signature,
      publicKey,
      (verifier) => ({
        apiVersion: '0.0.1',
        kind: 'dsse',
        spec: {
          envelopeHash: hashOf(Buffer.from(JSON.stringify(envelope))),
          payloadHash: hashOf(payload),
          signatures: [{ signature: sig, verifier }],
        },
      }),
      options,
    )
    return { envelope, made }
  }

  async function signed(bytes: Uint8Array, options: KeylessOptions) {
    const { publicKey, privateKey } = ecKeys()
    const signature = sign('sha256', bytes, privateKey)
    const made = await material(
      signature,
      publicKey,
      (content) => ({
        apiVersion: '0.0.1',
        kind: 'hashedrekord',
        spec: {
          data: { hash: hashOf(bytes) },
          signature: { content: signature.toString('base64'), publicKey: { content } },
        },
      }),
      options,
    )
    return { signature, made }
  }
}

/** What proves who signed, and when. */
interface Material {
  readonly certificate: Buffer
  readonly entry?: LogEntry
  readonly stamp?: Buffer
}

interface LogEntry {
  readonly body: string
  readonly integratedTime: number
  readonly logID: string
  readonly logIndex: number
  readonly verification: {
    readonly signedEntryTimestamp: string
    readonly inclusionProof: {
      readonly logIndex: number
      readonly treeSize: number
      readonly rootHash: string
      readonly checkpoint: string
    }
  }
}

function bundle(content: object, made: Material, kind: string): string {
  const { certificate, entry, stamp } = made
  return JSON.stringify({
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: {
      certificate: { rawBytes: certificate.toString('base64') },
      tlogEntries: entry === undefined ? [] : [newEntry(entry, kind, stamp === undefined)],
      timestampVerificationData: {
        rfc3161Timestamps: stamp === undefined ? [] : [{ signedTimestamp: stamp.toString('base64') }],
      },
    },
    ...content,
  })
}

/** An entry as bundles have it; without a promise of its time, as version 2 of Rekor gives none. */
function newEntry(
  { body, integratedTime, logID, logIndex, verification }: LogEntry,
  kind: string,
  isTimed: boolean,
) {
  const { inclusionProof, signedEntryTimestamp } = verification
  return {
    logIndex: String(logIndex),
    logId: { keyId: Buffer.from(logID, 'hex').toString('base64') },
    kindVersion: { kind, version: '0.0.1' },
    ...(isTimed
      ? { integratedTime: String(integratedTime), inclusionPromise: { signedEntryTimestamp } }
      : {}),
    inclusionProof: {
      logIndex: String(inclusionProof.logIndex),
      rootHash: Buffer.from(inclusionProof.rootHash, 'hex').toString('base64'),
      treeSize: String(inclusionProof.treeSize),
      hashes: [],
      checkpoint: { envelope: inclusionProof.checkpoint },
    },
    canonicalizedBody: body,
  }
}

/** An entry as cosign 2 notes it beside a signature. */
function oldEntry({ body, integratedTime, logID, logIndex, verification }: LogEntry): string {
  return JSON.stringify({
    SignedEntryTimestamp: verification.signedEntryTimestamp,
    Payload: { body, integratedTime, logIndex, logID },
  })
}

function logOf(baseUrl: string, publicKey: Buffer) {
  return {
    baseUrl,
    hashAlgorithm: 'SHA2_256',
    publicKey: {
      rawBytes: publicKey.toString('base64'),
      keyDetails: 'PKIX_ECDSA_P256_SHA_256',
      validFor: { start: '2020-01-01T00:00:00Z' },
    },
    logId: { keyId: sha256(publicKey).toString('base64') },
  }
}

function authorityOf(chain: readonly ArrayBufferView[]) {
  return {
    subject: { organization: 'sigstore.mock', commonName: 'sigstore' },
    uri: 'https://ca.test.example.com',
    certChain: { certificates: chain.map((one) => ({ rawBytes: bytesOf(one).toString('base64') })) },
    validFor: { start: '2020-01-01T00:00:00Z' },
  }
}

function ecKeys(namedCurve = 'P-256') {
  return generateKeyPairSync('ec', { namedCurve })
}

/** What a DSSE signature is over. */
export function envelopeBytes(type: string, payload: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${type.length} ${type} ${payload.length} `), payload])
}

function hashOf(bytes: Uint8Array) {
  return { algorithm: 'sha256', value: sha256(bytes).toString('hex') }
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}

function pemOf(der: Buffer): string {
  const lines = der.toString('base64').replace(/.{64}/g, '$&\n').trimEnd()
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
}

function bytesOf(view: ArrayBufferView): Buffer {
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength)
}
