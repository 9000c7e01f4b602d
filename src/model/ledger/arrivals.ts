import type { Digest } from '../../oci/digest.ts'
import type { AbandonEntry, LedgerEntry, OutcomeEntry } from './entry.ts'
import { heldAfter, outcomeOf } from './outcome.ts'
import type { OutcomeStep } from './steps.ts'

/** One digest of an image, in an environment. */
export interface Arriving {
  readonly environment: string
  readonly image: string
  readonly digest: Digest
}

/** An entry by which a digest is where it is. */
export interface Arrival {
  readonly sequence: number
  /** Since when it is certainly there, ISO 8601 in UTC: the entry's time, or the latest of those before it. */
  readonly at: string
}

/** How every digest came where it is, by the ledger; folded once, however many are asked for. */
export class Arrivals {
  readonly #arrivals = new Map<string, Arrival>()
  readonly #promotions = new Map<string, number>()
  /** The latest time that an entry says, so far. */
  #at = ''

  /** @param entries oldest first */
  constructor(entries: readonly LedgerEntry[]) {
    for (const entry of entries) this.#add(entry)
  }

  /**
   * The latest outcome by which a digest came into an environment, by whatever run; undefined where none has it there. One
   * that only found it in its place again does not count once it is known to be there; an abandoned run that moved a tag to
   * it counts only then.
   *
   * An entry was written after those before it: where its time is earlier than one of theirs, a clock was wrong, and only
   * the latest of them is certain.
   */
  latest(arriving: Arriving): Arrival | undefined {
    return this.#arrivals.get(keyOf(arriving))
  }

  /**
   * Sequence number of the latest promotion that brought a digest into an environment, or found it there; undefined where
   * there is none of which it is known what became of the image's tags.
   */
  promotion(arriving: Arriving): number | undefined {
    return this.#promotions.get(keyOf(arriving))
  }

  #add(entry: LedgerEntry): void {
    if (entry.at > this.#at) this.#at = entry.at
    switch (entry.kind) {
      case 'outcome':
        this.#addOutcome(entry)
        return
      case 'abandon':
        this.#addAbandoned(entry)
        return
      case 'intent':
      case 'approval':
      case 'hold':
      case 'reject':
      case 'release':
      case 'attestation':
        return
      default:
        entry satisfies never
    }
  }

  #addOutcome(entry: OutcomeEntry): void {
    const { sequence, to: environment, purpose } = entry
    for (const step of outcomeOf(entry).steps) {
      const { image, digest, tags } = step
      if (!tags.some((tag) => heldAfter(tag) === digest)) continue
      const key = keyOf({ environment, image, digest })
      if (isMoved(step) || !this.#arrivals.has(key)) this.#arrivals.set(key, { sequence, at: this.#at })
      const isPromotion = purpose === undefined && ARRIVED.has(step.outcome) && isSettled(step)
      if (isPromotion) this.#promotions.set(key, sequence)
    }
  }

  #addAbandoned({ sequence, to: environment, tags }: AbandonEntry): void {
    for (const { image, wanted, holds } of tags) {
      if (wanted === null || holds !== wanted) continue
      const key = keyOf({ environment, image, digest: wanted })
      if (this.#arrivals.has(key)) this.#arrivals.set(key, { sequence, at: this.#at })
    }
  }
}

const known = new WeakMap<readonly LedgerEntry[], Arrivals>()

/** The arrivals of a list of entries, folded the first time that anybody asks for those of this very list. */
export function arrivalsOf(entries: readonly LedgerEntry[]): Arrivals {
  const folded = known.get(entries) ?? new Arrivals(entries)
  known.set(entries, folded)
  return folded
}

/** Outcomes of steps that ended with the image where it was to be. */
const ARRIVED: ReadonlySet<OutcomeStep['outcome']> = new Set([
  'promoted',
  'partial',
  'completed',
  'recorded',
  'unchanged',
])

/** Whether a run changed what the image is: it moved a tag, or the image became the current one. */
function isMoved({ outcome, tags }: OutcomeStep): boolean {
  return outcome === 'recorded' || tags.some(({ result }) => result === 'moved' || result === 'left')
}

/** Whether it is known of every tag that was the run's to move what it holds. */
function isSettled({ tags }: OutcomeStep): boolean {
  return tags.every(({ result }) => result !== 'unknown')
}

function keyOf({ environment, image, digest }: Arriving): string {
  return `${environment} ${image} ${digest}`
}
