import type { PromotionConfig } from '../../model/config.ts'
import type { Verdict } from '../../model/gate.ts'
import { isImmutable } from '../../model/match.ts'
import type { Denial, PlanCore, PlanDocument, PlanReferrer, PlanStep, PlanTag } from '../../model/plan.ts'
import { planDigest } from '../../model/plan-digest.ts'
import { type Digest, shortDigest } from '../../oci/digest.ts'
import { PromoteError } from '../../support/errors.ts'
import { isHighest } from './floating.ts'
import type { Observation, ObservedStep, ObservedTag } from './observe.ts'
import { planReferrer, referrerVerdicts } from './plan-referrers.ts'
import type { Route } from './route.ts'

/** What a plan is made from, beside what was observed. */
export interface PlanInput {
  readonly config: PromotionConfig
  readonly route: Route
  readonly author: string
  readonly observation: Observation
}

/**
 * Turns an observation into the exact list of steps. Pure: no clock, no reading.
 * @throws PromoteError `usage` when two candidates want one destination tag, or a step would go onto itself
 */
export function buildPlan({ config, route, author, observation }: PlanInput): PlanDocument {
  const { steps, denials, verdicts } = planSteps(route, observation)
  const core: PlanCore = {
    formatVersion: 1,
    project: config.project,
    author,
    from: route.from.name,
    to: route.to.name,
    configDigest: config.digest,
    steps: steps.toSorted(byImageThenTag),
  }
  return {
    plan: core,
    digest: planDigest(core),
    madeAt: observation.at.toISOString(),
    current: [],
    verdicts,
    denials,
    missing: observation.missing,
    warnings: [...new Set(observation.steps.flatMap((step) => step.referrers.warnings))],
  }
}

/** The last `present` rule of the order gate: every candidate was just read in the source environment. */
function orderVerdict(route: Route, { candidate }: ObservedStep): Verdict {
  return {
    gate: 'order',
    image: candidate.image,
    tag: candidate.tag,
    answer: 'pass',
    reason: `${shortDigest(candidate.descriptor.digest)} is in ${route.from.name}.`,
    evidence: { rule: 'present', environment: route.from.name, digest: candidate.descriptor.digest },
  }
}

function planSteps(
  route: Route,
  observation: Observation,
): { steps: PlanStep[]; denials: Denial[]; verdicts: Verdict[] } {
  refuseClashes(observation.steps)
  const denials: Denial[] = []
  const verdicts = observation.steps.map((step) => orderVerdict(route, step))
  const steps = observation.steps.map((step): PlanStep => {
    refuseSelf(step)
    const tags = step.tags.map((tag) => planTag(tag, step, observation))
    const immutable = tags.filter((tag) => tag.action === 'move' && isImmutable(route.to.immutable, tag.tag))
    for (const tag of immutable)
      denials.push(immutableDenial(route, step, tag, step.candidate.descriptor.digest))
    const referrers = step.referrers.lacking.map(planReferrer)
    denials.push(...referrers.flatMap((referrer) => immutableReferrers(route, step, referrer)))
    const kind = stepKind(step, tags, referrers)
    verdicts.push(...referrerVerdicts(route, step, kind))
    return {
      image: step.candidate.image,
      kind,
      source: {
        repository: step.source.text,
        tag: step.candidate.tag,
        descriptor: plainDescriptor(step.candidate.descriptor),
      },
      destination: { repository: step.destination.text },
      tags,
      referrers,
    }
  })
  return { steps, denials, verdicts }
}

function planTag(observed: ObservedTag, step: ObservedStep, observation: Observation): PlanTag {
  const { digest } = step.candidate.descriptor
  const { tag, found } = observed
  if (found === digest) return { tag, action: 'unchanged', replaces: found }
  if (observed.floating && !isHighest(observed, step, observation))
    return { tag, action: 'kept', replaces: found }
  return found === null ? { tag, action: 'create', replaces: null } : { tag, action: 'move', replaces: found }
}

function stepKind(
  step: ObservedStep,
  tags: readonly PlanTag[],
  referrers: readonly PlanReferrer[],
): PlanStep['kind'] {
  const moves = tags.some((tag) => tag.action === 'create' || tag.action === 'move')
  if (!moves) return referrers.length === 0 ? 'unchanged' : 'referrers'
  return step.tags.some((tag) => tag.found === step.candidate.descriptor.digest) ? 'retag' : 'copy'
}

/** What the plan keeps of a descriptor: what its digest is to cover, and no annotations of a list it stood in. */
function plainDescriptor({
  mediaType,
  digest,
  size,
}: PlanStep['source']['descriptor']): PlanStep['source']['descriptor'] {
  return { mediaType, digest, size }
}

function immutableReferrers(
  route: Route,
  step: ObservedStep,
  { tag, descriptor }: PlanReferrer,
): readonly Denial[] {
  if (tag === null || tag.replaces === null || !isImmutable(route.to.immutable, tag.tag)) return []
  return [immutableDenial(route, step, tag, descriptor.digest)]
}

function immutableDenial(
  route: Route,
  step: ObservedStep,
  tag: Pick<PlanTag, 'tag' | 'replaces'>,
  wanted: Digest,
): Denial {
  const { image, tag: sourceTag } = step.candidate
  const holds = tag.replaces === null ? '' : shortDigest(tag.replaces)
  return {
    image,
    tag: sourceTag,
    reason: `the tag ${tag.tag} of ${step.destination.text} is immutable and holds ${holds}, not ${shortDigest(wanted)}.`,
    hint: `Promote under another tag, or change "immutable" of ${route.to.name} in the promotion file.`,
  }
}

/** Two digests for one tag have no right answer, unless the tag floats to the highest version. */
function refuseClashes(steps: readonly ObservedStep[]): void {
  const claims = new Map<string, ObservedStep>()
  for (const step of steps) {
    for (const tag of step.tags) {
      if (tag.floating) continue
      const key = `${step.destination.text}:${tag.tag}`
      const other = claims.get(key)
      if (other !== undefined && other.candidate.descriptor.digest !== step.candidate.descriptor.digest) {
        throw new PromoteError(
          'usage',
          `Both ${nameOf(other)} and ${nameOf(step)} want the tag ${key}, with different digests.`,
          {
            hint: 'Select one of them, or give the destination tags that keep them apart.',
          },
        )
      }
      claims.set(key, step)
    }
  }
}

function refuseSelf(step: ObservedStep): void {
  if (step.source.text !== step.destination.text) return
  if (!step.tags.some((tag) => tag.tag === step.candidate.tag)) return
  throw new PromoteError(
    'usage',
    `${nameOf(step)} would be promoted onto itself: ${step.source.text}:${step.candidate.tag}.`,
    {
      hint: 'Give the destination another repository, or another tag (tags: ["{env}"]).',
    },
  )
}

function nameOf({ candidate }: ObservedStep): string {
  return `${candidate.image}:${candidate.tag ?? shortDigest(candidate.descriptor.digest)}`
}

function byImageThenTag(a: PlanStep, b: PlanStep): number {
  return (
    compare(a.image, b.image) ||
    compare(a.source.tag ?? '', b.source.tag ?? '') ||
    compare(a.source.descriptor.digest, b.source.descriptor.digest)
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
