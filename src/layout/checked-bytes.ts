import type { Readable } from 'node:stream'
import type { Descriptor } from '../oci/descriptor.ts'
import { verifierOf } from '../oci/verified-stream.ts'
import { ContentVerifier } from '../oci/verify.ts'

/**
 * Follows the bytes of a blob on their way to a file, and hashes them unless the stream they come from does: a registry's
 * stream hashes what it gives, and once is enough.
 */
export class CheckedBytes {
  readonly #own: ContentVerifier | undefined
  #count: number

  /** @param begun has hashed what the file has already */
  constructor(stream: Readable, descriptor: Descriptor, begun = new ContentVerifier(descriptor)) {
    const isNew = begun.hashed === 0
    this.#own = isNew && verifierOf(stream, descriptor) !== undefined ? undefined : begun
    this.#count = begun.hashed
  }

  /** Bytes so far, counted from the start of the blob. */
  get count(): number {
    return this.#count
  }

  /** Takes the next bytes. @throws PromoteError `content` */
  take(chunk: Buffer): void {
    this.#own?.update(chunk, this.#count)
    this.#count += chunk.byteLength
  }

  /** Ends the check, once the stream has ended without an error. @throws PromoteError `content` */
  finish(): void {
    this.#own?.finish()
  }
}
