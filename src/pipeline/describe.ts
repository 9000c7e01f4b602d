import { estimateCopies } from '../engine/estimate.ts'
import type { CurrentVersion, MoveEstimate, PlanDocument } from '../model/plan.ts'
import { allOrNothing } from '../support/concurrency.ts'
import { changesBetween } from './changes.ts'
import type { PipelineContext } from './context.ts'
import { currentImage, readLedgerView } from './current.ts'
import { type Observation, openPair } from './observe.ts'
import type { Route, WantedImage } from './route.ts'

/** Adds to a plan what its reader wants to know: what stands in the destination now, and what would move. Reads alone. */
export async function describePlan(
  context: PipelineContext,
  route: Route,
  images: readonly WantedImage[],
  observation: Observation,
  document: PlanDocument,
): Promise<PlanDocument> {
  const [current, estimates] = await Promise.all([
    currentVersions(context, route, images, observation),
    estimateMoves(context, observation, document),
  ])
  return { ...document, current, estimates }
}

async function currentVersions(
  context: PipelineContext,
  route: Route,
  images: readonly WantedImage[],
  observation: Observation,
): Promise<readonly CurrentVersion[]> {
  const view = await readLedgerView(context.ledger, { signal: context.signal })
  const byImage = new Map(images.map((wanted) => [wanted.rule.name, wanted]))
  return allOrNothing(
    [...byImage.values()].map((wanted) => async (signal): Promise<CurrentVersion> => {
      const image = wanted.rule.name
      const step = observation.steps.find(({ candidate }) => candidate.image === image)
      if (step === undefined) return { image, version: null, digest: null }
      const { source, destination } = openPair(context, step.source, step.destination, false)
      const current = await currentImage(view, wanted, route.to, destination, { signal })
      if (current === undefined) return { image, version: null, digest: null }
      const { digest } = step.candidate.descriptor
      const changes =
        digest === current.digest
          ? {}
          : await changesBetween(
              { store: destination, digest: current.digest },
              { store: source, digest },
              { signal },
            )
      return { image, version: current.tag, digest: current.digest, ...changes }
    }),
    context.signal,
  )
}

async function estimateMoves(
  context: PipelineContext,
  observation: Observation,
  document: PlanDocument,
): Promise<readonly MoveEstimate[]> {
  const toCopy = document.plan.steps.flatMap((step) => {
    if (step.kind !== 'copy') return []
    const observed = observation.steps.find(
      ({ candidate }) => candidate.image === step.image && candidate.tag === step.source.tag,
    )
    return observed === undefined ? [] : [{ step, observed }]
  })
  const estimates = await estimateCopies(
    toCopy.map(({ step, observed }) => ({
      ...openPair(context, observed.source, observed.destination, false),
      root: step.source.descriptor,
      manifest: observed.candidate.manifest,
    })),
    { signal: context.signal },
  )
  return estimates.map((estimate, index) => {
    const step = toCopy[index]?.step
    return { image: step?.image ?? '', tag: step?.source.tag ?? null, ...estimate }
  })
}
