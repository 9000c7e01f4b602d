import type { PlanReferrer, PlanStep, PlanTag } from '../../../model/plan.ts'
import { canonicalDigest } from '../../../model/plan-digest.ts'
import { lackingKinds } from '../../../model/referrers.ts'
import { shortDigest } from '../../../oci/digest.ts'
import { PromoteError } from '../../../support/errors.ts'
import type { ObservedStep } from '../../plan/observe.ts'
import type { Obstacle } from '../../plan/planner/obstacles.ts'
import { planReferrer } from '../../plan/planner/plan-referrers.ts'
import { stepKind } from '../../plan/planner/planner.ts'
import { nameOf as stepNameOf } from '../../plan/planner/step-key.ts'
import { nameOf, notOfFile } from './against-file.ts'

/** What is left to do of a saved step, as the environments are now. */
export interface PresentStep {
  readonly step: PlanStep
  /** What has changed since the plan was made and does not let it be carried out. */
  readonly obstacles: readonly Obstacle[]
  readonly warnings: readonly string[]
}

/** What one saved step is compared with: what would be planned for that candidate now, and what was read for it. */
export interface Present {
  readonly observed: ObservedStep
  readonly fresh: PlanStep
  /** What the destination requires to refer to an image. */
  readonly required: readonly string[]
}

/**
 * Compares a saved step with what would be planned for its candidate now. The descriptor and the names of the tags must be
 * the same; a tag must hold the planned old or the planned new digest, and do what it would be planned to do; what comes
 * along must be there to come. Pure.
 * @throws PromoteError `invalid-file` where neither the file nor the content gives what the step says
 */
export function compareStep(saved: PlanStep, { observed, fresh, required }: Present): PresentStep {
  requireDescriptor(saved, fresh)
  requireTags(saved, fresh)
  const tags = saved.tags.map((tag, index) => compareTag(saved, tag, fresh.tags[index] ?? tag))
  const along = compareReferrers(saved, observed)
  const step: PlanStep = {
    ...saved,
    kind: presentKind(saved, fresh, along.left),
    tags: fresh.tags,
    referrers: along.left,
  }
  const lacking = step.kind === 'unchanged' ? [] : compareRequired(saved, observed, required)
  return { step, obstacles: [...tags.flat(), ...along.obstacles, ...lacking], warnings: along.warnings }
}

/** A plan may leave out what the source has; not what the destination requires and does not have yet. */
function compareRequired(
  saved: PlanStep,
  { referrers: { image, brought, lacking } }: ObservedStep,
  required: readonly string[],
): readonly Obstacle[] {
  if (image === null) return []
  const planned = new Set(saved.referrers.map(({ descriptor }) => descriptor.digest))
  const absent = new Set(lacking.map(({ referrer }) => referrer.manifest.descriptor.digest))
  const after = brought.filter(({ manifest: { descriptor } }) => {
    return planned.has(descriptor.digest) || !absent.has(descriptor.digest)
  })
  const inSource = new Set(lackingKinds(required, image, brought))
  const kinds = lackingKinds(required, image, after).filter((kind) => !inSource.has(kind))
  if (kinds.length === 0) return []
  const error = new PromoteError(
    'denied',
    `The plan does not bring the ${kinds.join(', ')} of ${nameOf(saved)} along, which ${saved.destination.repository} has to have.`,
    { side: 'destination', image: saved.image, hint: 'Nothing was written. Make a new plan.' },
  )
  return [{ kind: 'step', step: stepNameOf(saved), error }]
}

/** A plan that says a candidate is in step does not make it current where it is that no more. */
function presentKind(saved: PlanStep, fresh: PlanStep, left: readonly PlanReferrer[]): PlanStep['kind'] {
  const isCurrent = fresh.kind !== 'record' || saved.kind === 'unchanged'
  return stepKind(fresh.tags, left, isCurrent)
}

function requireDescriptor(saved: PlanStep, fresh: PlanStep): void {
  const said = saved.source.descriptor
  const real = fresh.source.descriptor
  if (canonicalDigest(said) === canonicalDigest(real)) return
  throw notOfFile(
    `${nameOf(saved)} is said to be ${said.mediaType} of ${said.size} bytes, and is ${real.mediaType} of ${real.size}`,
  )
}

function requireTags(saved: PlanStep, fresh: PlanStep): void {
  const names = (step: PlanStep): string => step.tags.map(({ tag }) => tag).join(', ')
  if (names(saved) === names(fresh)) return
  throw notOfFile(`${nameOf(saved)} gets the tags ${names(saved)}, and not ${names(fresh)}`)
}

function compareTag(saved: PlanStep, planned: PlanTag, now: PlanTag): readonly Obstacle[] {
  const isDone = now.action === 'unchanged' && planned.action !== 'kept'
  const isAsPlanned = now.replaces === planned.replaces && now.action === planned.action
  if (isDone || isAsPlanned) return []
  const place = `${saved.destination.repository}:${planned.tag}`
  const moved = now.replaces !== planned.replaces
  const why = moved
    ? `${now.replaces === null ? 'is gone' : `holds ${now.replaces}`}, but ${planned.replaces === null ? 'was not there' : `held ${planned.replaces}`} when it was made`
    : `would be "${now.action}" now, and is "${planned.action}" in it`
  return [{ kind: 'tag', step: stepNameOf(saved), tag: planned.tag, error: stale(saved, `${place} ${why}`) }]
}

function compareReferrers(
  saved: PlanStep,
  { referrers }: ObservedStep,
): {
  readonly left: readonly PlanReferrer[]
  readonly obstacles: readonly Obstacle[]
  readonly warnings: readonly string[]
} {
  const lacking = new Map(referrers.lacking.map((one) => [referrerKey(planReferrer(one)), planReferrer(one)]))
  const there = referrers.brought.map((referrer) => referrerKey(planReferrer({ referrer, replaces: null })))
  const planned = saved.referrers.map(referrerKey)
  const block = (error: PromoteError): Obstacle => ({ kind: 'step', step: stepNameOf(saved), error })
  const inOrder = there.filter((key) => planned.includes(key))
  if (inOrder.join() !== planned.join()) {
    const foreign = saved.referrers.find((one) => !there.includes(referrerKey(one)))
    const what =
      foreign === undefined
        ? 'brings what refers to it twice, or out of order'
        : `brings ${shortDigest(foreign.descriptor.digest)}, which ${saved.source.repository} does not have as the plan says`
    return { left: [], obstacles: [block(stale(saved, `${nameOf(saved)} ${what}`))], warnings: [] }
  }
  const left = saved.referrers.filter((one) => lacking.has(referrerKey(one)))
  const inConflict = new Set(referrers.conflicts.map(({ tag }) => tag))
  const moved = saved.referrers.filter((one) => {
    if (one.tag === null) return false
    const now = lacking.get(referrerKey(one))
    return inConflict.has(one.tag.tag) || (now !== undefined && now.tag?.replaces !== one.tag.replaces)
  })
  const more = [...lacking.keys()].filter((key) => !planned.includes(key)).length
  return {
    left,
    obstacles: moved.map(({ tag }) =>
      block(
        stale(
          saved,
          `${saved.destination.repository}:${tag?.tag} holds another digest than when it was made`,
        ),
      ),
    ),
    warnings: more === 0 ? [] : [leftBehind(saved, more)],
  }
}

/** All of a referrer but what its tag replaces. */
function referrerKey({ tag, ...rest }: PlanReferrer): string {
  return canonicalDigest({ ...rest, tag: tag?.tag ?? null })
}

function leftBehind(saved: PlanStep, count: number): string {
  const what =
    count === 1 ? 'One signature, SBOM or attestation' : `${count} signatures, SBOMs or attestations`
  const is = count === 1 ? 'is' : 'are'
  return `${what} of ${keyText(saved)} ${is} not in the plan and stay${count === 1 ? 's' : ''} behind: promote again to bring ${count === 1 ? 'it' : 'them'}.`
}

function keyText({ image, source }: PlanStep): string {
  return source.tag === null ? image : `${image}:${source.tag}`
}

function stale({ image }: PlanStep, what: string): PromoteError {
  return new PromoteError('stale', `The plan is stale: ${what}.`, {
    side: 'destination',
    image,
    hint: 'Nothing was tagged. Make a new plan.',
  })
}
