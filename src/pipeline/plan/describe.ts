import type { CopyRequest } from '../../engine/copy.ts'
import { type CopyEstimate, estimateCopies } from '../../engine/estimate.ts'
import type { CurrentVersion, MoveEstimate, PlanDocument, PlanStep } from '../../model/plan.ts'
import { allOrNothing } from '../../support/concurrency.ts'
import type { PipelineContext } from '../context.ts'
import { beginReading, type ReadingCount } from '../reading.ts'
import { currentImage, readLedgerView } from './current.ts'
import { elsewhereText } from './elsewhere.ts'
import { newestStep } from './not-current.ts'
import { isThere, type Observation, type ObservedStep } from './observe.ts'
import { openPair } from './pair.ts'
import { placeOf } from './places.ts'
import type { Route, WantedImage } from './route.ts'
import { changesBetween } from './source/changes.ts'

/** Adds to a plan what its reader wants to know: what stands in the destination now, and what would move. Reads alone. */
export async function describePlan(
  context: PipelineContext,
  route: Route,
  images: readonly WantedImage[],
  observation: Observation,
  document: PlanDocument,
): Promise<PlanDocument> {
  const moving = movesOf(context, observation, document)
  const requests = moving.flatMap((move) => move.requests)
  const wanted = [...new Map(images.map((one) => [one.rule.name, one])).values()]
  const reading = beginReading(context.progress, [route.from, route.to], wanted.length + requests.length)
  const [current, moves] = await Promise.all([
    currentVersions(context, route, wanted, { observation, reading }),
    estimateMoves(moving, { signal: context.signal, onLooked: () => reading.count() }),
  ])
  const warnings = [...document.warnings, ...moves.flatMap((move) => move.warnings)]
  return { ...document, current, estimates: moves.map(({ estimate }) => estimate), warnings }
}

async function currentVersions(
  context: PipelineContext,
  route: Route,
  images: readonly WantedImage[],
  { observation, reading }: { readonly observation: Observation; readonly reading: ReadingCount },
): Promise<readonly CurrentVersion[]> {
  const view = await readLedgerView(context.ledger, { signal: context.signal })
  const currentOf = async (wanted: WantedImage, signal: AbortSignal): Promise<CurrentVersion> => {
    const { rule } = wanted
    const image = rule.name
    const store = context.stores.open(placeOf(context.config, route.to, rule).location)
    const current = await currentImage(view, rule, route.to, store, { signal })
    if (current === undefined) return { image, version: null, digest: null }
    const step = newestStep(observation.steps.filter(({ candidate }) => candidate.image === image))
    const digest = step?.candidate.descriptor.digest
    const changes =
      step === undefined || digest === undefined || digest === current.digest
        ? {}
        : await changesBetween(
            { store, digest: current.digest },
            {
              store: openPair(context, step.source, step.destination, false).source,
              digest,
              isRead: !isThere(step),
            },
            { signal },
          )
    return { image, version: current.tag, digest: current.digest, ...changes }
  }
  return allOrNothing(
    images.map((wanted) => (signal) => reading.counted(currentOf(wanted, signal))),
    context.signal,
  )
}

/** A step that moves something, and the copies it takes. */
export interface Moving {
  readonly step: PlanStep
  readonly requests: readonly CopyRequest[]
}

function movesOf(
  context: PipelineContext,
  observation: Observation,
  document: PlanDocument,
): readonly Moving[] {
  return document.plan.steps.flatMap((step) => {
    const observed = observation.steps.find(
      ({ candidate }) => candidate.image === step.image && candidate.tag === step.source.tag,
    )
    return observed === undefined ? [] : [{ step, requests: copiesOf(context, step, observed) }]
  })
}

/** What a step would move, and what there is to warn of. */
export interface Estimated {
  readonly estimate: MoveEstimate
  readonly warnings: readonly string[]
}

function nameOf({ image, source }: PlanStep): Pick<MoveEstimate, 'image' | 'tag' | 'digest'> {
  const { tag, descriptor } = source
  return tag === null ? { image, tag, digest: descriptor.digest } : { image, tag }
}

/** What each step that moves something would move, found out by reading. */
export async function estimateMoves(
  moving: readonly Moving[],
  options: Parameters<typeof estimateCopies>[1],
): Promise<readonly Estimated[]> {
  const estimated = await estimateCopies(
    moving.flatMap((move) => move.requests),
    options,
  )
  return estimatesOf(moving, estimated)
}

function estimatesOf(moving: readonly Moving[], estimates: readonly CopyEstimate[]): readonly Estimated[] {
  let next = 0
  return moving.flatMap(({ step, requests }) => {
    const own = estimates.slice(next, next + requests.length)
    next += requests.length
    if (own.length === 0) return []
    const { elsewhere, ...total } = totalOf(own)
    return [
      {
        estimate: { ...nameOf(step), ...total },
        warnings: elsewhereText(step, elsewhere),
      },
    ]
  })
}

/** What carrying a step out copies: the image, where it is not there, and what comes along. */
function copiesOf(context: PipelineContext, step: PlanStep, observed: ObservedStep): readonly CopyRequest[] {
  const pair = openPair(context, observed.source, observed.destination, false)
  const { candidate, referrers } = observed
  const { known } = candidate.manifest
  const image =
    step.kind === 'copy'
      ? [{ ...pair, root: step.source.descriptor, ...(known === undefined ? {} : { manifest: known }) }]
      : []
  const along = referrers.lacking.map(({ referrer: { manifest } }) => ({
    ...pair,
    root: manifest.descriptor,
    manifest,
  }))
  return [...image, ...along]
}

function totalOf(estimates: readonly CopyEstimate[]): CopyEstimate {
  const sum = (key: keyof CopyEstimate): number =>
    estimates.reduce((total, estimate) => total + estimate[key], 0)
  return {
    mount: sum('mount'),
    copy: sum('copy'),
    copyBytes: sum('copyBytes'),
    present: sum('present'),
    elsewhere: sum('elsewhere'),
  }
}
