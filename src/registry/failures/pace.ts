import { type Turns, wait } from './governor.ts'

/** Told of a wait for a request's turn: for how many milliseconds. */
export type OnWait = (milliseconds: number) => void

/**
 * Keeps the requests to one host apart: a token bucket that holds one token. A bucket that holds a second's worth would
 * let twice as many out in its first second.
 */
export class Pace implements Turns {
  readonly #gapMs: number
  readonly #onWait: OnWait
  #next = 0

  /** @param perSecond the most requests in a second, above 0 */
  constructor(perSecond: number, onWait: OnWait) {
    this.#gapMs = 1000 / perSecond
    this.#onWait = onWait
  }

  /** Waits for the turn of one request, in the order asked. Rejects with the signal's reason when it aborts. */
  async turn(signal: AbortSignal | undefined): Promise<void> {
    const at = Math.max(performance.now(), this.#next)
    this.#next = at + this.#gapMs
    const left = at - performance.now()
    if (left <= 0) return
    this.#onWait(left)
    // A timer may come a little early.
    for (let rest = left; rest > 0; rest = at - performance.now()) await wait(rest, signal)
  }
}
