/** Who waits for a signal: all of them hang on one listener of it. */
const waiting = new WeakMap<AbortSignal, Set<() => void>>()

/**
 * Calls `listener` once when the signal aborts, never for one that has aborted already; what is given back takes the
 * listener away. To be used in place of `addEventListener`: a signal looks through all its listeners for each that comes
 * or goes, and hundreds of requests wait for the same one.
 */
export function onAbort(signal: AbortSignal | undefined, listener: () => void): () => void {
  if (signal === undefined) return () => {}
  const listeners = waiting.get(signal) ?? listenTo(signal)
  // One of its own for each call, so that the same function may be given twice.
  const own = (): void => listener()
  listeners.add(own)
  return () => void listeners.delete(own)
}

function listenTo(signal: AbortSignal): Set<() => void> {
  const listeners = new Set<() => void>()
  waiting.set(signal, listeners)
  const tellAll = (): void => {
    for (const listener of listeners) listener()
  }
  signal.addEventListener('abort', tellAll, { once: true })
  return listeners
}

/**
 * A controller that aborts when `signal` does, for as long as it is held. Much lighter than `AbortSignal.any`, which asks
 * each of its sources whenever it is looked at.
 */
export class LinkedAbort implements Disposable {
  readonly #controller = new AbortController()
  readonly #unlink: () => void

  constructor(signal: AbortSignal | undefined) {
    if (signal?.aborted === true) this.abort(signal.reason)
    this.#unlink = onAbort(signal, () => this.abort(signal?.reason))
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  abort(reason: unknown): void {
    this.#controller.abort(reason)
  }

  /** Lets go of the first signal: what is still under way hears of it no more. */
  [Symbol.dispose](): void {
    this.#unlink()
  }
}
