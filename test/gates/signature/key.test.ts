import { beforeEach, expect, test } from 'vitest'
import { keyHint } from '../../../src/model/attestation/bundle.ts'
import type { Digest } from '../../../src/oci/digest.ts'
import { rawManifest } from '../../../src/oci/manifest.ts'
import { makeArtifact, makeImage, type TestImage } from '../../support/images.ts'
import { createMemoryStore, type MemoryStore } from '../../support/memory-store.ts'
import { pushImage } from '../../support/push.ts'
import {
  attOf,
  bundleOf,
  bundleText,
  byKey,
  envelopeOf,
  fileOf,
  judgeSignature,
  KEY_KINDS,
  makeKey,
  sigAnnotation,
  sigOf,
  sigTag,
  simplePayload,
} from '../../support/signatures.ts'

const SIGN = 'https://sigstore.dev/cosign/sign/v1'
const SUMMARY = 'https://slsa.dev/verification_summary/v1'
const key = makeKey()
const otherKey = makeKey('other.pub')

let store: MemoryStore
let image: TestImage
let other: TestImage
let digest: string
let short: string

beforeEach(async () => {
  store = createMemoryStore({ name: 'test/shop/api' })
  image = await makeImage()
  other = await makeImage({ seed: 'other' })
  digest = image.manifest.descriptor.digest
  short = digest.slice(7, 15)
  await pushImage(store, image, ['1.4.2'])
})

async function attach(text: string, predicateType?: string): Promise<TestImage> {
  const bundle = bundleOf(image, text, predicateType)
  await pushImage(store, bundle)
  return bundle
}

async function tagSignature(payload: string, annotations: Record<string, string>): Promise<void> {
  await pushImage(store, sigOf(payload, annotations), [sigTag(image)])
}

function layerOf(bundle: TestImage): Digest {
  const [, layer] = [...bundle.blobs.keys()]
  if (layer === undefined) throw new Error('It has no layer.')
  return layer
}

const otherDigest = (): string => other.manifest.descriptor.digest

for (const kind of Object.keys(KEY_KINDS) as (keyof typeof KEY_KINDS)[]) {
  test(`a signature with ${kind} passes in both formats, and says where it lies`, async () => {
    const own = makeKey('own.pub', kind)
    const bundle = await attach(bundleText(own, digest))
    const verdict = await judgeSignature(store, image, [byKey(own)])
    expect(verdict).toMatchObject({
      answer: 'pass',
      reason: 'It is signed with the key own.pub.',
      evidence: { found: 1, signature: bundle.manifest.descriptor.digest, identity: null },
    })
    store.remove(bundle.manifest.descriptor.digest)
    const payload = simplePayload(digest)
    await tagSignature(payload, sigAnnotation(own, payload))
    expect(await judgeSignature(store, image, [byKey(own)])).toMatchObject({ answer: 'pass' })
  })
}

test('an image without a signature is denied, and what is wanted is said', async () => {
  expect(await judgeSignature(store, image, [byKey(key), byKey(otherKey)])).toMatchObject({
    answer: 'deny',
    reason: `prod wants ${short} signed with the key cosign.pub and signed with the key other.pub, and test has no signature of it.`,
    evidence: { found: 0, holds: null, signature: null },
  })
})

test('a signature by another key is denied', async () => {
  await attach(bundleText(otherKey, digest))
  expect(await judgeSignature(store, image, [byKey(key)])).toMatchObject({
    answer: 'deny',
    reason: `prod wants ${short} signed with the key cosign.pub: what is there is by another key.`,
  })
})

test('a signature of another image is denied, whatever it is attached to', async () => {
  await attach(bundleText(key, otherDigest()))
  const payload = simplePayload(otherDigest())
  await tagSignature(payload, sigAnnotation(key, payload))
  expect(await judgeSignature(store, image, [byKey(key)])).toMatchObject({
    answer: 'deny',
    reason: `prod wants ${short} signed with the key cosign.pub: the 2 there are of another image (${otherDigest().slice(7, 15)}).`,
  })
})

test('a referrer of another image that is listed here is not looked at as one of this image', async () => {
  const strange = bundleOf(other, bundleText(key, otherDigest()))
  await pushImage(store, other)
  await pushImage(store, strange)
  expect(await judgeSignature(store, image, [byKey(key)])).toMatchObject({
    answer: 'deny',
    evidence: { found: 0 },
  })
})

test('an attestation is no signature, unless its type is asked for', async () => {
  await attach(bundleText(key, digest, SUMMARY), SUMMARY)
  expect(await judgeSignature(store, image, [byKey(key)])).toMatchObject({
    answer: 'deny',
    reason: `prod wants ${short} signed with the key cosign.pub: what is there attests ${SUMMARY}, which is no signature.`,
  })
  expect(await judgeSignature(store, image, [byKey(key, SUMMARY)])).toMatchObject({
    answer: 'pass',
    reason: `It is attested (${SUMMARY}) with the key cosign.pub.`,
  })
})

test('an attestation that calls itself a signature outside is none', async () => {
  await attach(bundleText(key, digest, SUMMARY), SIGN)
  expect(await judgeSignature(store, image, [byKey(key)])).toMatchObject({
    answer: 'deny',
    reason: `prod wants ${short} signed with the key cosign.pub: what is there attests ${SUMMARY}, which is no signature.`,
  })
})

test('an attestation under an .att tag of cosign 2 counts where its type is asked for', async () => {
  const envelope = JSON.stringify(envelopeOf(key, digest, SUMMARY))
  await pushImage(store, attOf(envelope, SUMMARY), [sigTag(image, 'att')])
  expect((await judgeSignature(store, image, [byKey(key)])).reason).toContain(
    `attests ${SUMMARY}, which is no`,
  )
  expect(await judgeSignature(store, image, [byKey(key, SUMMARY)])).toMatchObject({ answer: 'pass' })
  expect((await judgeSignature(store, image, [byKey(otherKey, SUMMARY)])).reason).toContain(
    'is by another key',
  )
  expect((await judgeSignature(store, image, [byKey(key, `${SUMMARY}/other`)])).reason).toContain(
    `attests ${SUMMARY}`,
  )
})

test.each(['', '{', '{"payload":"AAAA","payloadType":"text/plain","signatures":[{"sig":"AAAA"}]}'])(
  'an .att layer with %j is denied',
  async (text) => {
    await pushImage(store, attOf(text, SUMMARY), [sigTag(image, 'att')])
    expect((await judgeSignature(store, image, [byKey(key, SUMMARY)])).reason).toContain(
      'is no in-toto statement in an envelope',
    )
  },
)

test('more than anybody means is not read, and no answer', async () => {
  const payload = simplePayload(otherDigest())
  const one = sigOf(payload, sigAnnotation(key, payload))
  const document = JSON.parse(Buffer.from(one.manifest.bytes).toString())
  const layers = Array.from({ length: 258 }, () => document.layers[0])
  await pushImage(store, one)
  const many = rawManifest(Buffer.from(JSON.stringify({ ...document, layers })))
  await store.putManifest(many)
  await store.tag(many, sigTag(image))
  expect(await judgeSignature(store, image, [byKey(key)])).toMatchObject({
    answer: 'unknown',
    reason: `prod wants ${short} signed with the key cosign.pub, and what is there could not be read: more than 256 are there.`,
  })
})

test('what is larger than signatures are is not read', async () => {
  const large = bundleOf(image, ' '.repeat(17 * 1024 * 1024))
  await pushImage(store, large)
  expect(await judgeSignature(store, image, [byKey(key)])).toMatchObject({
    answer: 'unknown',
    reason: `prod wants ${short} signed with the key cosign.pub, and what is there could not be read: they are larger than signatures are.`,
  })
})

test('a bundle that says nothing of itself outside is read', async () => {
  const bundle = makeArtifact({
    subject: image,
    content: bundleText(key, digest, SUMMARY),
    layerType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
  })
  await pushImage(store, bundle)
  expect(await judgeSignature(store, image, [byKey(key, SUMMARY)])).toMatchObject({ answer: 'pass' })
})

test('a signature says nothing where an attestation is asked for', async () => {
  await attach(bundleText(key, digest))
  expect((await judgeSignature(store, image, [byKey(key, SUMMARY)])).reason).toBe(
    `prod wants ${short} attested (${SUMMARY}) with the key cosign.pub: what is there is a signature, which attests nothing.`,
  )
})

test('a statement that was changed after it was signed is denied', async () => {
  const text = JSON.parse(bundleText(key, otherDigest()))
  const payload = Buffer.from(text.dsseEnvelope.payload, 'base64').toString()
  text.dsseEnvelope.payload = Buffer.from(payload.replace(otherDigest().slice(7), digest.slice(7))).toString(
    'base64',
  )
  await attach(JSON.stringify(text))
  expect((await judgeSignature(store, image, [byKey(key)])).answer).toBe('deny')
})

test('what cosign says of its key tells a changed signature from one by another key', async () => {
  const text = JSON.parse(bundleText(key, digest))
  const der = key.publicKey.export({ type: 'spki', format: 'der' })
  text.verificationMaterial.publicKey.hint = keyHint(der.toString('base64'))
  text.dsseEnvelope.signatures[0].sig = Buffer.from('nonsense').toString('base64')
  await attach(JSON.stringify(text))
  expect((await judgeSignature(store, image, [byKey(key)])).reason).toContain(
    'was changed after it was signed',
  )
})

for (const [what, strip, why] of [
  [
    'its signature',
    (bundle: Record<string, unknown>) => ({
      ...bundle,
      dsseEnvelope: { ...(bundle.dsseEnvelope as object), signatures: [] },
    }),
    'is no valid Sigstore bundle',
  ],
  [
    'what says who signed',
    ({ verificationMaterial: _, ...bundle }: Record<string, unknown>) => bundle,
    'is no valid Sigstore bundle',
  ],
  ['all of it', () => ({}), 'is no valid Sigstore bundle'],
] as const) {
  test(`a bundle that has lost ${what} is denied`, async () => {
    await attach(JSON.stringify(strip(JSON.parse(bundleText(key, digest)))))
    expect(await judgeSignature(store, image, [byKey(key)])).toMatchObject({
      answer: 'deny',
      reason: `prod wants ${short} signed with the key cosign.pub: what is there ${why}.`,
    })
  })
}

test('a bundle whose content is gone is denied', async () => {
  const bundle = await attach(bundleText(key, digest))
  store.remove(layerOf(bundle))
  expect(await judgeSignature(store, image, [byKey(key)])).toMatchObject({
    answer: 'deny',
    reason: `prod wants ${short} signed with the key cosign.pub: what is there is listed, but not there.`,
  })
})

test('a .sig layer without its annotation is denied', async () => {
  await tagSignature(simplePayload(digest), {})
  expect((await judgeSignature(store, image, [byKey(key)])).reason).toContain('has lost its signature')
})

test.each(['', '{', '[]', '"x"', '{"critical":null}', '\u0000'])(
  'a .sig layer with %j is denied',
  async (payload) => {
    await tagSignature(payload, sigAnnotation(key, payload))
    expect(await judgeSignature(store, image, [byKey(key)])).toMatchObject({ answer: 'deny' })
  },
)

test('what cannot be read is unknown, unless another signature holds', async () => {
  const bundle = await attach(bundleText(key, digest))
  store.setDamage(layerOf(bundle))
  const verdict = await judgeSignature(store, image, [byKey(key)])
  expect(verdict).toMatchObject({ answer: 'unknown' })
  expect(verdict.reason).toMatch(
    /^prod wants \w+ signed with the key cosign.pub, and what is there could not be read: .+\.$/,
  )
  const payload = simplePayload(digest)
  await tagSignature(payload, sigAnnotation(key, payload))
  expect(await judgeSignature(store, image, [byKey(key)])).toMatchObject({ answer: 'pass' })
})

test('signatures of others beside the wanted one do no harm', async () => {
  await attach(bundleText(otherKey, digest))
  await attach(bundleText(key, otherDigest()))
  await attach('no JSON')
  await attach(bundleText(key, digest))
  expect(await judgeSignature(store, image, [byKey(key)])).toMatchObject({
    answer: 'pass',
    evidence: { found: 4 },
  })
})

test('all signers are wanted, unless one of them is enough', async () => {
  await attach(bundleText(key, digest))
  const both = [byKey(key), byKey(otherKey)]
  expect(await judgeSignature(store, image, both)).toMatchObject({
    answer: 'deny',
    reason: `prod wants ${short} signed with the key other.pub: what is there is by another key.`,
  })
  expect(await judgeSignature(store, image, both, { anyOf: true })).toMatchObject({
    answer: 'pass',
    reason: 'It is signed with the key cosign.pub.',
  })
  await attach(bundleText(otherKey, digest))
  expect(await judgeSignature(store, image, both)).toMatchObject({
    answer: 'pass',
    reason: 'It is signed with the key cosign.pub, and signed with the key other.pub.',
  })
})

test('what several are is said once for each kind', async () => {
  await attach(bundleText(otherKey, digest))
  await attach(bundleText(makeKey('third.pub'), digest))
  await attach('no JSON')
  const { reason } = await judgeSignature(store, image, [byKey(key)])
  expect(reason.split(': of 3 there ')[1]?.slice(0, -1).split(', ').toSorted()).toEqual([
    '2 are by another key',
    'one is no valid Sigstore bundle',
  ])
})

test('none of those of whom one is enough: what is said names each', async () => {
  await attach(bundleText(makeKey('third.pub'), digest))
  expect((await judgeSignature(store, image, [byKey(key), byKey(otherKey)], { anyOf: true })).reason).toBe(
    `prod wants ${short} signed with the key cosign.pub: what is there is by another key; or signed with the key other.pub: what is there is by another key.`,
  )
})

test('a signature of the bytes of the manifest counts', async () => {
  const { sign, createHash } = await import('node:crypto')
  const { bytes } = image.manifest
  const text = JSON.stringify({
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { publicKey: { hint: '' } },
    messageSignature: {
      messageDigest: { algorithm: 'SHA2_256', digest: createHash('sha256').update(bytes).digest('base64') },
      signature: sign('sha256', bytes, key.privateKey).toString('base64'),
    },
  })
  await attach(text)
  expect(await judgeSignature(store, image, [byKey(key)])).toMatchObject({ answer: 'pass' })
})

test('a file that is no key is an error, not an answer', async () => {
  const signer = { kind: 'key', key: fileOf('cosign.pub', 'nothing') } as const
  await expect(judgeSignature(store, image, [signer])).rejects.toThrow(
    'cosign.pub is no public key in PEM form.',
  )
})
