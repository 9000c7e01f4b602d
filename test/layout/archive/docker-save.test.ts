import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openLocalImages } from '../../../src/layout/images/local-images.ts'
import { digestOf, hexOf } from '../../../src/oci/digest.ts'
import { parseManifest } from '../../../src/oci/manifest.ts'
import { testFolder } from '../../support/cli.ts'
import { type TarEntry, tarBytes } from './tars.ts'

const base = Buffer.alloc(5000, 'base')
const own = Buffer.alloc(3000, 'own')
const config = Buffer.from(
  JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    rootfs: { type: 'layers', diff_ids: [digestOf(base), digestOf(own), digestOf(own)] },
  }),
)

/** Takes a file in, and gives what is said of it and the manifest of the first image. */
async function taken(entries: readonly TarEntry[]) {
  const folder = await testFolder()
  const file = path.join(folder, 'saved.tar')
  await writeFile(file, await tarBytes(entries))
  const images = openLocalImages(path.join(folder, 'images'))
  return images.use(async () => {
    const listed = await images.importArchive(file)
    const manifest = await images.repository('x').manifest(listed[0]?.digest ?? '')
    if (manifest === undefined) throw new Error('There is no manifest.')
    return { listed, parsed: parseManifest(manifest) }
  })
}

test('docker 20.10: folders by layer id, a layer that is there twice as a link, two names of one image', async () => {
  const [one, two, three] = ['1', '2', '3'].map((digit) => digit.repeat(64))
  const folder = (id = ''): TarEntry[] => [
    [{ name: `${id}/`, type: 'directory' }],
    [`${id}/VERSION`, '1.0'],
    [`${id}/json`, `{"id":"${id}"}`],
  ]
  const { listed, parsed } = await taken([
    ...folder(one),
    [`${one}/layer.tar`, base],
    ...folder(two),
    [`${two}/layer.tar`, own],
    ...folder(three),
    [{ name: `${three}/layer.tar`, type: 'symlink', linkname: `../${two}/layer.tar` }],
    [`${hexOf(digestOf(config))}.json`, config],
    [
      'manifest.json',
      JSON.stringify([
        {
          Config: `${hexOf(digestOf(config))}.json`,
          RepoTags: ['shop/api:1.0', 'localhost:5000/shop/api:latest'],
          Layers: [one, two, three].map((id) => `${id}/layer.tar`),
        },
      ]),
    ],
    ['repositories', `{"shop/api":{"1.0":"${two}"}}`],
  ])
  expect(listed.map(({ name, tag }) => [name, tag])).toEqual([
    ['shop/api:1.0', '1.0'],
    ['localhost:5000/shop/api:latest', 'latest'],
  ])
  if (parsed.kind !== 'image') throw new Error('It is no image.')
  // The id of an image is the digest of its config.
  expect(parsed.config.digest).toBe(digestOf(config))
  expect(parsed.layers).toHaveLength(3)
  expect(parsed.layers[1]).toEqual(parsed.layers[2])
})

test('docker 25 and later: an image layout with layers as they are, which keeps its digest, and a manifest.json beside it', async () => {
  const blob = (bytes: Uint8Array): string => `blobs/sha256/${hexOf(digestOf(bytes))}`
  const layer = (bytes: Uint8Array) => ({
    mediaType: 'application/vnd.oci.image.layer.v1.tar',
    digest: digestOf(bytes),
    size: bytes.byteLength,
  })
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: {
        mediaType: 'application/vnd.oci.image.config.v1+json',
        digest: digestOf(config),
        size: config.byteLength,
      },
      layers: [layer(base), layer(own), layer(own)],
    }),
  )
  const { listed, parsed } = await taken([
    [{ name: 'blobs/', type: 'directory' }],
    [{ name: 'blobs/sha256/', type: 'directory' }],
    ...[base, own, config, manifest].map((bytes): TarEntry => [blob(bytes), bytes]),
    [
      'index.json',
      JSON.stringify({
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.index.v1+json',
        manifests: [
          {
            mediaType: 'application/vnd.oci.image.manifest.v1+json',
            digest: digestOf(manifest),
            size: manifest.byteLength,
            annotations: {
              'io.containerd.image.name': 'docker.io/shop/api:1.0',
              'org.opencontainers.image.ref.name': '1.0',
            },
          },
        ],
      }),
    ],
    ['manifest.json', JSON.stringify([{ Config: blob(config), RepoTags: ['shop/api:1.0'], Layers: [] }])],
    ['oci-layout', '{"imageLayoutVersion": "1.0.0"}'],
    ['repositories', '{}'],
  ])
  expect(listed).toEqual([{ name: 'docker.io/shop/api:1.0', tag: '1.0', digest: digestOf(manifest) }])
  expect(parsed).toMatchObject({ kind: 'image', layers: [layer(base), layer(own), layer(own)] })
})
