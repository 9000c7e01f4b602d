import { PromoteError } from '../support/errors.ts'
import { isObject, type JsonObject } from '../support/json-object.ts'
import { MAX_MANIFEST_BYTES } from '../support/limits.ts'
import { parseJson } from '../support/parse-json.ts'
import type { Descriptor, Platform } from './descriptor.ts'
import { algorithmOf, type Digest, digestOf, isDigest } from './digest.ts'
import { isForeignLayer, isIndexType, isManifestType, isSchema1Type, MEDIA_TYPES } from './media-types.ts'

/** A manifest as bytes; `descriptor` holds their true digest and length. */
export interface RawManifest {
  readonly descriptor: Descriptor
  readonly bytes: Uint8Array
}

/** What a manifest says, read from a copy of its bytes. */
export type ParsedManifest =
  | {
      readonly kind: 'image'
      readonly config: Descriptor
      readonly layers: readonly Descriptor[]
      readonly subject?: Descriptor
      readonly artifactType?: string
      readonly annotations: Readonly<Record<string, string>>
    }
  | {
      readonly kind: 'index'
      readonly manifests: readonly Descriptor[]
      readonly subject?: Descriptor
      readonly artifactType?: string
      readonly annotations: Readonly<Record<string, string>>
    }

/**
 * Wraps bytes as a manifest. The media type is the document's own `mediaType` where it has one, else `contentType`
 * where that names a manifest, else what its fields show.
 * @throws PromoteError `unsupported` for docker schema 1, `protocol` for anything that is no manifest or over 4 MiB
 */
export function rawManifest(bytes: Uint8Array, contentType?: string): RawManifest {
  const document = parseDocument(bytes)
  const mediaType = mediaTypeOf(document, contentType)
  return { descriptor: { mediaType, digest: digestOf(bytes), size: bytes.byteLength }, bytes }
}

/** Why a docker schema 1 manifest is refused: a registry signs it anew for each answer. */
export function schema1Refusal(): PromoteError {
  return new PromoteError('unsupported', 'The image is in docker schema 1, which has no stable digest.', {
    hint: 'Push it again with a current tool: docker 1.10 and later write schema 2.',
  })
}

/** Whether the bytes of a manifest have this digest, by the algorithm that it names. */
export function isContentOf({ descriptor, bytes }: RawManifest, digest: Digest): boolean {
  return descriptor.digest === digest || digestOf(bytes, algorithmOf(digest)) === digest
}

/**
 * The digest of some content, as that of this manifest where it is of its bytes by another algorithm: registries say
 * sha256 of what was stored by its sha512 digest.
 */
export function asDigestOf(manifest: RawManifest, digest: Digest): Digest {
  const own = manifest.descriptor.digest
  return algorithmOf(own) !== algorithmOf(digest) && isContentOf(manifest, digest) ? own : digest
}

/** Reads a manifest. @throws PromoteError `protocol` when a descriptor in it is malformed. */
export function parseManifest(manifest: RawManifest): ParsedManifest {
  const document = parseDocument(manifest.bytes)
  const annotations = stringMap(document.annotations)
  const common = {
    annotations,
    ...(document.subject == null ? {} : { subject: descriptorFrom(document.subject, 'subject') }),
    ...(typeof document.artifactType === 'string' ? { artifactType: document.artifactType } : {}),
  }
  if (isIndexType(manifest.descriptor.mediaType)) {
    return { kind: 'index', manifests: listOrNone(document.manifests, 'manifests'), ...common }
  }
  const config = descriptorFrom(document.config, 'config')
  const layers = layersFrom(document.layers)
  refuseTwoSizes([config, ...layers])
  return { kind: 'image', config, layers, ...common }
}

/** What one reader takes by the first size and another by the second would be other content to each. */
function refuseTwoSizes(blobs: readonly Descriptor[]): void {
  const sizes = new Map<string, number>()
  for (const { digest, size } of blobs) {
    if ((sizes.get(digest) ?? size) !== size)
      throw new PromoteError('protocol', `The manifest names ${digest} with two sizes.`)
    sizes.set(digest, size)
  }
}

/** The blobs a manifest names that a registry has to hold: all but {@link linkedLayersOf}, each digest once. */
export function blobsOf(manifest: ParsedManifest): readonly Descriptor[] {
  if (manifest.kind === 'index') return []
  return eachOnce([manifest.config, ...manifest.layers].filter((blob) => !isLinkedLayer(blob)))
}

/**
 * Layers that a registry may hold and need not, as URLs say where they lie: of a foreign type and with `urls`, each
 * digest once. OCI image spec 1.1, "Non-Distributable Layers".
 */
export function linkedLayersOf(manifest: ParsedManifest): readonly Descriptor[] {
  return manifest.kind === 'index' ? [] : eachOnce(manifest.layers.filter(isLinkedLayer))
}

/**
 * How a manifest stands in a list of referrers: with its artifact type, or that of its config, and its annotations.
 * OCI distribution spec 1.1, "Listing Referrers".
 */
export function referrerDescriptor({ descriptor }: RawManifest, parsed: ParsedManifest): Descriptor {
  const { mediaType, digest, size } = descriptor
  const artifactType = artifactTypeOf(parsed)
  return {
    mediaType,
    digest,
    size,
    ...(artifactType === undefined ? {} : { artifactType }),
    ...(Object.keys(parsed.annotations).length === 0 ? {} : { annotations: parsed.annotations }),
  }
}

/** The type of an artifact: its own, else its config's; undefined for an index without one. */
export function artifactTypeOf(parsed: ParsedManifest): string | undefined {
  return parsed.artifactType ?? (parsed.kind === 'image' ? parsed.config.mediaType : undefined)
}

function isLinkedLayer({ mediaType, urls = [] }: Descriptor): boolean {
  return isForeignLayer(mediaType) && urls.length > 0
}

function eachOnce(blobs: readonly Descriptor[]): readonly Descriptor[] {
  const byDigest = new Map<string, Descriptor>()
  for (const blob of blobs) if (!byDigest.has(blob.digest)) byDigest.set(blob.digest, blob)
  return [...byDigest.values()]
}

function parseDocument(bytes: Uint8Array): JsonObject {
  if (bytes.byteLength > MAX_MANIFEST_BYTES) {
    throw new PromoteError('protocol', `A manifest of ${bytes.byteLength} bytes is over the limit of 4 MiB.`)
  }
  let document: unknown
  try {
    document = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new PromoteError('protocol', 'The manifest is not JSON.', { cause })
  }
  if (!isObject(document)) throw new PromoteError('protocol', 'The manifest is not a JSON object.')
  return document
}

function mediaTypeOf(document: JsonObject, contentType: string | undefined): string {
  const own = document.mediaType
  const claimed = typeof own === 'string' ? own : contentType
  if (document.schemaVersion === 1 || (claimed !== undefined && isSchema1Type(claimed))) {
    throw schema1Refusal()
  }
  const isIndex = Array.isArray(document.manifests) || document.manifests === null
  // What one reader takes for an index and another for an image could show each of them other content.
  if (isIndex && (document.config !== undefined || document.layers !== undefined)) {
    throw new PromoteError('protocol', 'The manifest has the fields of an index and of an image.')
  }
  if (claimed !== undefined && (isIndexType(claimed) || isManifestType(claimed))) {
    if (isIndexType(claimed) !== isIndex) {
      throw new PromoteError('protocol', `The manifest says it is ${claimed}, but its fields do not.`)
    }
    return claimed
  }
  if (typeof own === 'string')
    throw new PromoteError('unsupported', `The media type ${own} is no image manifest or index.`)
  if (isIndex) return MEDIA_TYPES.ociIndex
  if (isObject(document.config) && Array.isArray(document.layers)) return MEDIA_TYPES.ociManifest
  throw new PromoteError('protocol', 'The document is no image manifest or index.')
}

/** Tools written in Go (umoci, oras) write null for a list with nothing in it. */
function listOrNone(value: unknown, field: string): Descriptor[] {
  return value === null ? [] : descriptorList(value, field)
}

function layersFrom(value: unknown): readonly Descriptor[] {
  const urlsAt = (at: number): readonly string[] => {
    const layer = Array.isArray(value) ? value[at] : undefined
    const urls = isObject(layer) && Array.isArray(layer.urls) ? layer.urls : []
    return urls.filter((url): url is string => typeof url === 'string' && url !== '')
  }
  return listOrNone(value, 'layers').map((layer, at) => {
    const urls = urlsAt(at)
    return urls.length === 0 ? layer : { ...layer, urls }
  })
}

function descriptorList(value: unknown, field: string): Descriptor[] {
  if (!Array.isArray(value)) throw new PromoteError('protocol', `The manifest's "${field}" is not a list.`)
  return value.map((item, index) => descriptorFrom(item, `${field}[${index}]`))
}

function descriptorFrom(value: unknown, field: string): Descriptor {
  if (!isObject(value)) throw new PromoteError('protocol', `The manifest's "${field}" is not a descriptor.`)
  const { mediaType, digest, size } = value
  if (typeof mediaType !== 'string' || mediaType === '') {
    throw new PromoteError('protocol', `The manifest's "${field}" has no media type.`)
  }
  if (typeof digest !== 'string' || !isDigest(digest)) {
    throw new PromoteError('protocol', `The manifest's "${field}" has no digest that can be verified.`)
  }
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    throw new PromoteError('protocol', `The manifest's "${field}" has no valid size.`)
  }
  const platform = platformFrom(value.platform)
  return {
    mediaType,
    digest,
    size,
    ...(typeof value.artifactType === 'string' ? { artifactType: value.artifactType } : {}),
    ...(value.annotations === undefined ? {} : { annotations: stringMap(value.annotations) }),
    ...(platform === undefined ? {} : { platform }),
  }
}

function platformFrom(value: unknown): Platform | undefined {
  if (!isObject(value)) return undefined
  const { os, architecture, variant } = value
  if (typeof os !== 'string' || typeof architecture !== 'string') return undefined
  return { os, architecture, ...(typeof variant === 'string' && variant !== '' ? { variant } : {}) }
}

function stringMap(value: unknown): Record<string, string> {
  if (!isObject(value)) return {}
  return Object.fromEntries(
    Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  )
}
