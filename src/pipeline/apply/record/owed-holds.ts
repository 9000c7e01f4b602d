import type { HoldBody } from '../../../model/ledger/entry.ts'
import type { OwedHold, Standing } from '../../../model/ledger/standing/standing.ts'
import type { PipelineContext } from '../../context.ts'

/** What leaving holds came to. */
export interface LeftHolds {
  /** The holds that were put on, oldest first. */
  readonly holds: readonly (OwedHold & { readonly sequence: number })[]
  /** What was found beside the ledger while they were written, as sentences. */
  readonly warnings: readonly string[]
}

/**
 * Puts a hold on each digest that a rollback took out and that has none yet: the one that ended just now, or one that died
 * before it could. Writes nothing where none is owed.
 * @throws PromoteError `locked`, `disk`, `ledger`
 */
export async function leaveOwedHolds(context: PipelineContext): Promise<LeftHolds> {
  const { ledger } = context
  const { owed } = await ledger.standing()
  const holds: LeftHolds['holds'][number][] = []
  const warnings: string[] = []
  for (const one of owed) {
    const { environment, image, digest, reason, cause } = one
    const run = await context.identify()
    const body: HoldBody = { kind: 'hold', run, environment, image, digest, reason, cause }
    try {
      const appended = await ledger.append(body, (_, standing) => refusePaid(standing, one))
      holds.push({ ...one, sequence: appended.entry.sequence })
      warnings.push(...appended.warnings)
    } catch (error) {
      if (!(error instanceof PaidMeanwhile)) throw error
    }
  }
  return { holds, warnings }
}

/** Another run put it on since it was read. */
class PaidMeanwhile extends Error {}

function refusePaid({ owed }: Standing, { cause, image, digest }: OwedHold): void {
  const isOwed = owed.some((one) => one.cause === cause && one.image === image && one.digest === digest)
  if (!isOwed) throw new PaidMeanwhile()
}
