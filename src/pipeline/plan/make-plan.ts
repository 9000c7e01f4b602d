import type { GatePurpose } from '../../model/gates/rules.ts'
import type { Purpose } from '../../model/ledger/entry.ts'
import type { PlanDocument, PlanStep } from '../../model/plan.ts'
import type { Digest } from '../../oci/digest.ts'
import type { RawManifest } from '../../oci/manifest.ts'
import type { PipelineContext } from '../context.ts'
import { GapLog } from '../gaps.ts'
import type { ContentReadings } from '../judge/evidence.ts'
import type { Overrides } from '../judge/judge.ts'
import { judgePlan } from '../judge/judge-plan.ts'
import { readingOnce } from '../read-once.ts'
import { describePlan } from './describe.ts'
import { type Observation, observe } from './observe.ts'
import type { Obstacle } from './planner/obstacles.ts'
import { buildPlan } from './planner/planner.ts'
import { chooseImages, type ImageChoice, leftOutOf, type Route, routeBetween } from './route.ts'

/** What is to be promoted. */
export interface PromotionRequest extends ImageChoice {
  readonly from: string
  readonly to: string
  /** Whether floating tags go to what is promoted although the destination has a higher version. */
  readonly takesFloating?: boolean
}

/** A plan, with all that this run has read for it. */
export interface MadePlan {
  readonly document: PlanDocument
  /** What it is for that is no promotion. */
  readonly purpose?: Purpose
  /** What the gates are asked about; a promotion where it is absent. */
  readonly gatePurpose?: GatePurpose
  /** Of a rollback: the last entry of the ledger that it was made from. */
  readonly asOf?: number
  /** The steps as they stand now: those of the document; of a saved plan without what is done by now. */
  readonly steps: readonly PlanStep[]
  readonly route: Route
  readonly observation: Observation
  /** What of it cannot be done. */
  readonly obstacles: readonly Obstacle[]
  /** What the gates have read of content, for when they are asked again. */
  readonly readings: ContentReadings
  /** The gates that a person passes over. */
  readonly overrides?: Overrides
}

/** How a plan is made. */
export interface PlanOptions {
  /** Whether to find out what stands in the destination now and what would move: more requests. */
  readonly describe: boolean
  /** Whether the run will write: then registries are asked for that right at once. */
  readonly push: boolean
  /** The gates that a person passes over. */
  readonly overrides?: Overrides
}

/** Reads both environments, makes the plan, and has the gates judge it. Writes nothing. */
export async function makePlan(
  given: PipelineContext,
  request: PromotionRequest,
  options: PlanOptions,
): Promise<MadePlan> {
  // Without a description nothing is asked for twice, and what was read need not be kept.
  const context = options.describe ? readingOnce(given) : given
  const { config, progress } = context
  const route = routeBetween(config, request.from, request.to)
  const chosen = chooseImages(config, request)
  const { images } = chosen
  progress({ kind: 'phase-start', phase: 'plan', total: images.length })
  // Asking git who this is takes as long as a round trip: do both at once.
  const naming = context.author()
  naming.catch(() => undefined)
  const log = new GapLog(context)
  const observation = await observe(context, route, images, {
    push: options.push,
    onFailure: (rule, error) => log.noteOf(route, rule, error),
  })
  log.throwIfAny()
  const { document: plain, obstacles } = buildPlan({
    ...{ config, route, author: await naming, observation },
    takesFloating: request.takesFloating === true,
  })
  const described = options.describe ? await describePlan(context, route, images, observation, plain) : plain
  progress({ kind: 'phase-end', phase: 'plan', summary: planSummary(described) })
  const toJudge = {
    ...{ document: described, route, steps: described.plan.steps, observation, readings: new Map() },
    ...(options.overrides === undefined ? {} : { overrides: options.overrides }),
  }
  const judgement = await judgePlan(context, toJudge)
  return {
    ...toJudge,
    document: { ...described, verdicts: judgement.verdicts, ...leftOutOf(chosen) },
    obstacles: [...obstacles, ...judgement.obstacles],
  }
}

/** The manifests of the candidates, as far as they were read, and of what refers to them, by digest. */
export function manifestsOf({ steps }: Observation): ReadonlyMap<Digest, RawManifest> {
  const read = steps.flatMap(({ candidate, referrers }) => [
    ...(candidate.manifest.known === undefined ? [] : [candidate.manifest.known]),
    ...referrers.brought.map(({ manifest }) => manifest),
  ])
  return new Map(read.map((manifest) => [manifest.descriptor.digest, manifest]))
}

/** `2 to promote, 1 in step`; with `1 to record` between them where there is such a step. */
export function planSummary({ plan }: Pick<PlanDocument, 'plan'>): string {
  const inStep = plan.steps.filter(({ kind }) => kind === 'unchanged').length
  const toRecord = plan.steps.filter(({ kind }) => kind === 'record').length
  return [
    `${plan.steps.length - inStep - toRecord} to promote`,
    ...(toRecord === 0 ? [] : [`${toRecord} to record`]),
    `${inStep} in step`,
  ].join(', ')
}
