import { onAbort } from '../../support/aborting.ts'
import {
  BodyCollector,
  EndlessAnswer,
  type HeaderFields,
  MOST_INTERIM_ANSWERS,
  type WireAnswer,
  type WireRequest,
} from './transport.ts'

/** How the promise of an answer is settled. */
export interface Settling {
  readonly resolve: (answer: WireAnswer) => void
  readonly reject: (error: unknown) => void
}

/** Collects one answer, whatever brings its parts; settles its promise once. */
export abstract class CollectedAnswer {
  protected readonly request: WireRequest
  readonly #settling: Settling
  #collector: BodyCollector | undefined
  #status = 0
  #interim = 0
  #headers: HeaderFields = {}
  #unwatch: (() => void) | undefined

  constructor(request: WireRequest, settling: Settling) {
    this.request = request
    this.#settling = settling
  }

  /** Ends what carries the answer. @param error why it failed; undefined where only the rest is not wanted */
  protected abstract abandon(error: unknown): void

  /** From now on an abort of the request fails the answer. */
  protected watch(): void {
    const { signal } = this.request
    this.#unwatch = onAbort(signal, () => this.fail(signal?.reason))
  }

  /** Ends the request wherever it is. */
  protected fail(error: unknown): void {
    this.onError(error)
    this.abandon(error)
  }

  onHead(status: number, headers: HeaderFields): void {
    if (status < 200) {
      // Each one gives the server as long again for the answer itself.
      if (++this.#interim > MOST_INTERIM_ANSWERS) this.fail(new EndlessAnswer('interim answers without end'))
      return
    }
    this.#status = status
    this.#headers = headers
    this.#collector = new BodyCollector(this.request, status < 300)
  }

  onBody(chunk: Buffer): void {
    try {
      if (this.#collector?.add(chunk) !== false) return
      this.onEnd()
      this.abandon(undefined)
    } catch (error) {
      this.fail(error)
    }
  }

  onEnd(): void {
    this.#unwatch?.()
    this.#settling.resolve({
      status: this.#status,
      headers: this.#headers,
      body: this.#collector?.bytes() ?? new Uint8Array(),
    })
  }

  onError(error: unknown): void {
    this.#unwatch?.()
    this.#settling.reject(error)
  }
}
