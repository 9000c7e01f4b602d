import type { LedgerPlace } from '../model/config.ts'
import type { Ledger } from '../model/ledger/ledger.ts'
import type { Clock } from '../support/clock.ts'
import { type Surroundings, shown } from './surroundings.ts'

/** The ledger that a promotion file names. Touches nothing until asked. That a write has to wait for another process is progress. */
export async function openLedger(
  place: LedgerPlace,
  clock: Clock,
  { cwd, progress }: Surroundings,
): Promise<Ledger> {
  switch (place.kind) {
    case 'file': {
      const ledgers = await import('../ledger/file/file-ledger.ts')
      return ledgers.openLedger(place.file, {
        clock,
        name: shown(place.file, cwd),
        onWait: (text) => progress?.({ kind: 'note', text }),
      })
    }
    default:
      return place.kind satisfies never
  }
}

/** The file that a ledger is in. */
export function fileOfLedger(place: LedgerPlace): string {
  switch (place.kind) {
    case 'file':
      return place.file
    default:
      return place.kind satisfies never
  }
}
