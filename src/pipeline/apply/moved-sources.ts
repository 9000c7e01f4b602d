import type { Verdict } from '../../model/gate.ts'
import { shortDigest } from '../../oci/digest.ts'
import { allOrNothing } from '../../support/concurrency.ts'
import { onSide } from '../../support/errors.ts'
import { type RunningStep, sourceReference } from './steps.ts'

/**
 * Source tags that hold something else than when the plan was made. That is no reason to stop, as long as the planned
 * digest can be read: it is said, and recorded as evidence of the order gate.
 */
export async function findMovedSources(
  running: readonly RunningStep[],
  from: string,
  signal: AbortSignal,
): Promise<readonly Verdict[]> {
  const found = await allOrNothing(
    running.map(({ step, source }) => async (both): Promise<readonly Verdict[]> => {
      const { tag, descriptor } = step.source
      if (tag === null) return []
      const held = await onSide('source', () => source.resolve(tag, { signal: both }))
      if (held?.digest === descriptor.digest) return []
      const now = held === undefined ? 'is gone' : `has moved to ${shortDigest(held.digest)}`
      return [
        {
          gate: 'order',
          image: step.image,
          tag,
          answer: 'pass',
          reason: `${sourceReference(step)} ${now} since the plan was made; ${shortDigest(descriptor.digest)} is promoted as planned.`,
          evidence: {
            rule: 'present',
            environment: from,
            digest: descriptor.digest,
            tagHolds: held?.digest ?? null,
          },
        },
      ]
    }),
    signal,
  )
  return found.flat()
}
