import type { Descriptor } from '../../../oci/descriptor.ts'
import { algorithmOf, type Digest } from '../../../oci/digest.ts'
import { asDigestOf, isContentOf, type RawManifest } from '../../../oci/manifest.ts'
import type { CallOptions, ManifestSource } from '../../../oci/store.ts'
import { PromoteError } from '../../../support/errors.ts'

/**
 * A manifest of which the descriptor is known, and whose bytes are read when they are needed: at once in most sources, late
 * in one that counts reads.
 */
export class LateManifest {
  readonly descriptor: Descriptor
  readonly #source: Pick<ManifestSource, 'manifest'>
  #bytes: RawManifest | undefined

  private constructor(source: Pick<ManifestSource, 'manifest'>, descriptor: Descriptor, bytes?: RawManifest) {
    this.#source = source
    this.descriptor = descriptor
    this.#bytes = bytes
  }

  /** One that was read. */
  static of(manifest: RawManifest): LateManifest {
    return new LateManifest({ manifest: async () => manifest }, manifest.descriptor, manifest)
  }

  /** What a reference names, found at the cost of one request; undefined when it is certainly absent. */
  static async find(
    source: ManifestSource,
    reference: string,
    options: CallOptions,
  ): Promise<LateManifest | undefined> {
    if (source.countsReads !== true) {
      const read = await source.manifest(reference, options)
      return read === undefined ? undefined : LateManifest.of(read)
    }
    const descriptor = await source.resolve(reference, options)
    return descriptor === undefined ? undefined : new LateManifest(source, descriptor)
  }

  /** The bytes, where they were read by now. */
  get known(): RawManifest | undefined {
    return this.#bytes
  }

  /** The same manifest, to be read from another source that has it. */
  from(source: ManifestSource): LateManifest {
    return new LateManifest(source, this.descriptor, this.#bytes)
  }

  /** The bytes, read once. @throws PromoteError `not-found` when they are gone meanwhile, and what reading throws */
  async read(options: CallOptions): Promise<RawManifest> {
    const { digest } = this.descriptor
    this.#bytes ??= await this.#source.manifest(digest, options)
    if (this.#bytes !== undefined) return this.#bytes
    throw new PromoteError('not-found', `The manifest ${digest} is gone since it was looked up.`, {
      reference: digest,
    })
  }

  /** Whether its bytes have this digest. They are read only where the digest is of another algorithm. */
  async isContentOf(digest: Digest, options: CallOptions): Promise<boolean> {
    if (!this.#mayBe(digest)) return false
    return this.descriptor.digest === digest || isContentOf(await this.read(options), digest)
  }

  /** The digest of some content, as that of this manifest where it is of its bytes by another algorithm. */
  async asDigestOf(digest: Digest, options: CallOptions): Promise<Digest> {
    const isSame = algorithmOf(this.descriptor.digest) === algorithmOf(digest)
    return isSame ? digest : asDigestOf(await this.read(options), digest)
  }

  #mayBe(digest: Digest): boolean {
    return this.descriptor.digest === digest || algorithmOf(this.descriptor.digest) !== algorithmOf(digest)
  }
}
