import type { LackingReferrer, TagConflict } from '../../engine/referrers/compare.ts'
import type { Verdict } from '../../model/gate.ts'
import type { LedgerReferrer } from '../../model/ledger/entry.ts'
import type { PlanReferrer, PlanStep } from '../../model/plan.ts'
import { referrerName } from '../../model/referrers.ts'
import { shortDigest } from '../../oci/digest.ts'
import type { ObservedStep } from './observe.ts'
import type { Route } from './route.ts'

/** A referrer as a plan holds it. */
export function planReferrer({ referrer, replaces }: LackingReferrer): PlanReferrer {
  const { manifest, subject, kinds, found, tag, artifactType } = referrer
  const { mediaType, digest, size } = manifest.descriptor
  return {
    descriptor: { mediaType, digest, size, ...(artifactType === '' ? {} : { artifactType }) },
    subject,
    kinds,
    found,
    tag: tag === undefined ? null : { tag, replaces },
  }
}

/** A planned referrer as the ledger holds it. */
export function ledgerReferrer({ descriptor, subject, kinds, tag }: PlanReferrer): LedgerReferrer {
  const kind = referrerName({ kinds, artifactType: descriptor.artifactType ?? '' })
  return { digest: descriptor.digest, subject, kind, tag: tag?.tag ?? null }
}

/**
 * The answers of the referrers gate: whether what is required is there, and for each of cosign's tags that would lose
 * something by moving. A step that does nothing is not asked for what it should have.
 */
export function referrerVerdicts(
  route: Route,
  step: ObservedStep,
  kind: PlanStep['kind'],
): readonly Verdict[] {
  const required =
    route.to.referrers.require.length > 0 && kind !== 'unchanged' ? [requiredVerdict(route, step)] : []
  return [...required, ...step.referrers.conflicts.map((conflict) => conflictVerdict(route, step, conflict))]
}

function requiredVerdict(route: Route, step: ObservedStep): Verdict {
  const { image, tag } = step.candidate
  const { lackingKinds, brought } = step.referrers
  const required = route.to.referrers.require.join(', ')
  const lacking = lackingKinds.join(', ')
  return {
    gate: 'referrers',
    image,
    tag,
    answer: lackingKinds.length === 0 ? 'pass' : 'deny',
    reason:
      lackingKinds.length === 0
        ? `What ${route.to.name} requires is there: ${required}.`
        : `It has no ${lacking} in ${route.from.name}, which ${route.to.name} requires.`,
    evidence: { required, lacking: lacking === '' ? null : lacking, found: brought.length },
  }
}

function conflictVerdict(route: Route, step: ObservedStep, { referrer, tag, held }: TagConflict): Verdict {
  const { image, tag: sourceTag } = step.candidate
  const wanted = referrer.manifest.descriptor.digest
  return {
    gate: 'referrers',
    image,
    tag: sourceTag,
    answer: 'deny',
    reason: `${step.destination.text}:${tag} holds a ${referrerName(referrer)} that ${route.from.name} does not have (${shortDigest(held)}, there ${shortDigest(wanted)}): moving that tag would lose it.`,
    evidence: { tag, holds: held, wanted, kind: referrerName(referrer) },
  }
}
