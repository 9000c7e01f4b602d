import type { LedgerEntry } from '../../../model/ledger/entry.ts'
import type { LedgerReader } from '../../../model/ledger/ledger.ts'
import { PromoteError } from '../../../support/errors.ts'

/**
 * Why the intent of a run did not hold its tags any more when its outcome was written. Another run of the same promotion
 * may have ended it, which is no loss. One that is not in the ledger at all is: the file was cut, or another copy of it
 * was put there while tags moved, and the chain alone does not show that.
 * @throws PromoteError `ledger`, `disk` when the ledger cannot be read
 */
export async function lostIntent(
  ledger: LedgerReader,
  intent: LedgerEntry,
): Promise<{ readonly error: PromoteError } | undefined> {
  for await (const line of ledger.entries()) {
    if (line.entry.id === intent.id) return undefined
  }
  return {
    error: new PromoteError(
      'ledger',
      `The ledger ${ledger.name} does not have entry ${intent.sequence} any more, which this run wrote before its tags moved: it was cut, or another copy was put in its place.`,
      {
        reference: ledger.name,
        hint: `How the run ended is recorded in what is there now. Put back the copy that has the head ${intent.hash}, or say why it is gone.`,
      },
    ),
  }
}
