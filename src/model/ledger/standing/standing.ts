import type { HoldEntry, LedgerEntry, RejectEntry } from '../entry.ts'

/** What was said no to and not taken back: each entry as it stands in the ledger, oldest first. */
export interface Standing {
  readonly holds: readonly HoldEntry[]
  readonly rejections: readonly RejectEntry[]
}

/** What stands in a ledger without entries. */
export const NOTHING_STANDS: Standing = { holds: [], rejections: [] }

/**
 * What stands after `entry`, given what stood before it. A hold and a rejection stand until a release names them by their id;
 * two on the same thing are released one by one. A release of what does not stand changes nothing.
 */
export function nextStanding(standing: Standing, entry: LedgerEntry): Standing {
  switch (entry.kind) {
    case 'hold':
      return { ...standing, holds: [...standing.holds, entry] }
    case 'reject':
      return { ...standing, rejections: [...standing.rejections, entry] }
    case 'release':
      return {
        holds: standing.holds.filter(({ id }) => id !== entry.of),
        rejections: standing.rejections.filter(({ id }) => id !== entry.of),
      }
    case 'intent':
    case 'outcome':
    case 'abandon':
    case 'approval':
    case 'attestation':
      return standing
    default:
      return entry satisfies never
  }
}

/** What stands at the end of these entries. */
export function standingAfter(entries: Iterable<LedgerEntry>): Standing {
  let standing = NOTHING_STANDS
  for (const entry of entries) standing = nextStanding(standing, entry)
  return standing
}
