import { buffer } from 'node:stream/consumers'
import { BUNDLE_TYPE_PREFIX, ENVELOPE_TYPE } from '../../model/attestation/bundle.ts'
import type { StepSource } from '../../model/gates/gate.ts'
import type { Descriptor } from '../../oci/descriptor.ts'
import type { Digest } from '../../oci/digest.ts'
import { parseManifest, type RawManifest } from '../../oci/manifest.ts'
import { isManifestType } from '../../oci/media-types.ts'
import { type CosignSuffix, cosignTag } from '../../oci/referrer-tags.ts'
import type { CallOptions } from '../../oci/store.ts'
import { PromoteError, toPromoteError } from '../../support/errors.ts'
import { bundleSignature } from './bundle.ts'
import { attestation } from './envelope.ts'
import { type Found, SIGN_PREDICATE } from './found.ts'
import { SIMPLE_SIGNING, simpleSignature } from './simple-signing.ts'

/** Bytes of one signature or attestation; a bundle has some 10 KiB, one with a large SBOM a few MiB. */
const MAX_BYTES = 16 * 1024 * 1024

/** Bytes of all of them beside one image, and how many are looked at; more was put there to keep readers busy. */
const MAX_BYTES_TOGETHER = 32 * 1024 * 1024
const MAX_FOUND = 256

/** Where bundles, and layers under an `.att` tag, say what they attest. */
const BUNDLE_PREDICATE = 'dev.sigstore.bundle.predicateType'
const LAYER_PREDICATE = 'predicateType'

const GONE = 'is listed, but not there'

/**
 * Reads what may be a signature of an image: what refers to it, by the registry's own list and the fallback tag, and what is
 * under cosign's tags. Nothing is checked. What cannot be read stands there as `unread`.
 *
 * @param wanted predicate types that somebody asks for: what says that it has another one is not read
 * @throws what the signal aborts with
 */
export async function readSignatures(
  digest: Digest,
  source: StepSource,
  wanted: ReadonlySet<string>,
  options: CallOptions,
): Promise<readonly Found[]> {
  const reader = new Reader(digest, source, wanted, options)
  const isAttested = [...wanted].some((type) => type !== SIGN_PREDICATE)
  const all = await Promise.all([
    reader.referrers(),
    wanted.has(SIGN_PREDICATE) ? reader.tagged('sig') : [],
    isAttested ? reader.tagged('att') : [],
  ])
  return all.flat()
}

class Reader {
  readonly #digest: Digest
  readonly #source: StepSource
  readonly #wanted: ReadonlySet<string>
  readonly #options: CallOptions
  #bytesLeft = MAX_BYTES_TOGETHER

  constructor(digest: Digest, source: StepSource, wanted: ReadonlySet<string>, options: CallOptions) {
    this.#digest = digest
    this.#source = source
    this.#wanted = wanted
    this.#options = options
  }

  /** All that refers to the image. */
  referrers(): Promise<readonly Found[]> {
    return this.#orUnread(this.#digest, async () => {
      const listed: Descriptor[] = []
      for await (const one of this.#source.store.referrers({ digest: this.#digest }, this.#options)) {
        listed.push(one)
        if (listed.length > MAX_FOUND) {
          throw new PromoteError('unsupported', `more than ${MAX_FOUND} things refer to it`)
        }
      }
      // Registries list in an order of their own, and one answer should not depend on it.
      const inOrder = listed.toSorted((a, b) => (a.digest < b.digest ? -1 : 1))
      return (await Promise.all(inOrder.map((one) => this.#referrer(one)))).flat()
    })
  }

  /** What is under one of cosign's tags for the image. */
  async tagged(suffix: CosignSuffix): Promise<readonly Found[]> {
    const tag = cosignTag(this.#digest, suffix)
    if (tag === undefined) return []
    return this.#orUnread(this.#digest, async () => {
      const manifest = await this.#source.store.manifest(tag, this.#options)
      return manifest === undefined ? [] : this.#layersOf(manifest)
    })
  }

  async #referrer({ digest, mediaType }: Descriptor): Promise<readonly Found[]> {
    if (!isManifestType(mediaType)) return []
    return this.#orUnread(digest, async () => {
      const manifest = await this.#source.store.manifest(digest, this.#options)
      return manifest === undefined
        ? [{ kind: 'broken', place: digest, why: GONE }]
        : this.#layersOf(manifest)
    })
  }

  async #layersOf(manifest: RawManifest): Promise<readonly Found[]> {
    const { digest: place } = manifest.descriptor
    const parsed = parseManifest(manifest)
    if (parsed.kind === 'index') return []
    const found = await Promise.all(
      parsed.layers.slice(0, MAX_FOUND).map((layer) => this.#layer(place, layer, parsed.annotations)),
    )
    return found.flat()
  }

  async #layer(
    place: Digest,
    layer: Descriptor,
    annotations: Readonly<Record<string, string>>,
  ): Promise<readonly Found[]> {
    const { mediaType } = layer
    if (mediaType === SIMPLE_SIGNING) {
      return this.#read(place, layer, undefined, (bytes) => simpleSignature(place, layer, bytes))
    }
    if (mediaType === ENVELOPE_TYPE) {
      const said = layer.annotations?.[LAYER_PREDICATE]
      return this.#read(place, layer, said, (bytes) => attestation(place, layer, bytes))
    }
    if (!mediaType.startsWith(BUNDLE_TYPE_PREFIX)) return []
    return this.#read(place, layer, annotations[BUNDLE_PREDICATE], (bytes) =>
      bundleSignature(place, bytes, async () => (await this.#source.manifest(this.#options)).bytes),
    )
  }

  /** @param said what it says outside that it attests; nothing where it does not say */
  #read(
    place: Digest,
    layer: Descriptor,
    said: string | undefined,
    parse: (bytes: Uint8Array) => Promise<Found>,
  ): Promise<readonly Found[]> | readonly Found[] {
    if (said !== undefined && !this.#wanted.has(said)) return [{ kind: 'other', place, predicateType: said }]
    if (layer.size > Math.min(MAX_BYTES, this.#bytesLeft)) {
      return [{ kind: 'broken', place, why: 'is larger than what is read' }]
    }
    this.#bytesLeft -= layer.size
    return this.#orUnread(place, async () => [
      await parse(await buffer(await this.#source.store.open(layer, this.#options))),
    ])
  }

  /** What fails of one signature leaves the others as they are. */
  async #orUnread(place: Digest, read: () => Promise<readonly Found[]>): Promise<readonly Found[]> {
    try {
      return await read()
    } catch (error) {
      this.#options.signal?.throwIfAborted()
      const { code, message } = toPromoteError(error)
      if (code === 'not-found') return [{ kind: 'broken', place, why: GONE }]
      if (code === 'protocol') return [{ kind: 'broken', place, why: 'is no manifest that can be read' }]
      return [{ kind: 'unread', place, why: message }]
    }
  }
}
