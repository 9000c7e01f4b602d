import { BUNDLE_TYPE_PREFIX, ENVELOPE_TYPE, envelopeIn } from '../../model/attestation/bundle.ts'
import type { Envelope } from '../../model/attestation/dsse.ts'
import type { Descriptor } from '../../oci/descriptor.ts'
import type { CallOptions, ContentSource } from '../../oci/store.ts'
import { onSide, PromoteError } from '../../support/errors.ts'
import type { Attached } from './attach.ts'
import type { CosignView, ReadReferrer } from './cosign-view.ts'

/** The longest attestations, SBOMs, have some MB; what is read for its signature is far shorter. */
const MAX_BYTES = 4 * 1024 * 1024

/** An attestation beside an image; whether it is signed by anybody who matters is not judged. */
export interface FoundAttestation extends Attached {
  readonly envelope: Envelope
}

/**
 * The attestations of one predicate type that stand beside an image, in bundles and under cosign's `.att` tag. What is no
 * attestation, though it says so, is left out.
 */
export async function readAttestations(
  store: ContentSource,
  view: CosignView,
  predicateType: string,
  options: CallOptions = {},
): Promise<readonly FoundAttestation[]> {
  return onSide('destination', async () => {
    const found: FoundAttestation[] = []
    for (const { referrer, layer, tag } of layersOf(view, predicateType)) {
      const envelope = await envelopeOf(store, layer, options)
      if (envelope !== undefined) {
        found.push({ referrer: referrer.manifest.descriptor.digest, content: layer.digest, tag, envelope })
      }
    }
    return found
  })
}

interface AttestationLayer {
  readonly referrer: ReadReferrer
  readonly layer: Descriptor
  readonly tag: string | null
}

function layersOf({ bundles, attestations }: CosignView, predicateType: string): readonly AttestationLayer[] {
  const inBundles = bundles.flatMap((referrer): AttestationLayer[] => {
    const { parsed } = referrer
    const said = parsed.annotations['dev.sigstore.bundle.predicateType'] ?? predicateType
    const layer = parsed.kind === 'image' ? parsed.layers[0] : undefined
    const isMeant = said === predicateType && layer?.mediaType.startsWith(BUNDLE_TYPE_PREFIX) === true
    return isMeant && layer !== undefined ? [{ referrer, layer, tag: null }] : []
  })
  if (attestations?.parsed.kind !== 'image' || attestations.tag === undefined) return inBundles
  const { tag } = attestations
  const tagged = attestations.parsed.layers.flatMap((layer): AttestationLayer[] => {
    const said = layer.annotations?.predicateType ?? predicateType
    const isMeant = layer.mediaType === ENVELOPE_TYPE && said === predicateType
    return isMeant ? [{ referrer: attestations, layer, tag }] : []
  })
  return [...inBundles, ...tagged]
}

/** The envelope that a layer holds; undefined where it holds none, or is not what its digest says. */
async function envelopeOf(
  store: ContentSource,
  layer: Descriptor,
  options: CallOptions,
): Promise<Envelope | undefined> {
  if (layer.size > MAX_BYTES) return undefined
  try {
    const chunks: Uint8Array[] = []
    const bytes: AsyncIterable<Uint8Array> = await store.open(layer, options)
    for await (const chunk of bytes) chunks.push(chunk)
    return envelopeIn(Buffer.concat(chunks))
  } catch (error) {
    const isDamaged = error instanceof PromoteError && DAMAGED.has(error.code)
    if (isDamaged) return undefined
    throw error
  }
}

const DAMAGED: ReadonlySet<string> = new Set(['protocol', 'content', 'not-found'])
