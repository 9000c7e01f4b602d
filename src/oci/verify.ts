import { Transform, type TransformCallback } from 'node:stream'
import { PromoteError } from '../support/errors.ts'
import type { Descriptor } from './descriptor.ts'
import { hasherFor } from './digest.ts'

/**
 * Checks bytes on their way against a descriptor. One verifier serves one transfer: when a broken transfer
 * is begun again at an offset it has already seen, only the bytes beyond what was hashed are hashed.
 */
export class ContentVerifier {
  readonly #descriptor: Descriptor
  readonly #hash
  #hashed = 0

  constructor(descriptor: Descriptor) {
    this.#descriptor = descriptor
    this.#hash = hasherFor(descriptor.digest)
  }

  /** Bytes hashed so far, counted from the start of the content. */
  get hashed(): number {
    return this.#hashed
  }

  /**
   * Takes the bytes that stand at `offset`.
   * @throws PromoteError `content` when they go beyond the descriptor's size, or leave a gap
   */
  update(chunk: Uint8Array, offset: number): void {
    const end = offset + chunk.byteLength
    if (end > this.#descriptor.size)
      throw this.#mismatch(`more than the ${this.#descriptor.size} bytes announced`)
    if (offset > this.#hashed) throw this.#mismatch(`a gap at byte ${this.#hashed}`)
    if (end <= this.#hashed) return
    this.#hash.update(offset === this.#hashed ? chunk : chunk.subarray(this.#hashed - offset))
    this.#hashed = end
  }

  /** Ends the check; call it once. @throws PromoteError `content` unless size and digest fit */
  finish(): void {
    if (this.#hashed !== this.#descriptor.size) {
      throw this.#mismatch(`${this.#hashed} bytes instead of ${this.#descriptor.size}`)
    }
    const found = this.#hash.digest('hex')
    if (!this.#descriptor.digest.endsWith(`:${found}`)) throw this.#mismatch(`content with the hash ${found}`)
  }

  /** A stream that passes its bytes on and fails as {@link update} and, at its end, {@link finish} do. */
  stream(offset = 0): Transform {
    let position = offset
    return new Transform({
      transform: (chunk: Buffer, _encoding, done: TransformCallback) => {
        try {
          this.update(chunk, position)
          position += chunk.byteLength
          done(null, chunk)
        } catch (error) {
          done(error as Error)
        }
      },
      flush: (done: TransformCallback) => {
        try {
          this.finish()
          done()
        } catch (error) {
          done(error as Error)
        }
      },
    })
  }

  #mismatch(found: string): PromoteError {
    return new PromoteError(
      'content',
      `${this.#descriptor.digest} does not match its content: found ${found}.`,
      {
        reference: this.#descriptor.digest,
      },
    )
  }
}
