import { onAbort } from '../support/aborting.ts'
import { SMALL_BLOB_BYTES, SMALL_BLOB_CONCURRENCY } from '../support/limits.ts'

/** Decides which transfer runs next. */
export interface Schedule {
  /**
   * Waits for a place, runs `work`, frees the place in every case. Of those that wait, the largest goes first, so that
   * a long transfer does not begin last. Rejects when `signal` aborts while waiting.
   * @param bytes size of what `work` moves
   */
  transfer<T>(bytes: number, work: () => Promise<T>, signal?: AbortSignal): Promise<T>
}

/**
 * A schedule with two lanes: `concurrency` large blobs at once, which share the bandwidth, and beside them
 * more small ones, which only cost round trips.
 */
export function createSchedule(concurrency: number): Schedule {
  const large = createLane(concurrency)
  const small = createLane(Math.max(concurrency, concurrency === 1 ? 1 : SMALL_BLOB_CONCURRENCY))
  return {
    async transfer(bytes, work, signal) {
      const lane = bytes < SMALL_BLOB_BYTES ? small : large
      await lane.enter(bytes, signal)
      try {
        return await work()
      } finally {
        lane.leave()
      }
    },
  }
}

interface Waiting {
  readonly bytes: number
  readonly start: () => void
}

interface Lane {
  enter(bytes: number, signal: AbortSignal | undefined): Promise<void>
  leave(): void
}

function createLane(places: number): Lane {
  let free = Math.max(1, places)
  // Sorted by size, the largest last: taking it is a pop.
  const waiting: Waiting[] = []
  return {
    enter(bytes, signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        if (free > 0) {
          free--
          return resolve()
        }
        const unwatch = onAbort(signal, () => {
          const index = waiting.indexOf(entry)
          if (index >= 0) waiting.splice(index, 1)
          reject(signal?.reason)
        })
        const entry: Waiting = {
          bytes,
          start: () => {
            unwatch()
            resolve()
          },
        }
        waiting.splice(insertionIndex(waiting, bytes), 0, entry)
      })
    },
    leave() {
      const next = waiting.pop()
      if (next === undefined) free++
      else next.start()
    },
  }
}

/** Before the first entry of at least this size: equal sizes leave in the order they came. */
function insertionIndex(waiting: readonly Waiting[], bytes: number): number {
  let low = 0
  let high = waiting.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((waiting[middle]?.bytes ?? 0) < bytes) low = middle + 1
    else high = middle
  }
  return low
}
