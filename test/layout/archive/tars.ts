import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { type Header, pack } from 'tar-stream'
import { parseManifest } from '../../../src/oci/manifest.ts'
import { allBlobsOf, type TestImage } from '../../support/images.ts'

/** One entry of a tar that a test writes; what is left out is as tar-stream has it. */
export type TarEntry = readonly [
  header: string | (Partial<Header> & { readonly name: string }),
  content?: string | Uint8Array,
]

/** The bytes of a tar with these entries, in this order. */
export async function tarBytes(entries: readonly TarEntry[]): Promise<Buffer> {
  const tar = pack()
  for (const [header, content = ''] of entries)
    tar.entry(typeof header === 'string' ? { name: header } : header, Buffer.from(content))
  tar.finalize()
  return buffer(tar)
}

/** A tar file with these entries. */
export async function writeTar(folder: string, entries: readonly TarEntry[]): Promise<string> {
  const file = path.join(folder, 'image.tar')
  await writeFile(file, await tarBytes(entries))
  return file
}

/** The entries of an image layout with this image, as `skopeo copy oci-archive:` writes them. */
export function layoutEntries({ manifest, ...image }: TestImage): readonly TarEntry[] {
  const blobs = [...allBlobsOf({ manifest, ...image }), [manifest.descriptor.digest, manifest.bytes] as const]
  return [
    ['oci-layout', '{"imageLayoutVersion":"1.0.0"}'],
    ['index.json', JSON.stringify({ schemaVersion: 2, manifests: [manifest.descriptor] })],
    ...blobs.map(([digest, bytes]): TarEntry => [`blobs/${digest.replace(':', '/')}`, bytes]),
  ]
}

/** What a tar of `docker save` in its older form is made of. */
export interface DockerParts {
  readonly config: string
  readonly layers: readonly (readonly [name: string, content: Uint8Array])[]
  readonly tags?: readonly string[]
}

/** The entries of a tar in the older form of `docker save`. */
export function dockerEntries({ config, layers, tags = ['shop/api:1.0'] }: DockerParts): readonly TarEntry[] {
  return [
    ...layers.map(([name, content]): TarEntry => [name, content]),
    ['config.json', config],
    [
      'manifest.json',
      JSON.stringify([{ Config: 'config.json', RepoTags: tags, Layers: layers.map(([name]) => name) }]),
    ],
  ]
}

/** The digests of the layers of an image. */
export function layersOf({ manifest }: TestImage): readonly string[] {
  const parsed = parseManifest(manifest)
  return parsed.kind === 'image' ? parsed.layers.map(({ digest }) => digest) : []
}
