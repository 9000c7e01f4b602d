import type { Digest } from '../../../oci/digest.ts'
import type { HoldEntry, LedgerEntry, OutcomeEntry, RejectEntry } from '../entry.ts'

/** A hold that a rollback is to leave: its run died before it could, or is about to. */
export interface OwedHold {
  /** The id of the outcome of the rollback. */
  readonly cause: string
  readonly environment: string
  readonly image: string
  readonly digest: Digest
  readonly reason: string
}

/** What was said no to and not taken back: each entry as it stands in the ledger, oldest first. */
export interface Standing {
  readonly holds: readonly HoldEntry[]
  readonly rejections: readonly RejectEntry[]
  /** What rollbacks took out, and no hold is on yet. */
  readonly owed: readonly OwedHold[]
}

/** What stands in a ledger without entries. */
export const NOTHING_STANDS: Standing = { holds: [], rejections: [], owed: [] }

/**
 * What stands after `entry`, given what stood before it. A hold and a rejection stand until a release names them by their id;
 * two on the same thing are released one by one. A release of what does not stand changes nothing. A rollback owes a hold on
 * each digest that it took out, until an entry puts it on.
 */
export function nextStanding(standing: Standing, entry: LedgerEntry): Standing {
  switch (entry.kind) {
    case 'hold':
      return {
        ...standing,
        holds: [...standing.holds, entry],
        owed: standing.owed.filter((one) => !isPaidBy(one, entry)),
      }
    case 'reject':
      return { ...standing, rejections: [...standing.rejections, entry] }
    case 'release':
      return {
        ...standing,
        holds: standing.holds.filter(({ id }) => id !== entry.of),
        rejections: standing.rejections.filter(({ id }) => id !== entry.of),
      }
    case 'outcome':
      return { ...standing, owed: [...standing.owed, ...owedBy(entry)] }
    case 'intent':
    case 'abandon':
    case 'approval':
    case 'attestation':
      return standing
    default:
      return entry satisfies never
  }
}

function isPaidBy({ cause, image, digest }: OwedHold, hold: HoldEntry): boolean {
  return hold.cause === cause && hold.image === image && hold.digest === digest
}

/** Of a rollback that put back what it had moved nothing was taken out. */
function owedBy(entry: OutcomeEntry): readonly OwedHold[] {
  if (entry.formatVersion === 1 || entry.purpose?.kind !== 'rollback') return []
  const { id: cause, to: environment, sequence, purpose } = entry
  return entry.steps.flatMap(({ image, outcome, takenOut = [] }) => {
    if (outcome !== 'rolled-back' && outcome !== 'partial') return []
    const reason = `rolled back by entry ${sequence}: ${purpose.reason}`
    return takenOut.map((digest) => ({ cause, environment, image, digest, reason }))
  })
}

/** What stands at the end of these entries. */
export function standingAfter(entries: Iterable<LedgerEntry>): Standing {
  let standing = NOTHING_STANDS
  for (const entry of entries) standing = nextStanding(standing, entry)
  return standing
}
