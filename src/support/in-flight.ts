import { onAbort } from './aborting.ts'

interface Flight<T> {
  readonly result: Promise<T>
  readonly controller: AbortController
  waiting: number
}

/** Lets calls that want the same thing at the same time share one piece of work. Nothing is kept once it is done. */
export class InFlight<T> {
  readonly #flights = new Map<string, Flight<T>>()

  /** Joins the work under `key` or starts it. The work is aborted only when everybody who waits for it has been. */
  async join(
    key: string,
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted()
    const flight = this.#flights.get(key) ?? this.#start(key, work)
    flight.waiting++
    try {
      return await abortable(flight.result, signal)
    } finally {
      flight.waiting--
      if (flight.waiting === 0 && signal?.aborted === true) {
        if (this.#flights.get(key) === flight) this.#flights.delete(key)
        flight.controller.abort(signal.reason)
      }
    }
  }

  #start(key: string, work: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController()
    const result = work(controller.signal).finally(() => {
      if (this.#flights.get(key) === flight) this.#flights.delete(key)
    })
    // Those who wait see the failure; when nobody is left to see it, it must not end the process.
    result.catch(() => undefined)
    const flight: Flight<T> = { result, controller, waiting: 0 }
    this.#flights.set(key, flight)
    return flight
  }
}

/** The promise's outcome, or a rejection with the signal's reason as soon as it aborts. */
export async function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise
  signal.throwIfAborted()
  const aborted = Promise.withResolvers<never>()
  const unwatch = onAbort(signal, () => aborted.reject(signal.reason))
  try {
    return await Promise.race([promise, aborted.promise])
  } finally {
    unwatch()
  }
}
