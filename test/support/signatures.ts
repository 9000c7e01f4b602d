import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { discoverReferrers } from '../../src/engine/referrers/discover.ts'
import { tagListOf } from '../../src/engine/referrers/tag-list.ts'
import { signature } from '../../src/gates/signature/index.ts'
import type { Evidence, GatedStep } from '../../src/model/gates/gate.ts'
import { type NamedFile, NO_GATES, PLAIN_RULE, type Signer } from '../../src/model/gates/rules.ts'
import type { Verdict } from '../../src/model/gates/verdict.ts'
import type { ContentSource } from '../../src/oci/store.ts'
import { collect } from './collect.ts'
import { makeArtifact, type TestImage } from './images.ts'
import { envelopeBytes } from './sigstore.ts'

const SIGN = 'https://sigstore.dev/cosign/sign/v1'
const BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.3+json'
const PAYLOAD_TYPE = 'application/vnd.in-toto+json'

/** A pair of keys; `hash` is what its signatures are made with. */
export interface TestKey {
  readonly file: NamedFile
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly hash: string | null
}

/** The kinds of keys that cosign makes and imports, with the hash it signs with; Ed25519 in its plain form. */
export const KEY_KINDS = {
  'P-256': () => ({ ...generateKeyPairSync('ec', { namedCurve: 'P-256' }), hash: 'sha256' }),
  'P-384': () => ({ ...generateKeyPairSync('ec', { namedCurve: 'P-384' }), hash: 'sha384' }),
  'P-521': () => ({ ...generateKeyPairSync('ec', { namedCurve: 'P-521' }), hash: 'sha512' }),
  RSA: () => ({ ...generateKeyPairSync('rsa', { modulusLength: 2048 }), hash: 'sha256' }),
  Ed25519: () => ({ ...generateKeyPairSync('ed25519'), hash: null }),
} as const

/** Makes a key whose public half is in a file of this name. */
export function makeKey(name = 'cosign.pub', kind: keyof typeof KEY_KINDS = 'P-256'): TestKey {
  const { publicKey, privateKey, hash } = KEY_KINDS[kind]()
  return {
    file: fileOf(name, publicKey.export({ type: 'spki', format: 'pem' }) as string),
    privateKey,
    publicKey,
    hash,
  }
}

/** A file as a rule names it. */
export function fileOf(name: string, text: string): NamedFile {
  return { name, path: `/work/${name}`, text }
}

/** A rule's signer by a key. */
export function byKey({ file }: TestKey, predicateType?: string): Signer {
  return { kind: 'key', key: file, ...(predicateType === undefined ? {} : { predicateType }) }
}

/** The text of a bundle with a statement about a digest, signed with a key. */
export function bundleText(key: TestKey, digest: string, predicateType = SIGN): string {
  return JSON.stringify({
    mediaType: BUNDLE,
    verificationMaterial: { publicKey: { hint: '' } },
    dsseEnvelope: envelopeOf(key, digest, predicateType),
  })
}

/** A statement about a digest in an envelope, signed with a key. */
export function envelopeOf(key: TestKey, digest: string, predicateType: string) {
  const [algorithm = '', hex = ''] = digest.split(':')
  const payload = Buffer.from(
    JSON.stringify({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ digest: { [algorithm]: hex } }],
      predicateType,
      predicate: {},
    }),
  )
  const sig = sign(key.hash, envelopeBytes(PAYLOAD_TYPE, payload), key.privateKey)
  return {
    payload: payload.toString('base64'),
    payloadType: PAYLOAD_TYPE,
    signatures: [{ keyid: '', sig: sig.toString('base64') }],
  }
}

/** A bundle as a referrer of an image. */
export function bundleOf(subject: TestImage, content: string, predicateType = SIGN): TestImage {
  return makeArtifact({
    subject,
    content,
    artifactType: BUNDLE,
    layerType: BUNDLE,
    annotations: {
      'dev.sigstore.bundle.content': 'dsse-envelope',
      'dev.sigstore.bundle.predicateType': predicateType,
    },
  })
}

/** What a `.sig` tag of an image signs. */
export function simplePayload(digest: string): string {
  return JSON.stringify({
    critical: {
      identity: { 'docker-reference': 'registry.example.com/shop/api' },
      image: { 'docker-manifest-digest': digest },
      type: 'cosign container image signature',
    },
    optional: null,
  })
}

/** What stands under a `.sig` tag. */
export function sigOf(payload: string, layerAnnotations: Readonly<Record<string, string>>): TestImage {
  return makeArtifact({
    content: payload,
    layerType: 'application/vnd.dev.cosign.simplesigning.v1+json',
    layerAnnotations,
  })
}

/** What stands under an `.att` tag: an envelope, and what it says outside that it attests. */
export function attOf(
  envelope: string,
  predicateType: string,
  annotations: Readonly<Record<string, string>> = {},
): TestImage {
  return makeArtifact({
    content: envelope,
    layerType: 'application/vnd.dsse.envelope.v1+json',
    layerAnnotations: { 'dev.cosignproject.cosign/signature': '', predicateType, ...annotations },
  })
}

/** The annotation with a key's signature of a payload. */
export function sigAnnotation(key: TestKey, payload: string): Record<string, string> {
  const made = sign(key.hash, Buffer.from(payload), key.privateKey)
  return { 'dev.cosignproject.cosign/signature': made.toString('base64') }
}

/** The tag of cosign's signatures, or attestations, of an image. */
export function sigTag({ manifest }: TestImage, suffix: 'sig' | 'att' = 'sig'): string {
  return `${manifest.descriptor.digest.replace(':', '-')}.${suffix}`
}

/** What the gate says of an image in a store, on its way to prod, which wants these signers. */
export async function judgeSignature(
  store: ContentSource,
  { manifest }: TestImage,
  signers: readonly Signer[],
  { anyOf = false }: { readonly anyOf?: boolean } = {},
): Promise<Verdict> {
  const step: GatedStep = {
    image: 'api',
    tag: '1.4.2',
    digest: manifest.descriptor.digest,
    isInStep: false,
    purpose: 'promotion',
    from: { name: 'test', repository: 'test/shop/api' },
    to: {
      name: 'prod',
      repository: 'prod/shop/api',
      referrers: { copy: 'all', require: [] },
      gates: { ...NO_GATES, signature: { ...PLAIN_RULE, anyOf, signers } },
    },
    plan: { digest: manifest.descriptor.digest, author: 'ada' },
  }
  const evidence = {
    source: () => ({ store, manifest: async () => manifest }),
    async attached() {
      const tags = tagListOf(() => collect(store.tags()))
      return discoverReferrers(store, manifest, tags)
    },
    once: <T>(_key: string, read: () => Promise<T>) => read(),
  } as unknown as Evidence
  const [verdict] = signature.judge(step, await signature.collect(step, evidence, {}))
  if (verdict === undefined) throw new Error('The gate said nothing.')
  return verdict
}
