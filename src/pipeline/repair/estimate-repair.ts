import type { PlanDocument, PlanStep } from '../../model/plan.ts'
import type { Digest } from '../../oci/digest.ts'
import type { RawManifest } from '../../oci/manifest.ts'
import type { PipelineContext } from '../context.ts'
import { estimateMoves, type Moving } from '../plan/describe.ts'
import { lostOf } from '../plan/lost.ts'
import { openLocations } from '../plan/pair.ts'
import { locationOf } from '../plan/places.ts'

/** Adds to a plan of a repair what would move, for its reader. Reads alone. */
export async function estimateRepair(
  context: PipelineContext,
  document: PlanDocument,
  manifests: ReadonlyMap<Digest, RawManifest>,
): Promise<PlanDocument> {
  const moving = document.plan.steps.map((step) => movingOf(context, step, manifests))
  const moves = await estimateMoves(moving, { signal: context.signal })
  return {
    ...document,
    estimates: moves.map(({ estimate }) => estimate),
    warnings: [...document.warnings, ...moves.flatMap(({ warnings }) => warnings)],
  }
}

function movingOf(
  { config, stores }: PipelineContext,
  step: PlanStep,
  manifests: ReadonlyMap<Digest, RawManifest>,
): Moving {
  const pair = openLocations(
    stores,
    locationOf(config, step.source.repository),
    locationOf(config, step.destination.repository),
    false,
  )
  const roots = [
    ...(step.kind === 'copy' ? [step.source.descriptor] : []),
    ...step.referrers.map(({ descriptor }) => descriptor),
  ]
  const requests = roots.map((root) => {
    const manifest = manifests.get(root.digest)
    return { ...pair, ...lostOf(step), root, ...(manifest === undefined ? {} : { manifest }) }
  })
  return { step, requests }
}
