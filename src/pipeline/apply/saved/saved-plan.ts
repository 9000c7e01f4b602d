import type { PlanCore, PlanDocument, PlanStep } from '../../../model/plan.ts'
import { planDigest } from '../../../model/plan-digest.ts'
import { type Digest, shortDigest } from '../../../oci/digest.ts'
import type { ContentSource } from '../../../oci/store.ts'
import { allOrNothing } from '../../../support/concurrency.ts'
import type { PipelineContext } from '../../context.ts'
import { GapLog } from '../../gaps.ts'
import { judgePlan } from '../../judge/judge-plan.ts'
import { describePlan } from '../../plan/describe.ts'
import { type MadePlan, type PlanOptions, planSummary } from '../../plan/make-plan.ts'
import { type ImageLook, observeAll } from '../../plan/observe.ts'
import { imageNamed } from '../../plan/places.ts'
import { buildPlan } from '../../plan/planner/planner.ts'
import { keyOfObserved, keyOfStep } from '../../plan/planner/step-key.ts'
import { asInFile } from '../../plan/route.ts'
import { type Candidate, type FoundCandidates, lackingPlatforms } from '../../plan/source/candidates.ts'
import { LateManifest } from '../../plan/source/late-manifest.ts'
import { checkAgainstFile } from './against-file.ts'
import { compareStep } from './against-present.ts'
import { expectDigest } from './expected-digest.ts'

/** How a saved plan is taken in. */
export interface SavedPlanOptions extends PlanOptions {
  /** The digest it must have: `sha256:…`, or the first 8 or more hex digits. */
  readonly expected?: string
}

/**
 * Checks a saved plan. Of the document only the part that the digest covers is believed, and all of that is checked: first
 * against the promotion file, then against what both environments hold now. What is denied, what is missing and what the
 * gates say is found out again. Anybody can make a digest again, so nothing rests on it but which plan was approved.
 * @throws PromoteError `stale` for another plan or another file, `usage` for a route that is not allowed, `invalid-file` for
 *   what neither the file nor the content gives
 */
export async function takeSavedPlan(
  context: PipelineContext,
  { plan }: Pick<PlanDocument, 'plan'>,
  options: SavedPlanOptions,
): Promise<MadePlan> {
  if (options.expected !== undefined) expectDigest(plan, options.expected)
  const { config, progress } = context
  const route = checkAgainstFile(config, plan)
  progress({ kind: 'phase-start', phase: 'plan', total: plan.steps.length })
  const images = [...Map.groupBy(plan.steps, ({ image }) => image)]
  const log = new GapLog(context)
  const observation = await observeAll(context, route, {
    push: options.push,
    onFailure: (rule, error) => log.noteOf(route, rule, error),
    images: images.map(([image, steps]) => lookAt(context, plan, image, steps)),
  })
  log.throwIfAny()
  const fresh = buildPlan({
    ...{ config, route, author: plan.author, observation },
    takesFloating: plan.takesFloating === true,
  })
  const observed = new Map(observation.steps.map((step) => [keyOfObserved(step), step]))
  const planned = new Map(fresh.document.plan.steps.map((step) => [keyOfStep(step), step]))
  const compared = plan.steps.map((step) => {
    const [seen, now] = [observed.get(keyOfStep(step)), planned.get(keyOfStep(step))]
    // What the source does not have is missing: it is among the obstacles already.
    if (seen === undefined || now === undefined) return { step, obstacles: [], warnings: [] }
    return compareStep(step, { observed: seen, fresh: now, required: route.to.referrers.require })
  })
  const steps = compared.map(({ step }) => step)
  const present = {
    ...fresh.document,
    plan,
    digest: planDigest(plan),
    warnings: [...fresh.document.warnings, ...compared.flatMap(({ warnings }) => warnings)],
  }
  const wanted = images.map(([image]) => asInFile(imageNamed(config, image)))
  const document = options.describe
    ? await describePlan(context, route, wanted, observation, present)
    : present
  progress({ kind: 'phase-end', phase: 'plan', summary: planSummary({ plan: { ...plan, steps } }) })
  const toJudge = {
    ...{ document, route, steps, observation, readings: new Map() },
    ...(options.overrides === undefined ? {} : { overrides: options.overrides }),
  }
  const judgement = await judgePlan(context, toJudge)
  const moved = judgement.verdicts.filter(({ evidence }) => evidence.tagHolds !== undefined)
  return {
    ...toJudge,
    document: {
      ...document,
      verdicts: judgement.verdicts,
      warnings: [...document.warnings, ...moved.map(({ reason }) => reason)],
    },
    obstacles: [
      ...compared.flatMap(({ obstacles }) => obstacles),
      ...fresh.obstacles,
      ...judgement.obstacles,
    ],
  }
}

/** The candidates of one image are those that the plan names, read by their digests. */
function lookAt(
  { config }: PipelineContext,
  plan: PlanCore,
  image: string,
  steps: readonly PlanStep[],
): ImageLook {
  const rule = imageNamed(config, image)
  return {
    rule,
    guesses: [],
    find: async (source, _, signal) => {
      const found = await allOrNothing(
        steps.map((step) => async (both): Promise<FoundCandidates> => {
          const { tag, descriptor } = step.source
          const candidate = await readCandidate(source, step, both)
          if (candidate === undefined) {
            const reason = `(${shortDigest(descriptor.digest)}) is not in ${plan.from} any more`
            return {
              candidates: [],
              missing: [{ image, wanted: tag ?? descriptor.digest, reason, near: [] }],
            }
          }
          const missing =
            source.countsReads === true
              ? []
              : await lackingPlatforms(rule, source, candidate, { signal: both })
          return { candidates: [candidate], missing }
        }),
        signal,
      )
      return {
        candidates: found.flatMap(({ candidates }) => candidates),
        missing: found.flatMap(({ missing }) => missing),
      }
    },
  }
}

async function readCandidate(
  source: ContentSource,
  { image, source: { tag, tagGiven, descriptor } }: PlanStep,
  signal: AbortSignal,
): Promise<Candidate | undefined> {
  const [manifest, held] = await Promise.all([
    LateManifest.find(source, descriptor.digest, { signal }),
    tag === null ? undefined : source.resolve(tag, { signal }),
  ])
  if (manifest === undefined) return undefined
  const tagHolds: Digest | null = held?.digest ?? null
  if (tagGiven === true) {
    return { image, tag, descriptor: manifest.descriptor, manifest, given: { sourceHolds: tagHolds } }
  }
  const isMoved = tag !== null && tagHolds !== descriptor.digest
  return { image, tag, descriptor: manifest.descriptor, manifest, ...(isMoved ? { tagHolds } : {}) }
}
