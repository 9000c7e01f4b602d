import {
  type AttachedEvidence,
  applies,
  type Gate,
  type GatedStep,
  type ReferrerConflict,
  type ReferrerEvidence,
} from '../model/gates/gate.ts'
import { type RequireRule, requiredReferrers } from '../model/gates/rules.ts'
import type { Verdict } from '../model/gates/verdict.ts'
import { lackingKinds } from '../model/referrers.ts'
import { shortDigest } from '../oci/digest.ts'

/** What comes along, and all there is where the gate asks for it. */
interface Found extends ReferrerEvidence {
  readonly attached: AttachedEvidence | null
}

/**
 * What the destination asks of signatures, SBOMs and attestations must be there, be it required to come along
 * (`referrers.require`) or for passing (the gate's own key), and no tag of cosign's may lose what it holds. A step that
 * does nothing is not asked for what it should have.
 */
export const referrers = {
  name: 'referrers',
  isAskedInStep: true,
  // Also where nothing is required: a tag that would lose something is denied.
  rules: ({ to }) => [
    requiredReferrers(to.referrers),
    ...(to.gates.referrers === undefined ? [] : [to.gates.referrers]),
  ],
  asks: ({ from, to }) => {
    const kinds = [...new Set([...to.referrers.require, ...(to.gates.referrers?.require ?? [])])]
    return kinds.length === 0
      ? 'no tag of signatures loses what it holds'
      : `${kinds.join(', ')} in ${from.name}`
  },
  async collect(step, read, options) {
    const isAsked = askedBy(step).length > 0 && !step.isInStep
    const [coming, attached] = await Promise.all([
      read.referrers(step, options),
      isAsked ? read.attached(step, options) : null,
    ])
    return { ...coming, attached }
  },
  judge(step, found) {
    const required = kindsAsked(step)
    const isAsked = required.length > 0 && !step.isInStep
    return [
      ...(isAsked ? [requiredVerdict(step, required, found)] : []),
      ...found.conflicts.map((conflict) => conflictVerdict(step, conflict)),
    ]
  },
  rulesBehind(step, { evidence }) {
    const always = requiredReferrers(step.to.referrers)
    if (typeof evidence.lacking !== 'string') return [always]
    const lacking = evidence.lacking.split(', ')
    return [always, ...askedBy(step)].filter(({ require }) => require.some((kind) => lacking.includes(kind)))
  },
} satisfies Gate<Found>

/** The gate's own rule, where it is asked about this step. */
function askedBy(step: GatedStep): readonly RequireRule[] {
  const rule = step.to.gates.referrers
  return rule !== undefined && applies(rule, step) ? [rule] : []
}

function kindsAsked(step: GatedStep): readonly string[] {
  return [...new Set([...step.to.referrers.require, ...askedBy(step).flatMap(({ require }) => require)])]
}

function requiredVerdict(step: GatedStep, kinds: readonly string[], found: Found): Verdict {
  const { image, tag, from, to } = step
  const { attached } = found
  const missing = new Set([
    ...found.lacking,
    ...(attached === null ? [] : lackingKinds(kinds, attached.image, attached.referrers)),
  ])
  const required = kinds.join(', ')
  const lacking = kinds.filter((kind) => missing.has(kind)).join(', ')
  return {
    gate: 'referrers',
    image,
    tag,
    answer: lacking === '' ? 'pass' : 'deny',
    reason:
      lacking === ''
        ? `What ${to.name} requires is there: ${required}.`
        : `It has no ${lacking} in ${from.name}, which ${to.name} requires.`,
    evidence: {
      required,
      lacking: lacking === '' ? null : lacking,
      found: attached?.referrers.length ?? found.found,
    },
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
