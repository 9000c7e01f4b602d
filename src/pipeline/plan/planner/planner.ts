import type { PromotionConfig } from '../../../model/config.ts'
import { exclusion, isImmutable } from '../../../model/match.ts'
import type { Denial, PlanCore, PlanDocument, PlanReferrer, PlanStep, PlanTag } from '../../../model/plan.ts'
import { planDigest } from '../../../model/plan-digest.ts'
import { type Digest, shortDigest } from '../../../oci/digest.ts'
import { PromoteError } from '../../../support/errors.ts'
import type { ObservedTag } from '../destination-tags.ts'
import type { Observation, ObservedStep } from '../observe.ts'
import type { Route } from '../route.ts'
import { isHighest } from './floating.ts'
import { keptWarnings } from './kept.ts'
import { denialError, missingObstacle, type Obstacle } from './obstacles.ts'
import { planReferrer } from './plan-referrers.ts'
import { keyOfObserved, nameOf } from './step-key.ts'

/** What a plan is made from, beside what was observed. */
export interface PlanInput {
  readonly config: PromotionConfig
  readonly route: Route
  readonly author: string
  readonly observation: Observation
  /** Whether floating tags go to what is promoted although the destination has a higher version; else they stay there. */
  readonly takesFloating?: boolean
}

/** What planning came to. */
export interface Planned {
  /** Without verdicts: gates are judged apart. */
  readonly document: PlanDocument
  /** What stands in the way, whatever the gates say. */
  readonly obstacles: readonly Obstacle[]
}

/**
 * Turns an observation into the exact list of steps. Pure: no clock, no reading.
 * @throws PromoteError `usage` when two candidates want one destination tag, or a step would go onto itself
 */
export function buildPlan({ config, route, author, observation, takesFloating = false }: PlanInput): Planned {
  refuseClashes(observation.steps)
  observation.steps.forEach(refuseSelf)
  // Without the versions that are there a floating tag goes to the highest candidate.
  const rivals = takesFloating ? { ...observation, destinationTags: new Map() } : observation
  const planned = observation.steps.map((observed) => ({ observed, ...planStep(route, observed, rivals) }))
  const core: PlanCore = {
    formatVersion: 1,
    project: config.project,
    author,
    from: route.from.name,
    to: route.to.name,
    configDigest: config.digest,
    ...(takesFloating ? { takesFloating } : {}),
    steps: planned.map(({ step }) => step).toSorted(byImageThenTag),
  }
  const document = {
    plan: core,
    digest: planDigest(core),
    madeAt: observation.at.toISOString(),
    current: [],
    verdicts: [],
    denials: planned.flatMap(({ denied }) => denied.map(({ denial }) => denial)),
    missing: observation.missing,
    warnings: [
      ...new Set(observation.steps.flatMap((step) => step.referrers.warnings)),
      ...keptWarnings(route, planned, observation),
      ...excludedWarnings(config, route, observation.steps),
      ...givenWarnings(route, observation.steps),
    ],
  }
  const obstacles = [
    ...planned.flatMap(({ denied }) => denied.map(({ obstacle }) => obstacle)),
    ...observation.missing.map(missingObstacle),
  ]
  return { document, obstacles }
}

/** What the command line names although the file excludes it. */
function excludedWarnings(
  { images }: PromotionConfig,
  { from }: Route,
  steps: readonly ObservedStep[],
): readonly string[] {
  return steps.flatMap(({ candidate: { image, tag } }) => {
    const exclude = images.find(({ name }) => name === image)?.exclude ?? []
    if (tag === null || !exclusion(exclude, from.name)(tag)) return []
    return [
      `${image}:${tag} is left out by "exclude" in the promotion file, and promoted as it was asked for by name.`,
    ]
  })
}

/** Tags that were given by hand, and under which the source has something else. */
function givenWarnings({ from }: Route, steps: readonly ObservedStep[]): readonly string[] {
  return steps.flatMap(({ candidate: { image, tag, descriptor, given } }) => {
    if (given === undefined || given.sourceHolds === null) return []
    const [there, own] = [shortDigest(given.sourceHolds), shortDigest(descriptor.digest)]
    return [`${image}:${tag} is ${there} in ${from.name}; --tag gives that tag to ${own}.`]
  })
}

/** The steps that some of what was observed comes to. Pure, and refuses nothing. */
export function planSteps(
  route: Route,
  observed: readonly ObservedStep[],
  observation: Observation,
): readonly PlanStep[] {
  return observed.map((step) => planStep(route, step, observation).step)
}

/** One tag that may not move: for people, and for the run. */
interface DeniedTag {
  readonly denial: Denial
  readonly obstacle: Obstacle
}

function planStep(
  route: Route,
  observed: ObservedStep,
  observation: Observation,
): { readonly step: PlanStep; readonly denied: readonly DeniedTag[] } {
  const { candidate } = observed
  const tags = observed.tags.map((tag) => planTag(tag, observed, observation))
  const referrers = observed.referrers.lacking.map(planReferrer)
  const step: PlanStep = {
    image: candidate.image,
    kind: stepKind(tags, referrers, !observation.notCurrent.has(keyOfObserved(observed))),
    source: {
      repository: observed.source.text,
      tag: candidate.tag,
      ...(candidate.given === undefined ? {} : { tagGiven: true as const }),
      descriptor: plainDescriptor(candidate.descriptor),
    },
    destination: { repository: observed.destination.text },
    tags,
    referrers,
  }
  return { step, denied: deniedTags(route, step, observed) }
}

/** What the environment's `immutable`, and the registry itself, say about the tags that a step would move, cosign's among them. */
function deniedTags(route: Route, step: PlanStep, observed: ObservedStep): readonly DeniedTag[] {
  const isDenied = (tag: string): boolean => isImmutable(route.to.immutable, tag)
  const held = new Set(observed.tags.flatMap((tag) => (tag.held === true ? [tag.tag] : [])))
  const name = nameOf(step)
  const own = step.tags.flatMap((tag): DeniedTag[] => {
    if (tag.action !== 'move' || !(isDenied(tag.tag) || held.has(tag.tag))) return []
    const why = isDenied(tag.tag)
      ? immutableDenial(route, step, tag, name.digest)
      : heldDenial(step, tag, name.digest)
    const denial = { ...why, refused: tag.tag }
    return [{ denial, obstacle: { kind: 'tag', step: name, tag: tag.tag, error: denialError(denial) } }]
  })
  const along = step.referrers.flatMap(({ tag, descriptor }): DeniedTag[] => {
    if (tag === null || tag.replaces === null || !isDenied(tag.tag)) return []
    const denial = immutableDenial(route, step, tag, descriptor.digest)
    return [{ denial, obstacle: { kind: 'step', step: name, error: denialError(denial) } }]
  })
  return [...own, ...along]
}

function planTag(observed: ObservedTag, step: ObservedStep, observation: Observation): PlanTag {
  const { digest } = step.candidate.descriptor
  const { tag, found } = observed
  if (found === digest) return { tag, action: 'unchanged', replaces: found }
  if (observed.floating && !isHighest(observed, step, observation))
    return { tag, action: 'kept', replaces: found }
  return found === null ? { tag, action: 'create', replaces: null } : { tag, action: 'move', replaces: found }
}

/** What a step is, by what its tags do, what it brings, and whether it is current in the destination. */
export function stepKind(
  tags: readonly PlanTag[],
  referrers: readonly PlanReferrer[],
  isCurrent: boolean,
): PlanStep['kind'] {
  const moves = tags.some((tag) => tag.action === 'create' || tag.action === 'move')
  if (!moves && referrers.length > 0) return 'referrers'
  if (!moves) return isCurrent || tags.every(({ action }) => action === 'kept') ? 'unchanged' : 'record'
  return tags.some((tag) => tag.action === 'unchanged') ? 'retag' : 'copy'
}

/** What the plan keeps of a descriptor: what its digest is to cover, and no annotations of a list it stood in. */
function plainDescriptor({
  mediaType,
  digest,
  size,
}: PlanStep['source']['descriptor']): PlanStep['source']['descriptor'] {
  return { mediaType, digest, size }
}

/** A rule of the registry is in no promotion file. */
function heldDenial(step: PlanStep, tag: PlanTag, wanted: Digest): Denial {
  const holds = tag.replaces === null ? '' : shortDigest(tag.replaces)
  return {
    image: step.image,
    tag: step.source.tag,
    reason: `the tag ${tag.tag} of ${step.destination.repository} is immutable by a rule of its registry and holds ${holds}, not ${shortDigest(wanted)}.`,
    hint: 'Promote under another tag, or change the rule in the registry.',
  }
}

function immutableDenial(
  route: Route,
  step: PlanStep,
  tag: Pick<PlanTag, 'tag' | 'replaces'>,
  wanted: Digest,
): Denial {
  const holds = tag.replaces === null ? '' : shortDigest(tag.replaces)
  return {
    image: step.image,
    tag: step.source.tag,
    reason: `the tag ${tag.tag} of ${step.destination.repository} is immutable and holds ${holds}, not ${shortDigest(wanted)}.`,
    hint: `Promote under another tag, or change "immutable" of ${route.to.name} in the promotion file.`,
  }
}

/**
 * Two digests for one tag have no right answer, unless it floats to the highest version for both. For a candidate without a
 * version the same tag does not float.
 */
function refuseClashes(steps: readonly ObservedStep[]): void {
  const claims = new Map<string, ObservedStep>()
  for (const isFloating of [false, true]) {
    for (const step of steps) {
      for (const tag of step.tags.filter(({ floating }) => floating === isFloating)) {
        const key = `${step.destination.text}:${tag.tag}`
        const other = claims.get(key)
        if (other !== undefined && other.candidate.descriptor.digest !== step.candidate.descriptor.digest) {
          throw clashError(other, step, key)
        }
        if (!isFloating) claims.set(key, step)
      }
    }
  }
}

function clashError(one: ObservedStep, other: ObservedStep, key: string): PromoteError {
  return new PromoteError(
    'usage',
    `Both ${wordsFor(one)} and ${wordsFor(other)} want the tag ${key}, with different digests.`,
    {
      hint: 'Select one of them, or give the destination tags that keep them apart.',
    },
  )
}

function refuseSelf(step: ObservedStep): void {
  if (step.source.text !== step.destination.text) return
  if (!step.tags.some((tag) => tag.tag === step.candidate.tag)) return
  throw new PromoteError(
    'usage',
    `${wordsFor(step)} would be promoted onto itself: ${step.source.text}:${step.candidate.tag}.`,
    {
      hint: 'Give the destination another repository, or another tag (tags: ["{env}"]).',
    },
  )
}

function wordsFor({ candidate }: ObservedStep): string {
  return `${candidate.image}:${candidate.tag ?? shortDigest(candidate.descriptor.digest)}`
}

/** The order of a plan's steps; 0 only for one and the same candidate. */
export function byImageThenTag(a: PlanStep, b: PlanStep): number {
  return (
    compare(a.image, b.image) ||
    compare(a.source.tag ?? '', b.source.tag ?? '') ||
    compare(a.source.descriptor.digest, b.source.descriptor.digest)
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
