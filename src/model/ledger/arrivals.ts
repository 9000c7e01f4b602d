import type { Digest } from '../../oci/digest.ts'
import type { LedgerEntry, OutcomeEntry, OutcomeStep } from './entry.ts'
import { heldAfter, outcomeOf } from './outcome.ts'

/** One digest of an image, in an environment. */
export interface Arriving {
  readonly environment: string
  readonly image: string
  readonly digest: Digest
}

/** An entry by which a digest is where it is. */
export interface Arrival {
  readonly id: string
  readonly sequence: number
  /** Since when it is certainly there, ISO 8601 in UTC: the entry's time, or the latest of those before it. */
  readonly at: string
}

/**
 * The latest outcome by which a digest came into an environment, by whatever run; undefined where none has it there. One
 * that only found it in its place again does not count once it is known to be there; an abandoned run that moved a tag to
 * it counts only then.
 *
 * An entry was written after those before it: where its time is earlier than one of theirs, a clock was wrong, and only
 * the latest of them is certain.
 * @param entries oldest first
 */
export function latestArrival(entries: readonly LedgerEntry[], arriving: Arriving): Arrival | undefined {
  let latest: Arrival | undefined
  let at = ''
  for (const entry of entries) {
    if (entry.at > at) at = entry.at
    const found = findingOf(entry, arriving)
    if (
      found === 'moved' ||
      (found === 'in place' ? latest === undefined : found === 'abandoned' && latest !== undefined)
    ) {
      latest = { id: entry.id, sequence: entry.sequence, at }
    }
  }
  return latest
}

/**
 * The latest promotion that brought a digest into an environment, or found it there; undefined where the ledger has none
 * that says what became of the image's tags.
 * @param entries oldest first
 */
export function latestPromotion(
  entries: readonly LedgerEntry[],
  arriving: Arriving,
): OutcomeEntry | undefined {
  return entries.findLast(
    (entry): entry is OutcomeEntry =>
      entry.kind === 'outcome' &&
      entry.purpose === undefined &&
      stepsOf(entry, arriving).some((step) => ARRIVED.has(step.outcome) && isSettled(step)),
  )
}

/** Outcomes of steps that ended with the image where it was to be. */
const ARRIVED: ReadonlySet<OutcomeStep['outcome']> = new Set([
  'promoted',
  'partial',
  'completed',
  'recorded',
  'unchanged',
])

/** What an entry says of a digest in an environment: that a tag was moved to it there, that one held it, or nothing. */
function findingOf(entry: LedgerEntry, arriving: Arriving): 'moved' | 'in place' | 'abandoned' | undefined {
  switch (entry.kind) {
    case 'outcome': {
      const steps = stepsOf(entry, arriving)
      if (steps.some(isMoved)) return 'moved'
      return steps.length === 0 ? undefined : 'in place'
    }
    case 'abandon': {
      const { environment, image, digest } = arriving
      const holds = entry.tags.some(
        (tag) => tag.image === image && tag.wanted === digest && tag.holds === digest,
      )
      return entry.to === environment && holds ? 'abandoned' : undefined
    }
    case 'intent':
    case 'approval':
    case 'hold':
    case 'reject':
    case 'release':
    case 'attestation':
      return undefined
    default:
      return entry satisfies never
  }
}

/** The steps of an outcome after which a tag of the image there held the digest. */
function stepsOf(entry: OutcomeEntry, { environment, image, digest }: Arriving): readonly OutcomeStep[] {
  if (entry.to !== environment) return []
  return outcomeOf(entry).steps.filter(
    (step) =>
      step.image === image && step.digest === digest && step.tags.some((tag) => heldAfter(tag) === digest),
  )
}

/** Whether a run changed what the image is: it moved a tag, or the image became the current one. */
function isMoved({ outcome, tags }: OutcomeStep): boolean {
  return outcome === 'recorded' || tags.some(({ result }) => result === 'moved' || result === 'left')
}

/** Whether it is known of every tag that was the run's to move what it holds. */
function isSettled({ tags }: OutcomeStep): boolean {
  return tags.every(({ result }) => result !== 'unknown')
}
