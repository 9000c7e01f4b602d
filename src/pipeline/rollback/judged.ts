import type { Environment } from '../../model/config.ts'
import type { PlanStep } from '../../model/plan.ts'
import type { Digest } from '../../oci/digest.ts'
import type { RawManifest } from '../../oci/manifest.ts'
import type { PipelineContext } from '../context.ts'
import type { Observation, ObservedStep } from '../plan/observe.ts'
import { locationOf } from '../plan/places.ts'
import { NO_REFERRERS } from '../plan/referrers.ts'
import { LateManifest } from '../plan/source/late-manifest.ts'

/** What the gates are asked about in a rollback: what comes back. What is only taken away is let go by everybody. */
export function observationOf(
  { config }: PipelineContext,
  { name: environment }: Environment,
  steps: readonly PlanStep[],
  manifests: ReadonlyMap<Digest, RawManifest>,
  at: Date,
): Observation {
  const observed = steps.flatMap((step): ObservedStep[] => {
    const { image, source, destination } = step
    const manifest = manifests.get(source.descriptor.digest)
    if (manifest === undefined) return []
    const placed = (text: string) => ({ environment, image, location: locationOf(config, text), text })
    return [
      {
        candidate: { image, tag: null, descriptor: source.descriptor, manifest: LateManifest.of(manifest) },
        source: placed(source.repository),
        destination: placed(destination.repository),
        tags: [],
        referrers: NO_REFERRERS,
      },
    ]
  })
  return { steps: observed, missing: [], destinationTags: new Map(), notCurrent: new Set(), at }
}
