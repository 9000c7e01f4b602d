import { Readable } from 'node:stream'
import { ATTESTED_ANNOTATION, BUNDLE_TYPE, ENVELOPE_TYPE } from '../../model/attestation/bundle.ts'
import type { AttestationFormat } from '../../model/attestation/rule.ts'
import type { Descriptor } from '../../oci/descriptor.ts'
import { type Digest, digestOf, shortDigest } from '../../oci/digest.ts'
import { isContentOf, parseManifest, type RawManifest, rawManifest } from '../../oci/manifest.ts'
import { MEDIA_TYPES } from '../../oci/media-types.ts'
import { cosignTag } from '../../oci/referrer-tags.ts'
import type { CallOptions, ContentStore } from '../../oci/store.ts'
import { onSide, PromoteError } from '../../support/errors.ts'
import { isObject } from '../../support/json-object.ts'
import { parseJson } from '../../support/parse-json.ts'
import { listReferrerDigests } from './compare.ts'
import { readCosignView, wouldHide } from './cosign-view.ts'

/** An attestation that is ready to be attached, in both of its forms. */
export interface Attachable {
  readonly predicateType: string
  /** A Sigstore bundle, as JSON. */
  readonly bundle: string
  /** The DSSE envelope alone, as JSON. */
  readonly envelope: string
  /** When what it attests happened, ISO 8601. */
  readonly created: string
  /** `tag`: always under cosign's tag `.att`. */
  readonly format: AttestationFormat
}

/** Where an attestation stands. */
export interface Attached {
  /** Digest of the manifest that it stands in. */
  readonly referrer: Digest
  /** Digest of its own bytes. */
  readonly content: Digest
  /** The tag of cosign's it stands under; null for what names its subject itself. */
  readonly tag: string | null
}

/** How often a tag that somebody else moves at the same time is read and added to again. */
const MOST_TRIES = 4

/**
 * Attaches an attestation to an image without hiding what cosign reads there: as a bundle that refers to the image or, where
 * that would take signatures under cosign's older tags out of sight or nobody wants one, as one more layer under its tag
 * `.att`. Ends when it was found there again.
 * @throws PromoteError `content` when it is not found afterwards, or hides what was there, and what writing throws
 */
export async function attach(
  store: ContentStore,
  image: RawManifest,
  attachable: Attachable,
  options: CallOptions = {},
): Promise<Attached> {
  return onSide('destination', async () => {
    const { digest } = image.descriptor
    const before = await readCosignView(store, digest, options)
    const hasTags = cosignTag(digest, 'att') !== undefined
    if (wouldHide(before) || (attachable.format === 'tag' && hasTags))
      return addToTag(store, digest, attachable, options)
    const attached = await attachBundle(store, image, attachable, options)
    const after = await readCosignView(store, digest, options)
    const others = after.bundles.filter(({ manifest }) => manifest.descriptor.digest !== attached.referrer)
    if (wouldHide({ ...after, bundles: others })) throw hidden(store, digest, attached.referrer)
    return attached
  })
}

async function attachBundle(
  store: ContentStore,
  image: RawManifest,
  { bundle, predicateType, created }: Attachable,
  options: CallOptions,
): Promise<Attached> {
  const config = await putBytes(store, MEDIA_TYPES.ociEmpty, '{}', options)
  const layer = await putBytes(store, BUNDLE_TYPE, bundle, options)
  const { mediaType, digest, size } = image.descriptor
  const manifest = manifestOf({
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.ociManifest,
    artifactType: BUNDLE_TYPE,
    config,
    layers: [layer],
    subject: { mediaType, digest, size },
    annotations: {
      'dev.sigstore.bundle.content': 'dsse-envelope',
      'dev.sigstore.bundle.predicateType': predicateType,
      'org.opencontainers.image.created': created,
    },
  })
  const referrer = manifest.descriptor.digest
  for (let left = MOST_TRIES; left > 0; left--) {
    // Where there is no referrers API a list is kept under a tag, which another writer may overwrite at the same time.
    await store.putManifest(manifest, options)
    if ((await listReferrerDigests(store, digest, options)).has(referrer)) {
      return { referrer, content: layer.digest, tag: null }
    }
  }
  throw notFound(store, digest, `does not list ${shortDigest(referrer)}, although it was just put there`)
}

/** Adds a layer to what is under `.att`: the manifest with all that it has, and one layer more. */
async function addToTag(
  store: ContentStore,
  digest: Digest,
  { envelope, predicateType }: Attachable,
  options: CallOptions,
): Promise<Attached> {
  const tag = cosignTag(digest, 'att')
  if (tag === undefined) throw new PromoteError('unsupported', `cosign has no tags for ${digest}.`)
  const layer = {
    ...(await putBytes(store, ENVELOPE_TYPE, envelope, options)),
    annotations: { 'dev.cosignproject.cosign/signature': '', predicateType, [ATTESTED_ANNOTATION]: 'true' },
  }
  for (let left = MOST_TRIES; left > 0; left--) {
    const held = await store.manifest(tag, options)
    const document = held === undefined ? {} : documentOf(store, tag, held)
    const layers = [...(Array.isArray(document.layers) ? document.layers : []), layer]
    const config = await putBytes(store, MEDIA_TYPES.ociConfig, configText(layers), options)
    const manifest = manifestOf({
      schemaVersion: 2,
      mediaType: MEDIA_TYPES.ociManifest,
      ...document,
      config,
      layers,
    })
    await store.putManifest(manifest, options)
    const holds = (await store.resolve(tag, options))?.digest
    if (holds !== held?.descriptor.digest) continue
    await store.tag(manifest, tag, options)
    const after = await store.manifest(tag, options)
    const referrer = manifest.descriptor.digest
    if (after !== undefined && (isContentOf(after, referrer) || hasLayer(after, layer.digest))) {
      return { referrer: after.descriptor.digest, content: layer.digest, tag }
    }
  }
  throw notFound(store, digest, `does not keep it under ${tag}: somebody else writes there at the same time`)
}

function hasLayer(manifest: RawManifest, digest: Digest): boolean {
  const parsed = parseManifest(manifest)
  return parsed.kind === 'image' && parsed.layers.some((layer) => layer.digest === digest)
}

function documentOf(store: ContentStore, tag: string, held: RawManifest): Readonly<Record<string, unknown>> {
  const document: unknown = parseJson(new TextDecoder().decode(held.bytes))
  if (held.descriptor.mediaType === MEDIA_TYPES.ociManifest && isObject(document)) return document
  throw new PromoteError(
    'protocol',
    `${store.name}:${tag} is for attestations, but ${held.descriptor.mediaType} is there.`,
    { reference: `${store.name}:${tag}` },
  )
}

/** What cosign's own tool has there: an image of layers that are not compressed. */
function configText(layers: readonly unknown[]): string {
  const digests = layers.flatMap((layer) =>
    isObject(layer) && typeof layer.digest === 'string' ? [layer.digest] : [],
  )
  return JSON.stringify({
    architecture: '',
    os: '',
    config: {},
    rootfs: { type: 'layers', diff_ids: digests },
    history: digests.map(() => ({})),
  })
}

function manifestOf(document: Readonly<Record<string, unknown>>): RawManifest {
  return rawManifest(Buffer.from(JSON.stringify(document)), MEDIA_TYPES.ociManifest)
}

async function putBytes(
  store: ContentStore,
  mediaType: string,
  text: string,
  options: CallOptions,
): Promise<Pick<Descriptor, 'mediaType' | 'digest' | 'size'>> {
  const bytes = Buffer.from(text)
  const descriptor = { mediaType, digest: digestOf(bytes), size: bytes.length }
  if (!(await store.has(descriptor, options))) {
    await store.putBlob(descriptor, async (offset) => Readable.from([bytes.subarray(offset)]), options)
  }
  return descriptor
}

function hidden(store: ContentStore, digest: Digest, referrer: Digest): PromoteError {
  return new PromoteError(
    'content',
    `Somebody signed ${store.name}@${digest} under cosign's older tags while ${shortDigest(referrer)} was attached as a bundle, and cosign reads the tags no more.`,
    {
      reference: `${store.name}@${digest}`,
      hint: 'Sign it again as a bundle (cosign sign), or verify with --new-bundle-format=false.',
    },
  )
}

function notFound(store: ContentStore, digest: Digest, what: string): PromoteError {
  return new PromoteError('content', `${store.name} ${what}.`, {
    reference: `${store.name}@${digest}`,
    hint: 'Another writer may have been there at the same time: run the same command again.',
  })
}
