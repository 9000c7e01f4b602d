import { createCipheriv, createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import type { Descriptor, Platform } from '../../src/oci/descriptor.ts'
import { type Digest, digestOf } from '../../src/oci/digest.ts'
import { type RawManifest, rawManifest } from '../../src/oci/manifest.ts'
import { MEDIA_TYPES } from '../../src/oci/media-types.ts'

/** An image, index or artifact in memory. */
export interface TestImage {
  readonly manifest: RawManifest
  /** What the manifest names and a registry holds: its config and its layers, foreign ones left out. */
  readonly blobs: ReadonlyMap<Digest, Uint8Array>
  /** Of an index: what it lists, in its order; empty for everything else. */
  readonly children: readonly TestImage[]
  readonly platform?: Platform
}

/** How an image is made; equal options give equal bytes. */
export interface ImageOptions {
  /** Own layers: how many, or the content bytes of each. 2 unless told. */
  readonly layers?: number | readonly number[]
  /** Makes the content differ; `seed` unless told. */
  readonly seed?: string
  /** An image whose layers stand under the own ones, as `FROM` does. */
  readonly base?: TestImage
  readonly labels?: Readonly<Record<string, string>>
  readonly platform?: Platform
  readonly mediaTypes?: MediaTypeFamily
  /** Adds a layer of a foreign type: true gives one that only has URLs, as Windows base images do. */
  readonly foreignLayer?: boolean | { readonly held: boolean; readonly urls: boolean }
  /** Annotations of the manifest. */
  readonly annotations?: Readonly<Record<string, string>>
  /** RFC 3339; a fixed day unless told. */
  readonly created?: string
}

/** Which media types a manifest and its parts carry. */
export type MediaTypeFamily = 'oci' | 'docker'

const DOCKER_LAYER = 'application/vnd.docker.image.rootfs.diff.tar.gzip'
const DOCKER_FOREIGN_LAYER = 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip'
const OCI_FOREIGN_LAYER = 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip'
const DEFAULT_PLATFORM: Platform = { os: 'linux', architecture: 'amd64' }

interface Layer {
  readonly descriptor: Descriptor & { readonly urls?: readonly string[] }
  readonly diffId: Digest
  readonly bytes?: Uint8Array
}

/** An image with tar+gzip layers that hold a file each, and a config whose `diff_ids` are true. */
export async function makeImage(options: ImageOptions = {}): Promise<TestImage> {
  const { seed = 'seed', mediaTypes = 'oci', platform = DEFAULT_PLATFORM } = options
  const docker = mediaTypes === 'docker'
  const sizes =
    typeof options.layers === 'object'
      ? options.layers
      : Array.from({ length: options.layers ?? 2 }, (_, index) => 600 + index * 37)
  const own = await Promise.all(
    sizes.map((size, index) =>
      makeLayer(`${seed}/${index}`, size, docker ? DOCKER_LAYER : MEDIA_TYPES.ociLayerGzip),
    ),
  )
  const wanted = options.foreignLayer === true ? { held: false, urls: true } : (options.foreignLayer ?? false)
  const foreign = wanted === false ? [] : [foreignLayer(seed, docker, wanted)]
  const layers = [...foreign, ...layersOf(options.base), ...own]
  const config = encode({
    created: options.created ?? '2026-01-02T03:04:05Z',
    architecture: platform.architecture,
    os: platform.os,
    ...(platform.variant === undefined ? {} : { variant: platform.variant }),
    config: { Cmd: ['/bin/app'], Env: [`SEED=${seed}`], Labels: options.labels ?? {} },
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => layer.diffId) },
    history: layers.map((_, index) => ({ created_by: `layer ${index}` })),
  })
  const image = assemble({
    document: {
      schemaVersion: 2,
      mediaType: docker ? MEDIA_TYPES.dockerManifest : MEDIA_TYPES.ociManifest,
      config: describeBytes(config, docker ? MEDIA_TYPES.dockerConfig : MEDIA_TYPES.ociConfig),
      layers: layers.map((layer) => layer.descriptor),
      ...(options.annotations === undefined ? {} : { annotations: options.annotations }),
    },
    blobs: [config, ...layers.flatMap((layer) => (layer.bytes === undefined ? [] : [layer.bytes]))],
  })
  return { ...image, platform }
}

/** How an index is made. */
export interface IndexOptions {
  /** Adds for each image the provenance child that BuildKit makes. */
  readonly attestations?: boolean
  /** `docker` makes a manifest list. */
  readonly mediaTypes?: MediaTypeFamily
  readonly annotations?: Readonly<Record<string, string>>
}

/** An index of images, or of indexes. */
export function makeIndex(images: readonly TestImage[], options: IndexOptions = {}): TestImage {
  const docker = options.mediaTypes === 'docker'
  const attestations =
    options.attestations === true ? images.map((image) => ({ image, child: attestationFor(image) })) : []
  const manifests = [
    ...images.map((image) => ({
      ...image.manifest.descriptor,
      ...(image.platform === undefined ? {} : { platform: image.platform }),
    })),
    ...attestations.map(({ image, child }) => ({
      ...child.manifest.descriptor,
      annotations: {
        'vnd.docker.reference.digest': image.manifest.descriptor.digest,
        'vnd.docker.reference.type': 'attestation-manifest',
      },
      platform: child.platform,
    })),
  ]
  const index = assemble({
    document: {
      schemaVersion: 2,
      mediaType: docker ? MEDIA_TYPES.dockerManifestList : MEDIA_TYPES.ociIndex,
      manifests,
      ...(options.annotations === undefined ? {} : { annotations: options.annotations }),
    },
    blobs: [],
  })
  return { ...index, children: [...images, ...attestations.map(({ child }) => child)] }
}

/** How an artifact is made. */
export interface ArtifactOptions {
  readonly artifactType?: string
  /** What it refers to: that makes it a referrer. */
  readonly subject?: TestImage
  /** Text of its only layer, its type (`text/plain` unless told) and annotations. */
  readonly content?: string
  readonly layerType?: string
  readonly layerAnnotations?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
}

/** An artifact with the empty config of OCI image spec 1.1, "Guidance for an Empty Descriptor". */
export function makeArtifact(options: ArtifactOptions = {}): TestImage {
  const empty = new TextEncoder().encode('{}')
  const content = new TextEncoder().encode(options.content ?? 'an artifact')
  const { layerType = 'text/plain', layerAnnotations } = options
  return assemble({
    document: {
      schemaVersion: 2,
      mediaType: MEDIA_TYPES.ociManifest,
      artifactType: options.artifactType ?? 'application/vnd.example.report.v1',
      config: describeBytes(empty, MEDIA_TYPES.ociEmpty),
      layers: [
        {
          ...describeBytes(content, layerType),
          ...(layerAnnotations === undefined ? {} : { annotations: layerAnnotations }),
        },
      ],
      ...(options.subject === undefined ? {} : { subject: options.subject.manifest.descriptor }),
      ...(options.annotations === undefined ? {} : { annotations: options.annotations }),
    },
    blobs: [empty, content],
  })
}

/** Bytes that do not compress, the same for the same seed. */
function seededBytes(seed: string, size: number): Uint8Array {
  const key = createHash('sha256').update(seed).digest()
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(size))
}

/** A blob with its descriptor. */
export function makeBlob(
  seed: string,
  size: number,
): { readonly descriptor: Descriptor; readonly bytes: Uint8Array } {
  const bytes = seededBytes(seed, size)
  return { descriptor: describeBytes(bytes, 'application/octet-stream'), bytes }
}

/** The manifest and all beneath it, children before parents, each digest once. */
export function manifestsOf(image: TestImage): readonly RawManifest[] {
  const found = new Map<Digest, RawManifest>()
  for (const child of image.children) {
    for (const manifest of manifestsOf(child)) found.set(manifest.descriptor.digest, manifest)
  }
  found.set(image.manifest.descriptor.digest, image.manifest)
  return [...found.values()]
}

/** All blobs of an image and of its children, each digest once. */
export function allBlobsOf(image: TestImage): ReadonlyMap<Digest, Uint8Array> {
  return new Map([...image.children.flatMap((child) => [...allBlobsOf(child)]), ...image.blobs])
}

/** The descriptor of some bytes. */
function describeBytes(bytes: Uint8Array, mediaType: string): Descriptor {
  return { mediaType, digest: digestOf(bytes), size: bytes.byteLength }
}

function attestationFor(image: TestImage): TestImage {
  const platform = { os: 'unknown', architecture: 'unknown' }
  const statement = encode({
    _type: 'https://in-toto.io/Statement/v0.1',
    predicateType: 'https://slsa.dev/provenance/v0.2',
    subject: [
      { name: 'image', digest: { sha256: image.manifest.descriptor.digest.slice('sha256:'.length) } },
    ],
    predicate: {},
  })
  const config = encode({
    ...platform,
    config: {},
    rootfs: { type: 'layers', diff_ids: [digestOf(statement)] },
  })
  const made = assemble({
    document: {
      schemaVersion: 2,
      mediaType: MEDIA_TYPES.ociManifest,
      config: describeBytes(config, MEDIA_TYPES.ociConfig),
      layers: [
        {
          ...describeBytes(statement, 'application/vnd.in-toto+json'),
          annotations: { 'in-toto.io/predicate-type': 'https://slsa.dev/provenance/v0.2' },
        },
      ],
    },
    blobs: [config, statement],
  })
  return { ...made, platform }
}

async function makeLayer(seed: string, size: number, mediaType: string): Promise<Layer> {
  const tar = pack()
  tar.entry(
    { name: `app/${seed.replaceAll('/', '-')}.bin`, mode: 0o644, mtime: new Date(0) },
    Buffer.from(seededBytes(seed, size)),
  )
  tar.finalize()
  const content = await buffer(tar)
  const bytes = gzipSync(content, { level: 1 })
  return { descriptor: describeBytes(bytes, mediaType), diffId: digestOf(content), bytes }
}

function foreignLayer(
  seed: string,
  docker: boolean,
  { held, urls }: { readonly held: boolean; readonly urls: boolean },
): Layer {
  const content = seededBytes(`${seed}/foreign`, 64)
  return {
    descriptor: {
      ...describeBytes(content, docker ? DOCKER_FOREIGN_LAYER : OCI_FOREIGN_LAYER),
      ...(urls ? { urls: ['https://layers.example.com/base.tar.gz'] } : {}),
    },
    diffId: digestOf(content),
    ...(held ? { bytes: content } : {}),
  }
}

function layersOf(image: TestImage | undefined): Layer[] {
  if (image === undefined) return []
  const document = decode(image.manifest.bytes) as { config: Descriptor; layers: Descriptor[] }
  const configBytes = image.blobs.get(document.config.digest)
  if (configBytes === undefined) throw new Error('The base image has no config.')
  const config = decode(configBytes) as { rootfs: { diff_ids: Digest[] } }
  return document.layers.map((descriptor, index): Layer => {
    const bytes = image.blobs.get(descriptor.digest)
    const diffId = config.rootfs.diff_ids[index] ?? descriptor.digest
    return { descriptor, diffId, ...(bytes === undefined ? {} : { bytes }) }
  })
}

function assemble(parts: {
  readonly document: Readonly<Record<string, unknown>>
  readonly blobs: readonly Uint8Array[]
}): TestImage {
  // Three spaces, as old docker wrote them: bytes that anything which parses and writes again would change.
  const bytes = new TextEncoder().encode(JSON.stringify(parts.document, null, 3))
  return {
    manifest: rawManifest(bytes),
    blobs: new Map(parts.blobs.map((blob) => [digestOf(blob), blob])),
    children: [],
  }
}

function encode(document: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(document))
}

function decode(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(bytes))
}
