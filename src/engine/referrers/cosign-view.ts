import { BUNDLE_TYPE_PREFIX } from '../../model/attestation/bundle.ts'
import type { Digest } from '../../oci/digest.ts'
import { type ParsedManifest, parseManifest, type RawManifest } from '../../oci/manifest.ts'
import { isManifestType } from '../../oci/media-types.ts'
import { cosignTag } from '../../oci/referrer-tags.ts'
import type { CallOptions, ContentSource, Referrer } from '../../oci/store.ts'
import { allOrNothing } from '../../support/concurrency.ts'
import { onSide, PromoteError } from '../../support/errors.ts'

/** More referrers than anybody attaches: what a stranger lists is not read without end. */
const MOST_REFERRERS = 500

/** An artifact that refers to an image, read. */
export interface ReadReferrer {
  readonly manifest: RawManifest
  readonly parsed: ParsedManifest
  /** The tag of cosign's it stands under; absent for what names its subject itself. */
  readonly tag?: string
}

/**
 * What cosign finds beside an image. Version 3 looks for Sigstore bundles first, and where there is one it reads the tags
 * `.sig` and `.att` no more: a bundle by another key hides what stands there.
 */
export interface CosignView {
  readonly bundles: readonly ReadReferrer[]
  /** Under `.sig`. */
  readonly signatures: ReadReferrer | undefined
  /** Under `.att`. */
  readonly attestations: ReadReferrer | undefined
}

/** Whether a bundle would hide signatures or attestations that cosign reads now. */
export function wouldHide({ bundles, signatures, attestations }: CosignView): boolean {
  return bundles.length === 0 && (signatures !== undefined || attestations !== undefined)
}

/**
 * Reads what cosign finds beside an image. Whether a referrer is a bundle is told by its layer: some registries list another
 * type for it.
 * @throws PromoteError `unsupported` for more referrers than anybody attaches, and what reading throws
 */
export async function readCosignView(
  store: ContentSource,
  digest: Digest,
  { signal }: CallOptions = {},
): Promise<CosignView> {
  const listed: Referrer[] = []
  return onSide('destination', async () => {
    const options = signal === undefined ? {} : { signal }
    for await (const referrer of store.referrers({ digest }, options)) {
      listed.push(referrer)
      if (listed.length > MOST_REFERRERS) throw tooMany(store, digest)
    }
    const [read, signatures, attestations] = await Promise.all([
      allOrNothing(
        listed.map((one) => (both) => readOne(store, digest, one, both)),
        signal,
      ),
      readTag(store, cosignTag(digest, 'sig'), options),
      readTag(store, cosignTag(digest, 'att'), options),
    ])
    return { bundles: read.filter((one) => one !== undefined), signatures, attestations }
  })
}

async function readOne(
  store: ContentSource,
  subject: Digest,
  listed: Referrer,
  signal: AbortSignal,
): Promise<ReadReferrer | undefined> {
  if (!isManifestType(listed.mediaType)) return undefined
  const manifest = await store.manifest(listed.digest, { signal })
  if (manifest === undefined) return undefined
  const parsed = parseManifest(manifest)
  const isBundle = parsed.kind === 'image' && parsed.layers[0]?.mediaType.startsWith(BUNDLE_TYPE_PREFIX)
  return isBundle === true && parsed.subject?.digest === subject ? { manifest, parsed } : undefined
}

async function readTag(
  store: ContentSource,
  tag: string | undefined,
  options: CallOptions,
): Promise<ReadReferrer | undefined> {
  const manifest = tag === undefined ? undefined : await store.manifest(tag, options)
  return manifest === undefined || tag === undefined
    ? undefined
    : { manifest, parsed: parseManifest(manifest), tag }
}

function tooMany(store: ContentSource, digest: Digest): PromoteError {
  return new PromoteError(
    'unsupported',
    `${store.name} lists more than ${MOST_REFERRERS} referrers of ${digest}: what is there already cannot be told.`,
  )
}
