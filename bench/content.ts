import { createCipheriv, createHash } from 'node:crypto'
import { type Digest, digestOf, parseDigest } from '../src/oci/digest.ts'
import { MEDIA_TYPES } from '../src/oci/media-types.ts'

/** A blob that is made again each time it is read, so that large ones take no memory. */
export interface Blob {
  readonly digest: Digest
  readonly size: number
  /** Its bytes, 1 MiB at a time; equal each time. */
  bytes(): Iterable<Buffer>
}

/** An image as it is pushed. */
export interface Image {
  /** Name below an environment's prefix. */
  readonly name: string
  readonly tag: string
  readonly manifest: Buffer
  readonly digest: Digest
  readonly blobs: readonly Blob[]
}

/** What images a row moves; equal shapes give equal bytes. */
export interface Shape {
  readonly images: number
  /** Layers of each image. */
  readonly layers: number
  /** How many of them all images share. */
  readonly shared: number
  readonly layerBytes: number
}

/** All images of a shape. Their layers do not compress, and nothing reads them as archives. */
export function makeImages(shape: Shape): Image[] {
  const shared = Array.from({ length: shape.shared }, (_, index) =>
    makeBlob(`shared ${index}`, shape.layerBytes),
  )
  return Array.from({ length: shape.images }, (_, image) => {
    const own = Array.from({ length: shape.layers - shape.shared }, (_, index) =>
      makeBlob(`image ${image} layer ${index}`, shape.layerBytes),
    )
    return makeImage(`app-${String(image).padStart(4, '0')}`, [...shared, ...own])
  })
}

/** Bytes of all blobs, each digest once. */
export function uniqueBytes(images: readonly Image[]): number {
  const sizes = new Map(images.flatMap((image) => image.blobs.map((blob) => [blob.digest, blob.size])))
  return sizes.values().reduce((sum, size) => sum + size, 0)
}

function makeImage(name: string, layers: readonly Blob[]): Image {
  const document = {
    created: '2026-01-02T03:04:05Z',
    architecture: 'amd64',
    os: 'linux',
    config: { Labels: { 'org.opencontainers.image.title': name } },
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => layer.digest) },
  }
  const bytes = Buffer.from(JSON.stringify(document))
  const config: Blob = { digest: digestOf(bytes), size: bytes.length, bytes: () => [bytes] }
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MEDIA_TYPES.ociManifest,
      config: { mediaType: MEDIA_TYPES.ociConfig, digest: config.digest, size: config.size },
      layers: layers.map(({ digest, size }) => ({ mediaType: MEDIA_TYPES.ociLayerGzip, digest, size })),
    }),
  )
  return { name, tag: '1.0.0', manifest, digest: digestOf(manifest), blobs: [config, ...layers] }
}

const chunkBytes = 1024 * 1024

/** How gzip begins (RFC 1952): a tool that looks for it must not take a layer for one that is to be compressed. */
const gzipHead = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255])

function makeBlob(seed: string, size: number): Blob {
  const key = createHash('sha256').update(seed).digest()
  function* bytes(): Iterable<Buffer> {
    const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16))
    const zeros = Buffer.alloc(Math.min(size, chunkBytes))
    for (let offset = 0; offset < size; offset += chunkBytes) {
      const chunk = cipher.update(zeros.subarray(0, Math.min(size - offset, chunkBytes)))
      if (offset === 0) gzipHead.copy(chunk)
      yield chunk
    }
  }
  const hash = createHash('sha256')
  for (const chunk of bytes()) hash.update(chunk)
  return { digest: parseDigest(`sha256:${hash.digest('hex')}`), size, bytes }
}
