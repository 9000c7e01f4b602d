import type { Descriptor } from '../oci/descriptor.ts'
import type { Digest } from '../oci/digest.ts'
import { PromoteError } from '../support/errors.ts'
import { MAX_IMAGE_LEVELS, MAX_IMAGE_MANIFEST_BYTES, MAX_IMAGE_MANIFESTS } from '../support/limits.ts'

/**
 * Keeps one image from costing without end: a small index can list itself into thousands of manifests, and a registry can
 * name referrers for ever. Counts each digest once, before it is read.
 */
export class ImageLimit {
  readonly #image: Digest
  readonly #counted = new Set<Digest>()
  #bytes = 0

  /** @param image the manifest at the top, which counts as well */
  constructor(image: Pick<Descriptor, 'digest' | 'size'>) {
    this.#image = image.digest
    this.count(image, 0)
  }

  /**
   * Counts a manifest of the image.
   * @param level how far it is from the top: 0 for the top itself
   * @throws PromoteError `unsupported` when it is one too many, or too deep
   */
  count({ digest, size }: Pick<Descriptor, 'digest' | 'size'>, level: number): void {
    if (level > MAX_IMAGE_LEVELS) throw this.#refusal(`is nested deeper than ${MAX_IMAGE_LEVELS} levels`)
    if (this.#counted.has(digest)) return
    this.#counted.add(digest)
    this.#bytes += size
    if (this.#counted.size > MAX_IMAGE_MANIFESTS) {
      throw this.#refusal(`has more than ${MAX_IMAGE_MANIFESTS} manifests and referrers`)
    }
    if (this.#bytes > MAX_IMAGE_MANIFEST_BYTES) {
      throw this.#refusal(`has manifests of more than ${MAX_IMAGE_MANIFEST_BYTES / 1024 ** 2} MiB together`)
    }
  }

  #refusal(what: string): PromoteError {
    return new PromoteError('unsupported', `The image ${this.#image} ${what}.`, {
      reference: this.#image,
      hint: 'No image needs so many: it may be made to keep a reader busy. Too many referrers can be left behind: referrers: { copy: none } in the promotion file.',
    })
  }
}
