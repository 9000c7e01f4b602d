import { describe, expect, test } from 'vitest'
import { platformMatches } from '../../src/oci/descriptor.ts'
import { digestOf } from '../../src/oci/digest.ts'
import { blobsOf, parseManifest, rawManifest } from '../../src/oci/manifest.ts'
import { bareMediaType, MEDIA_TYPES } from '../../src/oci/media-types.ts'
import { makeArtifact, makeImage, makeIndex } from '../support/images.ts'

const bytesOf = (document: unknown): Uint8Array =>
  new TextEncoder().encode(typeof document === 'string' ? document : JSON.stringify(document))
const descriptor = { mediaType: MEDIA_TYPES.ociConfig, digest: digestOf('x'), size: 1 }
const image = { schemaVersion: 2, config: descriptor, layers: [descriptor] }
const index = { schemaVersion: 2, manifests: [descriptor] }

describe('the media type of a manifest', () => {
  test.for([
    [
      'its own',
      { ...image, mediaType: MEDIA_TYPES.dockerManifest },
      MEDIA_TYPES.ociManifest,
      MEDIA_TYPES.dockerManifest,
    ],
    ["else the answer's", image, MEDIA_TYPES.dockerManifest, MEDIA_TYPES.dockerManifest],
    ['else that of its fields: an image', image, undefined, MEDIA_TYPES.ociManifest],
    ['else that of its fields: an index', index, 'application/json', MEDIA_TYPES.ociIndex],
  ] as const)('is %s', ([, document, contentType, wanted]) => {
    const bytes = bytesOf(document)
    expect(rawManifest(bytes, contentType)).toEqual({
      bytes,
      descriptor: { mediaType: wanted, digest: digestOf(bytes), size: bytes.byteLength },
    })
  })
})

describe('what is no manifest is refused', () => {
  test.for([
    ['schema 1', { schemaVersion: 1, name: 'a' }, undefined, 'unsupported'],
    ['signed schema 1', { ...image }, MEDIA_TYPES.dockerSchema1Signed, 'unsupported'],
    [
      'another kind of document',
      { ...image, mediaType: 'application/vnd.example+json' },
      undefined,
      'unsupported',
    ],
    [
      'an index that says it is an image',
      { ...index, mediaType: MEDIA_TYPES.ociManifest },
      undefined,
      'protocol',
    ],
    [
      'an image that says it is an index',
      { ...image, mediaType: MEDIA_TYPES.ociIndex },
      undefined,
      'protocol',
    ],
    [
      'an index that is an image too',
      { ...image, ...index, mediaType: MEDIA_TYPES.ociIndex },
      undefined,
      'protocol',
    ],
    ['both, with nothing said', { ...image, ...index }, undefined, 'protocol'],
    ['a list', [], undefined, 'protocol'],
    ['a web page', '<html>', undefined, 'protocol'],
    ['an empty object', {}, undefined, 'protocol'],
  ] as const)('%s', ([, document, contentType, code]) => {
    expect(() => rawManifest(bytesOf(document), contentType)).toThrow(expect.objectContaining({ code }))
  })

  test('bytes that are no UTF-8', () => {
    expect(() => rawManifest(Uint8Array.of(0x7b, 0xff, 0x7d))).toThrow(
      expect.objectContaining({ code: 'protocol' }),
    )
  })

  test('more than 4 MiB', () => {
    const large = bytesOf({ ...image, annotations: { a: 'x'.repeat(4 * 1024 * 1024) } })
    expect(() => rawManifest(large)).toThrow(/4 MiB/)
  })
})

describe('what a manifest says', () => {
  test('an image: its config, its layers, each blob once', async () => {
    const { manifest, blobs } = await makeImage({ layers: 3, annotations: { a: 'b' } })
    const parsed = parseManifest(manifest)
    expect(parsed).toMatchObject({ kind: 'image', annotations: { a: 'b' } })
    expect(new Set(blobsOf(parsed).map(({ digest }) => digest))).toEqual(new Set(blobs.keys()))
    const twice = parseManifest(rawManifest(bytesOf({ ...image, layers: [descriptor, descriptor] })))
    expect(blobsOf(twice)).toHaveLength(1)
  })

  test('a foreign layer is none of the blobs', async () => {
    const made = await makeImage({ layers: 1, foreignLayer: true })
    const parsed = parseManifest(made.manifest)
    expect(parsed).toMatchObject({ layers: [{}, {}] })
    expect(blobsOf(parsed)).toHaveLength(2)
  })

  test('an index: its children with platform and annotations, and no blobs', async () => {
    const platform = { os: 'linux', architecture: 'arm64', variant: 'v8' }
    const made = makeIndex([await makeImage({ platform })], { attestations: true })
    const parsed = parseManifest(made.manifest)
    expect(parsed).toMatchObject({
      kind: 'index',
      manifests: [{ platform }, { annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } }],
    })
    expect(blobsOf(parsed)).toEqual([])
  })

  test('an artifact: its type and subject', async () => {
    const subject = await makeImage()
    const parsed = parseManifest(makeArtifact({ subject, artifactType: 'a/b' }).manifest)
    expect(parsed).toMatchObject({ artifactType: 'a/b', subject: subject.manifest.descriptor })
  })

  test('null for no subject and no layers, as Go writes them', () => {
    const parsed = parseManifest(
      rawManifest(bytesOf({ ...image, layers: null, subject: null, mediaType: MEDIA_TYPES.ociManifest })),
    )
    expect(parsed).toEqual({ kind: 'image', config: descriptor, layers: [], annotations: {} })
  })

  test.for([MEDIA_TYPES.ociIndex, undefined])(
    'an index of nothing, which umoci and oras write as null: %s',
    (mediaType) => {
      const parsed = parseManifest(rawManifest(bytesOf({ schemaVersion: 2, mediaType, manifests: null })))
      expect(parsed).toEqual({ kind: 'index', manifests: [], annotations: {} })
    },
  )

  test.for([
    ['no config', { ...image, config: undefined }, /"config"/],
    ['layers that are no list', { ...image, layers: {} }, /"layers" is not a list/],
    [
      'a digest of an unknown algorithm',
      { ...image, config: { ...descriptor, digest: 'md5:00' } },
      /"config" has no digest/,
    ],
    [
      'a negative size',
      { ...image, layers: [{ ...descriptor, size: -1 }] },
      /"layers\[0\]" has no valid size/,
    ],
    ['a size that is no whole number', { ...image, layers: [{ ...descriptor, size: 1.5 }] }, /valid size/],
    ['no media type', { ...image, layers: [{ ...descriptor, mediaType: '' }] }, /no media type/],
  ] as const)('%s is refused', ([, document, message]) => {
    const manifest = rawManifest(bytesOf({ ...document, mediaType: MEDIA_TYPES.ociManifest }))
    expect(() => parseManifest(manifest)).toThrow(message)
  })
})

test('a platform matches when what is asked for fits', () => {
  const arm = { os: 'linux', architecture: 'arm64', variant: 'v8' }
  expect(platformMatches('linux/arm64', arm)).toBe(true)
  expect(platformMatches('linux/arm64/v8', arm)).toBe(true)
  expect(platformMatches('linux/arm', arm)).toBe(false)
  expect(platformMatches('linux/arm64/v7', arm)).toBe(false)
  expect(platformMatches('linux/arm64/v8', { os: 'linux', architecture: 'arm64' })).toBe(false)
})

test('a Content-Type without its parameters', () => {
  expect(bareMediaType('Application/JSON; charset=utf-8')).toBe('application/json')
})
