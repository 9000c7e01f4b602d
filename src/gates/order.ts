import type { Gate, GatedStep, SourceEvidence } from '../model/gates/gate.ts'
import type { Verdict } from '../model/gates/verdict.ts'
import { arrivalsOf } from '../model/ledger/arrivals.ts'
import { shortDigest } from '../oci/digest.ts'

/** What is known of how a candidate came to the source. */
interface OrderEvidence extends SourceEvidence {
  /** Sequence number of the latest promotion that brought it there, null for none; absent where the rule does not ask. */
  readonly promotion?: number | null
}

/**
 * A candidate must be in the environment it comes from: its content, by digest. A tag that moved there since it was chosen
 * is no reason to stop; what it holds now is said and recorded. Where the rule says `ledger`, a promotion must have brought
 * it there.
 */
export const order = {
  name: 'order',
  isAskedInStep: true,
  rules: ({ to }) => [to.gates.order],
  asks: ({ from, to }) =>
    to.gates.order.require === 'ledger'
      ? `its content is in ${from.name}, and came there by a promotion`
      : `its content is in ${from.name}`,
  async collect(step, read, options) {
    const inSource = await read.inSource(step, options)
    if (step.isInStep || step.to.gates.order.require === 'present') return inSource
    const { image, digest, from } = step
    const arrivals = arrivalsOf(await read.entries(options))
    const promotion = arrivals.promotion({ environment: from.name, image, digest })
    return { ...inSource, promotion: promotion ?? null }
  },
  judge: (step, evidence) => [presentVerdict(step, evidence), ...ledgerVerdicts(step, evidence)],
} satisfies Gate<OrderEvidence>

function presentVerdict(step: GatedStep, { isPresent, tagHolds }: SourceEvidence): Verdict {
  const { image, tag, digest, from } = step
  return {
    gate: 'order',
    image,
    tag,
    answer: isPresent ? 'pass' : 'deny',
    reason: isPresent ? presentText(step, tagHolds) : `${shortDigest(digest)} is not in ${from.name}.`,
    evidence: {
      rule: 'present',
      environment: from.name,
      digest,
      ...(tagHolds === undefined ? {} : { tagHolds }),
    },
  }
}

function presentText({ tag, digest, from }: GatedStep, tagHolds: SourceEvidence['tagHolds']): string {
  if (tag === null || tagHolds === undefined) return `${shortDigest(digest)} is in ${from.name}.`
  const now = tagHolds === null ? 'is gone' : `has moved to ${shortDigest(tagHolds)}`
  return `${from.repository}:${tag} ${now} since the plan was made; ${shortDigest(digest)} is promoted as planned.`
}

function ledgerVerdicts(
  { image, tag, digest, from }: GatedStep,
  { promotion }: OrderEvidence,
): readonly Verdict[] {
  if (promotion === undefined) return []
  return [
    {
      gate: 'order',
      image,
      tag,
      answer: promotion === null ? 'deny' : 'pass',
      reason:
        promotion === null
          ? `The ledger has no promotion that brought ${shortDigest(digest)} to ${from.name}.`
          : `It came to ${from.name} by entry ${promotion}.`,
      evidence: { rule: 'ledger', environment: from.name, digest, entry: promotion },
    },
  ]
}
