import { describe, expect, test } from 'vitest'
import { BUNDLE_TYPE, bundleText, envelopeIn, keyHint } from '../../../src/model/attestation/bundle.ts'
import {
  isSignedBy,
  preAuthenticationEncoding,
  readEnvelope,
  sealEnvelope,
} from '../../../src/model/attestation/dsse.ts'
import { newSigner } from './signer.ts'

const payload = Buffer.from('hello world')

test('the bytes that are signed are those of the example of the specification', () => {
  const bytes = preAuthenticationEncoding('http://example.com/HelloWorld', payload)
  expect(Buffer.from(bytes).toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world')
})

describe.each(['ed25519', 'p256'] as const)('an envelope signed with %s', (kind) => {
  const signer = newSigner(kind)
  const envelope = sealEnvelope('text/plain', payload, signer)

  test('verifies with its key, also out of a bundle', () => {
    expect(isSignedBy(envelope, signer.publicKey)).toBe(true)
    const bundle = bundleText(envelope, signer.publicKey)
    expect(JSON.parse(bundle)).toMatchObject({
      mediaType: BUNDLE_TYPE,
      verificationMaterial: { publicKey: { hint: keyHint(signer.publicKey) } },
    })
    expect(isSignedBy(envelopeIn(Buffer.from(bundle)), signer.publicKey)).toBe(true)
    expect(envelopeIn(Buffer.from(JSON.stringify(envelope)))).toEqual(envelope)
  })

  test('does not with another key, another payload, another type, no signature or no key', () => {
    const { publicKey } = signer
    expect(isSignedBy(envelope, newSigner(kind).publicKey)).toBe(false)
    expect(isSignedBy(envelope, newSigner(kind === 'p256' ? 'ed25519' : 'p256').publicKey)).toBe(false)
    expect(isSignedBy({ ...envelope, payload: Buffer.from('hello').toString('base64') }, publicKey)).toBe(
      false,
    )
    expect(isSignedBy({ ...envelope, payloadType: 'text/html' }, publicKey)).toBe(false)
    expect(isSignedBy({ ...envelope, signatures: [] }, publicKey)).toBe(false)
    expect(isSignedBy({ ...envelope, signatures: [{ sig: '' }] }, publicKey)).toBe(false)
    expect(isSignedBy(envelope, 'AAAA')).toBe(false)
  })
})

test.each([
  ['not JSON', '{'],
  ['a list', '[]'],
  ['no envelope', '{}'],
  ['no signatures', '{"payload":"","payloadType":""}'],
  ['a signature that is a number', '{"payload":"","payloadType":"","signatures":[{"sig":1}]}'],
  ['a bundle of a signature', '{"messageSignature":{}}'],
])('%s is refused', (_, text) => {
  expect(() => envelopeIn(Buffer.from(text))).toThrow(expect.objectContaining({ code: 'protocol' }))
  expect(() => readEnvelope(null)).toThrow(expect.objectContaining({ code: 'protocol' }))
})
