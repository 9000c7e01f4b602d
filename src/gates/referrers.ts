import type { Gate, GatedStep, ReferrerConflict, ReferrerEvidence } from '../model/gates/gate.ts'
import { requiredReferrers } from '../model/gates/rules.ts'
import type { Verdict } from '../model/gates/verdict.ts'
import { shortDigest } from '../oci/digest.ts'

/**
 * What the destination requires of signatures, SBOMs and attestations must be there to come along, and no tag of cosign's
 * may lose what it holds. A step that does nothing is not asked for what it should have.
 */
export const referrers = {
  name: 'referrers',
  isAskedInStep: true,
  // Also where nothing is required: a tag that would lose something is denied.
  rules: ({ to }) => [requiredReferrers(to.referrers)],
  asks: ({ from, to: { referrers } }) =>
    referrers.require.length === 0
      ? 'no tag of signatures loses what it holds'
      : `${referrers.require.join(', ')} in ${from.name}`,
  collect: (step, read, options) => read.referrers(step, options),
  judge(step, evidence) {
    const isAsked = step.to.referrers.require.length > 0 && !step.isInStep
    return [
      ...(isAsked ? [requiredVerdict(step, evidence)] : []),
      ...evidence.conflicts.map((conflict) => conflictVerdict(step, conflict)),
    ]
  },
} satisfies Gate<ReferrerEvidence>

function requiredVerdict({ image, tag, from, to }: GatedStep, evidence: ReferrerEvidence): Verdict {
  const required = to.referrers.require.join(', ')
  const lacking = evidence.lacking.join(', ')
  return {
    gate: 'referrers',
    image,
    tag,
    answer: lacking === '' ? 'pass' : 'deny',
    reason:
      lacking === ''
        ? `What ${to.name} requires is there: ${required}.`
        : `It has no ${lacking} in ${from.name}, which ${to.name} requires.`,
    evidence: { required, lacking: lacking === '' ? null : lacking, found: evidence.found },
  }
}

function conflictVerdict(
  { image, tag: sourceTag, from, to }: GatedStep,
  { tag, holds, wanted, name }: ReferrerConflict,
): Verdict {
  return {
    gate: 'referrers',
    image,
    tag: sourceTag,
    answer: 'deny',
    reason: `${to.repository}:${tag} holds a ${name} that ${from.name} does not have (${shortDigest(holds)}, there ${shortDigest(wanted)}): moving that tag would lose it.`,
    evidence: { tag, holds, wanted, kind: name },
  }
}
