import { buffer } from 'node:stream/consumers'
import { BUNDLE_TYPE_PREFIX } from '../../model/attestation/bundle.ts'
import type { StepSource } from '../../model/gates/gate.ts'
import type { Descriptor } from '../../oci/descriptor.ts'
import type { Digest } from '../../oci/digest.ts'
import { type ParsedManifest, parseManifest, type RawManifest } from '../../oci/manifest.ts'
import { isManifestType } from '../../oci/media-types.ts'
import { cosignTag } from '../../oci/referrer-tags.ts'
import type { CallOptions, ContentSource } from '../../oci/store.ts'
import { PromoteError, toPromoteError } from '../../support/errors.ts'
import { bundleSignature } from './bundle.ts'
import type { Found } from './found.ts'
import { SIMPLE_SIGNING, simpleSignature } from './simple-signing.ts'

/** Bytes of one signature or attestation; a bundle has some 10 KiB, a large SBOM in one a few MiB. */
const MAX_BYTES = 16 * 1024 * 1024

/** Manifests and layers that are looked at beside one image; what lies beyond that somebody put there to keep readers busy. */
const MAX_FOUND = 256

const PREDICATE_TYPE = 'dev.sigstore.bundle.predicateType'

/**
 * Reads what may be a signature of an image: what refers to it, by the registry's own list and the fallback tag, and what is
 * under cosign's tag. Nothing is checked. What cannot be read stands there as `unread`.
 *
 * @param wanted predicate types that somebody asks for: a bundle that says it has another one is not read
 * @throws what listing throws
 */
export async function readSignatures(
  digest: Digest,
  source: StepSource,
  wanted: ReadonlySet<string>,
  options: CallOptions,
): Promise<readonly Found[]> {
  const { store } = source
  const tag = cosignTag(digest, 'sig')
  const [referrers, tagged] = await Promise.all([
    listReferrers(source.store, digest, options),
    tag === undefined ? undefined : store.manifest(tag, options),
  ])
  const reading: Reading = { source, wanted, options }
  const all = await Promise.all([
    ...referrers.map((referrer) => readReferrer(referrer, reading)),
    ...(tagged === undefined ? [] : [readManifest(tagged, reading)]),
  ])
  return all.flat()
}

interface Reading {
  readonly source: StepSource
  readonly wanted: ReadonlySet<string>
  readonly options: CallOptions
}

async function listReferrers(
  store: ContentSource,
  digest: Digest,
  options: CallOptions,
): Promise<readonly Descriptor[]> {
  const found: Descriptor[] = []
  for await (const referrer of store.referrers({ digest }, options)) {
    if (found.length === MAX_FOUND) {
      throw new PromoteError('unsupported', `More than ${MAX_FOUND} things refer to the image.`)
    }
    found.push(referrer)
  }
  // Registries list in an order of their own, and one answer should not depend on it.
  return found.toSorted((a, b) => (a.digest < b.digest ? -1 : 1))
}

async function readReferrer({ digest, mediaType }: Descriptor, reading: Reading): Promise<readonly Found[]> {
  const { source, options } = reading
  if (!isManifestType(mediaType)) return []
  return orUnread(digest, options, async () => {
    const manifest = await source.store.manifest(digest, options)
    if (manifest === undefined) return [{ kind: 'broken', place: digest, why: GONE }]
    return readManifest(manifest, reading)
  })
}

async function readManifest(manifest: RawManifest, reading: Reading): Promise<readonly Found[]> {
  const { digest: place } = manifest.descriptor
  const parsed = parseManifest(manifest)
  if (parsed.kind === 'index') return []
  const simple = parsed.layers.filter(({ mediaType }) => mediaType === SIMPLE_SIGNING).slice(0, MAX_FOUND)
  const bundle = parsed.layers.find(({ mediaType }) => mediaType.startsWith(BUNDLE_TYPE_PREFIX))
  const found = await Promise.all([
    ...simple.map((layer) =>
      readLayer(place, layer, reading, (bytes) => simpleSignature(place, layer, bytes)),
    ),
    ...(bundle === undefined ? [] : [readBundle(place, parsed, bundle, reading)]),
  ])
  return found
}

async function readBundle(
  place: Digest,
  { annotations }: ParsedManifest,
  layer: Descriptor,
  reading: Reading,
): Promise<Found> {
  const predicateType = annotations[PREDICATE_TYPE]
  if (predicateType !== undefined && !reading.wanted.has(predicateType)) {
    return { kind: 'other', place, predicateType }
  }
  const image = async (): Promise<Uint8Array> => (await reading.source.manifest(reading.options)).bytes
  return readLayer(place, layer, reading, (bytes) => bundleSignature(place, bytes, image))
}

async function readLayer(
  place: Digest,
  layer: Descriptor,
  { source, options }: Reading,
  read: (bytes: Uint8Array) => Promise<Found>,
): Promise<Found> {
  if (layer.size > MAX_BYTES) return { kind: 'broken', place, why: 'is larger than signatures are' }
  const [found] = await orUnread(place, options, async () => [
    await read(await buffer(await source.store.open(layer, options))),
  ])
  return found ?? { kind: 'broken', place, why: GONE }
}

const GONE = 'is listed, but not there'

/** What fails of one signature leaves the others as they are. @throws what the signal aborts with */
async function orUnread(
  place: Digest,
  { signal }: CallOptions,
  read: () => Promise<readonly Found[]>,
): Promise<readonly Found[]> {
  try {
    return await read()
  } catch (error) {
    signal?.throwIfAborted()
    const { code, message } = toPromoteError(error)
    if (code === 'not-found') return [{ kind: 'broken', place, why: GONE }]
    if (code === 'protocol') return [{ kind: 'broken', place, why: 'is no manifest that can be read' }]
    return [{ kind: 'unread', place, why: message }]
  }
}
