import type { Governor } from './governor.ts'

const FIRST_DELAY_MS = 250
const LONGEST_DELAY_MS = 10_000

/** What one more try takes out of the host's budget: nothing where it asked for patience, for then it is not down. */
export type TryCost = 'free' | 'cheap' | 'dear'

/** How often one piece of work is tried. */
export interface RetryLimits {
  /** Tries after the first. */
  readonly retries: number
  /** Has the budget of the host, for all work of the run. */
  readonly governor: Governor
}

/**
 * The account of tries of one request, one upload or one download: the only place that decides whether there is another
 * one. What brings a long transfer further sets it back, for only tries that bring nothing are counted.
 */
export class RetryAccount {
  readonly #limits: RetryLimits
  #failed = 0
  #dear = 0

  constructor(limits: RetryLimits) {
    this.#limits = limits
  }

  /** Tries that failed since the beginning, or since the last one that brought something. */
  get failed(): number {
    return this.#failed
  }

  /**
   * Notes a try that failed, and takes another one; false where there is none: its own are used up, those that are dear
   * (silence, nobody listening) are, or those of the host.
   * @param most dear ones that this failure allows
   */
  take(cost: TryCost, most = Number.POSITIVE_INFINITY): boolean {
    const { retries, governor } = this.#limits
    this.#failed++
    if (cost === 'dear') this.#dear++
    if (this.#failed > retries || this.#dear > most) return false
    return cost === 'free' || governor.mayRetry(cost)
  }

  /** Something was brought: the tries are counted anew. */
  renew(): void {
    this.#failed = 0
    this.#dear = 0
  }

  /** Milliseconds to wait before the try that was taken. */
  backoff(): number {
    return backoffMs(this.#failed)
  }
}

/** The wait before try `attempt` (1 for the first repetition): exponential, full jitter. */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  return random() * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1))
}
