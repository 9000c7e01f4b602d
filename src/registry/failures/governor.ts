import { setTimeout as sleep } from 'node:timers/promises'
import { createLimiter, type Limiter, type Queue } from '../../support/concurrency.ts'
import { METADATA_CONCURRENCY } from '../../support/limits.ts'

/**
 * Retries that may be open on one host before it counts as down, and what each success gives back: enough that all that
 * runs at once (64 metadata requests, 40 blobs) may break together and go on, and that every third request may fail for
 * as long as the run lasts; a host that answers nothing has used it up after one round.
 */
const RETRY_BUDGET = 128
const BUDGET_PER_SUCCESS = 0.5
/** What a retry takes that may cost the whole time limit again, or asks where nobody listens. */
const DEAR_RETRY = 6

/** Gives requests their turns. */
export interface Turns {
  /** Rejects with the signal's reason when it aborts. */
  turn(signal: AbortSignal | undefined): Promise<void>
}

/**
 * Keeps one host from being asked too much: how many metadata requests run at once (64, halved by each 429, growing back
 * by one for as many good answers as places), a pause where the host asked for one, and a budget of retries for the run,
 * so that a dead host fails soon, not after every request has tried to the end. Where the promotion file says how many
 * requests a second there may be, it gives them their turns.
 */
export class Governor {
  readonly #limiter: Limiter
  readonly #most: number
  readonly #pace: Turns | undefined
  #good = 0
  #pausedUntil = 0
  #lastShrink = Number.NEGATIVE_INFINITY
  #budget = RETRY_BUDGET

  /** @param pace where there may be only so many requests in a second */
  constructor(most: number = METADATA_CONCURRENCY, pace?: Turns) {
    this.#most = most
    this.#pace = pace
    this.#limiter = createLimiter(most)
  }

  /** Metadata requests that may run at once now. */
  get places(): number {
    return this.#limiter.limit
  }

  /** Runs a metadata request in a place of its own. */
  run<T>(work: () => Promise<T>, signal?: AbortSignal, queue?: Queue): Promise<T> {
    return this.#limiter.run(work, signal, queue)
  }

  /** Waits for a request's turn; undefined where none has to. */
  turn(signal: AbortSignal | undefined): Promise<void> | undefined {
    return this.#pace?.turn(signal)
  }

  /** Waits until a pause the host asked for is over. */
  async ready(signal: AbortSignal | undefined): Promise<void> {
    for (
      let left = this.#pausedUntil - performance.now();
      left > 0;
      left = this.#pausedUntil - performance.now()
    ) {
      await wait(left, signal)
    }
  }

  /** Notes an answer that was not 429. */
  succeeded(): void {
    this.#budget = Math.min(RETRY_BUDGET, this.#budget + BUDGET_PER_SUCCESS)
    if (this.#limiter.limit >= this.#most) return
    this.#good++
    if (this.#good < this.#limiter.limit) return
    this.#good = 0
    this.#limiter.limit++
  }

  /** Notes a 429: fewer requests at once from now on, and none for `pauseMs`. */
  tooMany(pauseMs: number): void {
    const now = performance.now()
    this.#pausedUntil = Math.max(this.#pausedUntil, now + pauseMs)
    this.#good = 0
    // The requests that were under way together are answered together: they count as one.
    if (now - this.#lastShrink < 1000) return
    this.#lastShrink = now
    this.#limiter.limit = Math.max(1, Math.floor(this.#limiter.limit / 2))
  }

  /** Takes one retry out of the budget, a dear one (a time limit that ran out, nobody listening) as six; false when there is none left. */
  mayRetry(cost: 'cheap' | 'dear' = 'cheap'): boolean {
    const taken = cost === 'dear' ? DEAR_RETRY : 1
    if (this.#budget < taken) return false
    this.#budget -= taken
    return true
  }
}

/** Waits; rejects with the signal's reason when it aborts. */
export async function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(milliseconds, undefined, signal === undefined ? {} : { signal })
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}
