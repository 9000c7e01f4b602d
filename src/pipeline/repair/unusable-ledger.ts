import type { LedgerLine } from '../../model/ledger/entry.ts'
import { PromoteError } from '../../support/errors.ts'

/** That a newer version wrote in the ledger: it may have put something there that this one would take away. */
export function madeByNewer(
  name: string,
  { entry, reason }: Extract<LedgerLine, { kind: 'newer' }>,
): PromoteError {
  return new PromoteError(
    'ledger',
    `Entry ${entry.sequence} (${entry.kind}) of the ledger ${name} was made by a newer promote: ${reason}.`,
    {
      reference: name,
      hint: 'What it put there is not known to this version, so nothing is put back. Update promote.',
    },
  )
}

/** That there is no ledger to go by. */
export function noLedger(name: string): PromoteError {
  return new PromoteError(
    'not-found',
    `The ledger ${name} has no entries: nothing says what is to be put back.`,
    {
      reference: name,
      hint: 'If it is kept elsewhere, bring it here first; or name it under "ledger" in the promotion file.',
    },
  )
}
