import type { LedgerHead } from '../../model/ledger/ledger.ts'
import { PromoteError } from '../../support/errors.ts'

/** The later of two heads of one ledger; of two in one place the first. */
export function laterHead(
  one: LedgerHead | undefined,
  other: LedgerHead | undefined,
): LedgerHead | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return other.sequence > one.sequence ? other : one
}

/**
 * Refuses a ledger that ends before an entry that this process has read in it, or has another one in its place. What was
 * judged rests on that entry, a hold perhaps, and the chain of what is there now does not show that it is gone. Of a ledger
 * that has grown since only its length is looked at.
 * @throws PromoteError `ledger`
 */
export function refuseCut(name: string, seen: LedgerHead | undefined, head: LedgerHead | undefined): void {
  if (seen === undefined) return
  if (head !== undefined && head.sequence > seen.sequence) return
  if (head?.sequence === seen.sequence && head.hash === seen.hash) return
  throw new PromoteError(
    'ledger',
    `The ledger ${name} does not have entry ${seen.sequence} any more, which it had when this run read it: it was cut, or another copy was put in its place.`,
    {
      reference: name,
      hint: `Nothing was written to it. Put back the copy that has the head ${seen.hash}; if this one is right, run the same again.`,
    },
  )
}
