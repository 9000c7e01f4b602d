import { Readable } from 'node:stream'
import type { Descriptor } from '../../oci/descriptor.ts'
import { VerifiedReadable } from '../../oci/verified-stream.ts'
import { ContentVerifier } from '../../oci/verify.ts'
import { onAbort } from '../../support/aborting.ts'
import { PromoteError } from '../../support/errors.ts'
import { SilenceTimeout } from '../http/transport.ts'

/** Bytes held ready for a reader that is slower than the network. */
const BUFFER_BYTES = 64 * 1024

/** Gives the bytes from a position on; called again each time a connection breaks. */
export type Continue = (position: number) => Promise<Readable>

/** What a {@link Download} needs. */
export interface DownloadOptions {
  readonly descriptor: Descriptor
  /** Byte to start at. */
  readonly offset: number
  /** The bytes from `offset` on. */
  readonly first: Readable
  readonly continue: Continue
  /**
   * Decides whether a break is mended, waiting as long as it should; throws what the stream fails with if not. Told
   * whether bytes came since the last break.
   */
  readonly mend: (error: unknown, hasProgress: boolean) => Promise<void>
  /** Milliseconds of silence after which a connection counts as broken. */
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
}

/**
 * A blob on its way in: hashed as it comes, mended where its connection breaks. From byte 0 its last byte comes out only
 * after size and digest were found right; from elsewhere the size alone is checked.
 */
export class Download extends VerifiedReadable {
  readonly descriptor: Descriptor
  readonly verifier: ContentVerifier | undefined
  readonly #options: DownloadOptions
  readonly #silence: NodeJS.Timeout
  readonly #unwatch: () => void
  #source: Readable | undefined
  #position: number
  #hasProgress = false

  constructor(options: DownloadOptions) {
    super({ highWaterMark: BUFFER_BYTES })
    this.#options = options
    this.descriptor = options.descriptor
    this.#position = options.offset
    this.verifier = options.offset === 0 ? new ContentVerifier(options.descriptor) : undefined
    this.#silence = setTimeout(() => this.#onSilence(), options.timeoutMs)
    this.#unwatch = onAbort(options.signal, () => this.#stop())
    this.#attach(options.first)
    if (options.signal?.aborted === true) this.#stop()
  }

  override _read(): void {
    if (this.#source?.isPaused() !== true) return
    this.#silence.refresh()
    this.#source.resume()
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#silence)
    this.#unwatch()
    const source = this.#source
    this.#source = undefined
    source?.destroy()
    done(error)
  }

  #stop(): void {
    const reason: unknown = this.#options.signal?.reason
    this.destroy(reason instanceof Error ? reason : new Error(String(reason)))
  }

  #onSilence(): void {
    this.#silence.refresh()
    // While the reader of this stream takes its time, nothing is expected.
    if (this.#source === undefined || this.#source.isPaused()) return
    this.#broke(this.#source, new SilenceTimeout('no bytes'))
  }

  #attach(source: Readable): void {
    this.#source = source
    this.#silence.refresh()
    source.on('data', (chunk: Buffer) => this.#take(source, chunk))
    source.once('error', (error) => this.#broke(source, error))
    source.once('end', () => this.#ended(source))
    source.once('close', () => this.#broke(source, new Error('the connection was closed')))
  }

  #take(source: Readable, chunk: Buffer): void {
    if (source !== this.#source) return
    this.#silence.refresh()
    this.#hasProgress = true
    const { size, digest } = this.#options.descriptor
    const start = this.#position
    this.#position += chunk.byteLength
    try {
      this.verifier?.update(chunk, start)
      if (this.#position > size) throw wrongSize(digest, `more than the ${size} bytes announced`)
      if (this.#position === size && chunk.byteLength > 0) this.verifier?.finish()
    } catch (error) {
      this.destroy(error as Error)
      return
    }
    if (!this.push(chunk)) source.pause()
  }

  #ended(source: Readable): void {
    if (source !== this.#source) return
    const { size, digest } = this.#options.descriptor
    if (this.#position < size) {
      this.#broke(source, wrongSize(digest, `${this.#position} bytes instead of ${size}`))
      return
    }
    this.#source = undefined
    try {
      if (size === 0) this.verifier?.finish()
      this.push(null)
    } catch (error) {
      this.destroy(error as Error)
    }
  }

  #broke(source: Readable, error: unknown): void {
    if (source !== this.#source) return
    this.#source = undefined
    source.destroy()
    const hasProgress = this.#hasProgress
    this.#hasProgress = false
    this.#options
      .mend(error, hasProgress)
      .then(() => this.#options.continue(this.#position))
      .then(
        (next) => {
          if (this.destroyed) next.destroy()
          else this.#attach(next)
        },
        (failure: unknown) => this.destroy(failure as Error),
      )
  }
}

/** Passes the bytes on without the first `count`: for a server that answers a range with the whole. */
export function withoutFirst(source: Readable, count: number): Readable {
  let left = count
  const rest = new Readable({
    read: () => source.resume(),
    destroy(error, done) {
      source.destroy()
      done(error)
    },
  })
  source.on('data', (chunk: Buffer) => {
    const skipped = Math.min(left, chunk.byteLength)
    left -= skipped
    if (skipped < chunk.byteLength && !rest.push(chunk.subarray(skipped))) source.pause()
  })
  source.once('end', () => rest.push(null))
  source.once('error', (error) => rest.destroy(error))
  source.once('close', () => {
    if (!source.readableEnded) rest.destroy(new Error('the connection was closed'))
  })
  return rest
}

function wrongSize(digest: string, found: string): PromoteError {
  return new PromoteError('content', `${digest} does not match its content: found ${found}.`, {
    reference: digest,
  })
}
