import { beforeEach, expect, test } from 'vitest'
import type { Signer } from '../../../src/model/gates/rules.ts'
import { makeImage, type TestImage } from '../../support/images.ts'
import { createMemoryStore, type MemoryStore } from '../../support/memory-store.ts'
import { pushImage } from '../../support/push.ts'
import {
  attOf,
  bundleOf,
  bundleText,
  byKey,
  fileOf,
  judgeSignature,
  makeKey,
  sigAnnotation,
  sigOf,
  sigTag,
  simplePayload,
} from '../../support/signatures.ts'
import { startSigstore } from '../../support/sigstore.ts'

const identity = 'https://github.com/acme/api/.github/workflows/release.yml@refs/heads/main'
const issuer = 'https://token.actions.githubusercontent.com'
const who = { identity, issuer }

const sigstore = await startSigstore()
const elsewhere = await startSigstore()

let store: MemoryStore
let image: TestImage
let digest: string
let short: string

beforeEach(async () => {
  store = createMemoryStore({ name: 'test/shop/api' })
  image = await makeImage()
  digest = image.manifest.descriptor.digest
  short = digest.slice(7, 15)
  await pushImage(store, image)
})

function signer(fields: Partial<Extract<Signer, { kind: 'keyless' }>> = {}): Signer {
  const trustedRoot = fileOf('root.json', sigstore.trustedRoot)
  return { kind: 'keyless', identity: 'https://github.com/acme/.*', issuer, trustedRoot, ...fields }
}

async function attach(text: string): Promise<void> {
  await pushImage(store, bundleOf(image, text))
}

const judge = (fields?: Parameters<typeof signer>[0]) => judgeSignature(store, image, [signer(fields)])

/** The sentence for what is there, by whom prod wants it. */
const denial = (found: string, wanted = 'https://github.com/acme/.*') => ({
  answer: 'deny',
  reason: `prod wants ${short} signed by ${wanted}: what is there ${found}.`,
})

for (const time of ['log', 'timestamp'] as const) {
  test(`a bundle whose time comes from a ${time} passes, with who signed`, async () => {
    await attach(await sigstore.sign(digest, { ...who, time }))
    expect(await judge()).toMatchObject({
      answer: 'pass',
      reason: `It is signed by ${identity} (${issuer}).`,
      evidence: { found: 1, identity, issuer },
    })
  })

  test(`a .sig tag of cosign 2 with a certificate passes, its time from a ${time}`, async () => {
    const payload = simplePayload(digest)
    const annotations = await sigstore.signPayload(Buffer.from(payload), { ...who, time })
    await pushImage(store, sigOf(payload, annotations), [sigTag(image)])
    expect(await judge()).toMatchObject({ answer: 'pass', evidence: { identity, issuer } })
  })
}

test('an .att tag of cosign 2 with a certificate passes where its type is asked for', async () => {
  const predicateType = 'https://slsa.dev/provenance/v1'
  const { envelope, annotations } = await sigstore.attest(digest, { ...who, predicateType })
  await pushImage(store, attOf(envelope, predicateType, annotations), [sigTag(image, 'att')])
  expect(await judge({ predicateType })).toMatchObject({
    answer: 'pass',
    reason: `It is attested (${predicateType}) by ${identity} (${issuer}).`,
  })
  expect(await judge()).toMatchObject({ answer: 'deny' })
  expect(await judge({ predicateType, identity: 'https://github.com/acme/web' })).toMatchObject({
    answer: 'deny',
  })
})

test('who signed is named a few times at most', async () => {
  for (let index = 0; index < 8; index++)
    await attach(await sigstore.sign(digest, { ...who, identity: `https://x.example/${index}` }))
  expect((await judge()).reason).toMatch(
    /^prod wants \w+ signed by \S+: of 8 there (one is by https:\/\/x\.example\/\d, ){5}and 3 more that do not fit\.$/,
  )
})

test('what a stranger wrote into a certificate is shown on one line, cut, and moves no cursor', async () => {
  const odd = `https://x.example/\u001b[2J\n::error::${'a'.repeat(400)}`
  await attach(await sigstore.sign(digest, { ...who, identity: odd }))
  const { reason } = await judge()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is the point
  expect(reason).not.toMatch(/[\u0000-\u001f]/)
  expect(reason).toMatch(/: what is there is by https:\/\/x\.example\/.{280,290}…\.$/)
})

test('of several roots in a file each is tried', async () => {
  await attach(await sigstore.sign(digest, who))
  const roots = (...all: readonly { readonly trustedRoot: string }[]) =>
    fileOf('roots.jsonl', all.map(({ trustedRoot }) => `${trustedRoot}\n`).join(''))
  expect(await judge({ trustedRoot: roots(elsewhere, sigstore) })).toMatchObject({ answer: 'pass' })
  expect(await judge({ trustedRoot: roots(elsewhere, elsewhere) })).toMatchObject({ answer: 'deny' })
})

test('a signature of the bytes of the manifest passes', async () => {
  await attach(await sigstore.signBytes(image.manifest.bytes, who))
  expect(await judge()).toMatchObject({ answer: 'pass' })
})

test.each([
  ['the very text', identity, 'pass'],
  [
    'an expression for all of it',
    'https://github\\.com/acme/[^/]+/\\.github/workflows/release\\.yml@refs/heads/.*',
    'pass',
  ],
  ['an expression for its beginning', 'https://github.com/acme/', 'deny'],
  ['an expression for its end', 'release.yml@refs/heads/main', 'deny'],
  ['one of two, each for a part', 'https://github.com/acme/|main', 'deny'],
  ['another repository', 'https://github.com/acme/web/.*', 'deny'],
])('the identity is %s', async (_what, wanted, answer) => {
  await attach(await sigstore.sign(digest, who))
  expect(await judge({ identity: wanted })).toMatchObject({ answer })
})

test('an identity with characters of expressions in it is itself', async () => {
  const odd = 'https://github.com/acme/c++/build.yml@refs/tags/v1'
  await attach(await sigstore.sign(digest, { ...who, identity: odd }))
  expect(await judge({ identity: odd })).toMatchObject({ answer: 'pass' })
})

test('an expression that takes others an age costs nothing', async () => {
  await attach(await sigstore.sign(digest, { ...who, identity: `https://example.com/${'a'.repeat(60)}!` }))
  expect(await judge({ identity: 'https://example.com/(a+)+' })).toMatchObject({ answer: 'deny' })
})

test('who signed instead is named', async () => {
  await attach(await sigstore.sign(digest, { ...who, identity: 'https://github.com/evil/api' }))
  expect(await judge()).toMatchObject(denial('is by https://github.com/evil/api'))
})

test('another issuer is denied, and named', async () => {
  await attach(await sigstore.sign(digest, { ...who, issuer: 'https://accounts.example.com' }))
  expect(await judge()).toMatchObject(denial(`is by ${identity} of the issuer https://accounts.example.com`))
})

test('an issuer is no expression', async () => {
  await attach(await sigstore.sign(digest, who))
  expect(await judge({ issuer: 'https://.*' })).toMatchObject({ answer: 'deny' })
})

test('a name of letters that are none of ASCII is not taken for one of them', async () => {
  // 0xE1 without its highest bit is an a.
  const odd = identity.replace('/acme/', '/\u00e1cme/')
  await attach(await sigstore.sign(digest, { ...who, identity: odd }))
  expect(await judge()).toMatchObject({ answer: 'deny' })
})

test('a bundle of another image is denied', async () => {
  const other = await makeImage({ seed: 'other' })
  const digestOfOther = other.manifest.descriptor.digest
  await attach(await sigstore.sign(digestOfOther, who))
  expect(await judge()).toMatchObject(denial(`is of another image (${digestOfOther.slice(7, 15)})`))
})

test('a signature of the bytes of another manifest is denied, also where it claims this digest', async () => {
  const text = JSON.parse(await sigstore.signBytes(Buffer.from('something else'), who))
  text.messageSignature.messageDigest.digest = Buffer.from(digest.slice(7), 'hex').toString('base64')
  await attach(JSON.stringify(text))
  expect(await judge()).toMatchObject({ answer: 'deny' })
})

test('a certificate of other authorities is denied', async () => {
  await attach(await elsewhere.sign(digest, who))
  expect(await judge()).toMatchObject({ answer: 'deny' })
})

test('a certificate that was not valid when the image was signed is denied', async () => {
  const certified = new Date(Date.now() - 3_600_000)
  await attach(await sigstore.sign(digest, { ...who, certified }))
  expect(await judge()).toMatchObject(denial('was made when its certificate was not valid'))
})

test.each<[string, (material: Record<string, unknown>) => void, string]>([
  [
    'its entry in the log',
    (material) => {
      material.tlogEntries = []
    },
    'has no time of signing that the trusted root vouches for',
  ],
  [
    'its certificate',
    (material) => {
      delete material.certificate
    },
    'is no valid Sigstore bundle',
  ],
])('a bundle stripped of %s is denied', async (_what, strip, why) => {
  const text = JSON.parse(await sigstore.sign(digest, who))
  strip(text.verificationMaterial)
  await attach(JSON.stringify(text))
  expect(await judge()).toMatchObject(denial(why))
})

test('a bundle with a timestamp that is in no log is denied', async () => {
  const text = JSON.parse(await sigstore.sign(digest, { ...who, time: 'timestamp' }))
  text.verificationMaterial.tlogEntries = []
  await attach(JSON.stringify(text))
  expect(await judge()).toMatchObject(denial('has no entry in a transparency log of the trusted root'))
})

test('a root that lists no log wants none', async () => {
  const text = JSON.parse(await sigstore.sign(digest, { ...who, time: 'timestamp' }))
  text.verificationMaterial.tlogEntries = []
  await attach(JSON.stringify(text))
  const root = JSON.stringify({ ...JSON.parse(sigstore.trustedRoot), tlogs: [] })
  expect(await judge({ trustedRoot: fileOf('root.json', root) })).toMatchObject({ answer: 'pass' })
})

test('a certificate that is in no log of the root is denied', async () => {
  await attach(await sigstore.sign(digest, who))
  const { ctlogs } = JSON.parse(elsewhere.trustedRoot)
  const root = JSON.stringify({ ...JSON.parse(sigstore.trustedRoot), ctlogs })
  expect(await judge({ trustedRoot: fileOf('root.json', root) })).toMatchObject(
    denial('has a certificate that is in no log of the trusted root'),
  )
})

test('an entry of the log for another signature is denied', async () => {
  const text = JSON.parse(await sigstore.sign(digest, who))
  const other = JSON.parse(await sigstore.sign(digest, who))
  text.verificationMaterial.tlogEntries = other.verificationMaterial.tlogEntries
  await attach(JSON.stringify(text))
  expect(await judge()).toMatchObject(denial('has an entry in a transparency log that is for something else'))
})

test('a signature with a key is none with a certificate, and the other way round', async () => {
  const key = makeKey()
  await attach(bundleText(key, digest))
  expect(await judge()).toMatchObject(denial('is by a key, without a certificate'))
  await attach(await sigstore.sign(digest, who))
  expect(await judgeSignature(store, image, [byKey(key), signer()])).toMatchObject({ answer: 'pass' })
  expect(await judgeSignature(store, image, [byKey(makeKey())])).toMatchObject({ answer: 'deny' })
})

test.each<[string, (annotations: Record<string, string>) => void]>([
  [
    'without its entry in the log',
    (annotations) => {
      delete annotations['dev.sigstore.cosign/bundle']
    },
  ],
  [
    'with an entry that is no JSON',
    (annotations) => {
      annotations['dev.sigstore.cosign/bundle'] = '{'
    },
  ],
  [
    'with a certificate that is none',
    (annotations) => {
      annotations['dev.sigstore.cosign/certificate'] = 'AAAA'
    },
  ],
])('a .sig tag with a certificate %s is denied', async (_what, damage) => {
  const payload = simplePayload(digest)
  const annotations = await sigstore.signPayload(Buffer.from(payload), who)
  damage(annotations)
  await pushImage(store, sigOf(payload, annotations), [sigTag(image)])
  expect(await judge()).toMatchObject({ answer: 'deny' })
})

test('a .sig tag with a certificate that is put beside another payload is denied', async () => {
  const annotations = await sigstore.signPayload(Buffer.from(simplePayload(`sha256:${'0'.repeat(64)}`)), who)
  await pushImage(store, sigOf(simplePayload(digest), annotations), [sigTag(image)])
  expect(await judge()).toMatchObject({ answer: 'deny' })
})

test('a .sig tag with a key is not one with a certificate', async () => {
  const key = makeKey()
  const payload = simplePayload(digest)
  await pushImage(store, sigOf(payload, sigAnnotation(key, payload)), [sigTag(image)])
  expect(await judge()).toMatchObject(denial('is by a key, without a certificate'))
})

test.each(['', '{}', '[]', '{"certificateAuthorities":[]}', '{"certificateAuthorities":7}'])(
  'a root that is %j is an error, not an answer',
  async (text) => {
    await attach(await sigstore.sign(digest, who))
    await expect(judge({ trustedRoot: fileOf('root.json', text) })).rejects.toThrow(
      'root.json is no trusted root of Sigstore.',
    )
  },
)
