import { LinkedAbort, onAbort } from './aborting.ts'

/** Where work waits: in the order asked, or before all that does. */
export type Queue = 'in-turn' | 'ahead'

/** Runs work under a limit: at most `limit` pieces at once, in the order asked. */
export interface Limiter {
  /**
   * Waits for a free place, runs `work`, and frees the place in every case. Rejects as `work` does, or when `signal`
   * aborts while waiting.
   */
  run<T>(work: () => Promise<T>, signal?: AbortSignal, queue?: Queue): Promise<T>
  /** How many pieces may run at once, at least 1; lowering it lets running work finish. */
  limit: number
}

/** A limiter with `limit` places (at least 1). Never hold a place while waiting for another one of the same limiter. */
export function createLimiter(limit: number): Limiter {
  let places = Math.max(1, Math.floor(limit))
  let running = 0
  const waiting: Record<Queue, { start: () => void }[]> = { ahead: [], 'in-turn': [] }
  const release = (): void => {
    running--
    startNext()
  }
  const startNext = (): void => {
    while (running < places) {
      const next = waiting.ahead.shift() ?? waiting['in-turn'].shift()
      if (next === undefined) return
      running++
      next.start()
    }
  }
  const acquire = (signal: AbortSignal | undefined, queue: Queue): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      if (running < places) {
        running++
        return resolve()
      }
      const unwatch = onAbort(signal, () => {
        const index = waiting[queue].indexOf(entry)
        if (index >= 0) waiting[queue].splice(index, 1)
        reject(signal?.reason)
      })
      const entry = {
        start: () => {
          unwatch()
          resolve()
        },
      }
      waiting[queue].push(entry)
    })
  return {
    async run(work, signal, queue = 'in-turn') {
      await acquire(signal, queue)
      try {
        return await work()
      } finally {
        release()
      }
    },
    get limit() {
      return places
    },
    set limit(value: number) {
      places = Math.max(1, Math.floor(value))
      startNext()
    },
  }
}

/**
 * Runs all tasks with a shared signal; the first failure aborts the others, all that began are awaited,
 * and then that first failure is thrown. Results come back in the order of the tasks.
 * @param atOnce how many tasks run at once at most; all of them unless told
 */
export async function allOrNothing<T>(
  tasks: readonly ((signal: AbortSignal) => Promise<T>)[],
  signal?: AbortSignal,
  atOnce = tasks.length,
): Promise<T[]> {
  // Nothing to abort but itself. A signal made of two is dear, and stays in memory until the old generation is collected.
  const [only] = tasks
  if (only !== undefined && tasks.length === 1) {
    signal?.throwIfAborted()
    return [await only(signal ?? new AbortController().signal)]
  }
  using linked = new LinkedAbort(signal)
  const both = linked.signal
  let first: { readonly error: unknown } | undefined
  const results: T[] = []
  let next = 0
  const work = async (): Promise<void> => {
    for (let at = next++; at < tasks.length; at = next++) {
      const task = tasks[at] as (signal: AbortSignal) => Promise<T>
      try {
        both.throwIfAborted()
        results[at] = await task(both)
      } catch (error) {
        first ??= { error }
        linked.abort(error)
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(Math.max(1, atOnce), tasks.length) }, work))
  if (first !== undefined) throw first.error
  return results
}

/** The same work for all who ask, begun by the first of them. */
export function once<T>(work: () => Promise<T>): () => Promise<T> {
  let begun: Promise<T> | undefined
  return () => {
    begun ??= work()
    return begun
  }
}
