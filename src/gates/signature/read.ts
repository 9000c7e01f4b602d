import { buffer } from 'node:stream/consumers'
import { BUNDLE_TYPE_PREFIX, ENVELOPE_TYPE } from '../../model/attestation/bundle.ts'
import type { AttachedManifest, StepSource } from '../../model/gates/gate.ts'
import type { Descriptor } from '../../oci/descriptor.ts'
import type { Digest } from '../../oci/digest.ts'
import type { CallOptions } from '../../oci/store.ts'
import { toPromoteError } from '../../support/errors.ts'
import { bundleSignature } from './bundle.ts'
import { attestation } from './envelope.ts'
import type { Found } from './found.ts'
import { SIMPLE_SIGNING, simpleSignature } from './simple-signing.ts'

/** Bytes of one signature or attestation; a bundle has some 10 KiB, one with a large SBOM a few MiB. */
const MAX_BYTES = 16 * 1024 * 1024

/** Bytes of all of them beside one image, and how many are read; more was put there to keep readers busy. */
const MAX_BYTES_TOGETHER = 32 * 1024 * 1024
const MAX_READ = 256

/** Where bundles, and layers under an `.att` tag, say what they attest. */
const BUNDLE_PREDICATE = 'dev.sigstore.bundle.predicateType'
const LAYER_PREDICATE = 'predicateType'

/**
 * Reads what of the things attached to an image may be a signature of it: bundles, and what stands under cosign's tags.
 * Nothing is checked. What cannot be read stands there as `unread`.
 *
 * @param attached to the image itself
 * @param wanted predicate types that somebody asks for: what says that it has another one is not read
 * @throws what the signal aborts with
 */
export async function readSignatures(
  attached: readonly AttachedManifest[],
  source: StepSource,
  wanted: ReadonlySet<string>,
  options: CallOptions,
): Promise<readonly Found[]> {
  const reader = new Reader(source, wanted, options)
  const layers = attached.flatMap(({ manifest, parsed }) =>
    (parsed.kind === 'index' ? [] : parsed.layers).map((layer) => ({
      place: manifest.descriptor.digest,
      layer,
      annotations: parsed.annotations,
    })),
  )
  const found = await Promise.all(
    layers.map(({ place, layer, annotations }) => reader.read(place, layer, annotations)),
  )
  return found.flat()
}

class Reader {
  readonly #source: StepSource
  readonly #wanted: ReadonlySet<string>
  readonly #options: CallOptions
  #bytesLeft = MAX_BYTES_TOGETHER
  #left = MAX_READ

  constructor(source: StepSource, wanted: ReadonlySet<string>, options: CallOptions) {
    this.#source = source
    this.#wanted = wanted
    this.#options = options
  }

  /** @param annotations of the manifest that the layer stands in */
  async read(
    place: Digest,
    layer: Descriptor,
    annotations: Readonly<Record<string, string>>,
  ): Promise<readonly Found[]> {
    const { mediaType } = layer
    if (mediaType === SIMPLE_SIGNING) {
      return this.#open(place, layer, undefined, (bytes) => simpleSignature(place, layer, bytes))
    }
    if (mediaType === ENVELOPE_TYPE) {
      const said = layer.annotations?.[LAYER_PREDICATE]
      return this.#open(place, layer, said, (bytes) => attestation(place, layer, bytes))
    }
    if (!mediaType.startsWith(BUNDLE_TYPE_PREFIX)) return []
    return this.#open(place, layer, annotations[BUNDLE_PREDICATE], (bytes) =>
      bundleSignature(place, bytes, async () => (await this.#source.manifest(this.#options)).bytes),
    )
  }

  /** @param said what it says outside that it attests; nothing where it does not say */
  async #open(
    place: Digest,
    layer: Descriptor,
    said: string | undefined,
    parse: (bytes: Uint8Array) => Promise<Found>,
  ): Promise<readonly Found[]> {
    if (said !== undefined && !this.#wanted.has(said)) return [{ kind: 'other', place, predicateType: said }]
    if (this.#left === 0) return [{ kind: 'unread', place, why: `more than ${MAX_READ} are there` }]
    if (layer.size > Math.min(MAX_BYTES, this.#bytesLeft)) {
      return [{ kind: 'unread', place, why: 'they are larger than signatures are' }]
    }
    this.#left--
    this.#bytesLeft -= layer.size
    try {
      return [await parse(await buffer(await this.#source.store.open(layer, this.#options)))]
    } catch (error) {
      // What fails of one signature leaves the others as they are.
      this.#options.signal?.throwIfAborted()
      const { code, message } = toPromoteError(error)
      return code === 'not-found'
        ? [{ kind: 'broken', place, why: 'is listed, but not there' }]
        : [{ kind: 'unread', place, why: message }]
    }
  }
}
