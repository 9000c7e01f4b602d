import type { LedgerEntry } from '../../model/ledger/entry.ts'
import { heldAfter, outcomeOf } from '../../model/ledger/outcome.ts'
import { makesCurrent } from '../../model/ledger/purpose.ts'
import type { OutcomeStep } from '../../model/ledger/steps.ts'
import type { Digest } from '../../oci/digest.ts'

/**
 * The digests of an image that were promoted to a repository of an environment, or brought back there by a rollback, the
 * latest first, each once. Pure.
 */
export function promotedDigests(
  entries: readonly LedgerEntry[],
  {
    environment,
    image,
    repository,
  }: { readonly environment: string; readonly image: string; readonly repository: string },
): readonly Digest[] {
  const latest = new Map<Digest, number>()
  for (const entry of entries) {
    if (entry.kind !== 'outcome' || entry.to !== environment || !makesCurrent(entry.purpose)) continue
    for (const step of outcomeOf(entry).steps) {
      if (step.image === image && step.destination === repository && isThere(step)) {
        latest.set(step.digest, entry.sequence)
      }
    }
  }
  return [...latest].toSorted(([, a], [, b]) => b - a).map(([digest]) => digest)
}

/** Whether a step left its digest under one of its tags. What was found in step was promoted before, or by nobody. */
function isThere({ outcome, tags, digest }: OutcomeStep): boolean {
  return PROMOTED.has(outcome) && tags.some((tag) => tag.new === digest && heldAfter(tag) === digest)
}

const PROMOTED: ReadonlySet<OutcomeStep['outcome']> = new Set([
  'promoted',
  'partial',
  'recorded',
  'rolled-back',
  'left',
])
