import type { Evidence, GatedStep } from '../../model/gate.ts'
import { referrerName } from '../../model/referrers.ts'
import { PromoteError } from '../../support/errors.ts'
import type { Observation, ObservedStep } from '../plan/observe.ts'
import { keyOf, keyOfObserved } from '../plan/planner/step-key.ts'

/**
 * What this run has read of both environments, for the gates. Content is named by its digest, so what was read of it once
 * holds for the run; a gate that asks for what changes with time reads that each time it is asked.
 */
export function evidenceOf(observation: Observation): Evidence {
  const steps = new Map(observation.steps.map((step) => [keyOfObserved(step), step]))
  const observed = (step: GatedStep): ObservedStep => {
    const found = steps.get(keyOf(step))
    if (found === undefined) throw new PromoteError('not-found', `${step.digest} was not read.`)
    return found
  }
  return {
    async inSource(step) {
      const { tagHolds } = observed(step).candidate
      return { isPresent: true, ...(tagHolds === undefined ? {} : { tagHolds }) }
    },
    async referrers(step) {
      const { brought, lackingKinds, conflicts } = observed(step).referrers
      return {
        found: brought.length,
        lacking: lackingKinds,
        conflicts: conflicts.map(({ referrer, tag, held }) => ({
          tag,
          holds: held,
          wanted: referrer.manifest.descriptor.digest,
          name: referrerName(referrer),
        })),
      }
    },
  }
}
