import type { Gate, GatedStep, SourceEvidence } from '../model/gates/gate.ts'
import { shortDigest } from '../oci/digest.ts'

/**
 * A candidate must be in the environment it comes from: its content, by digest. A tag that moved there since it was chosen
 * is no reason to stop; what it holds now is said and recorded.
 */
export const order = {
  name: 'order',
  isAskedInStep: true,
  rules: ({ to }) => [to.gates.order],
  asks: ({ from }) => `its content is in ${from.name}`,
  collect: (step, read, options) => read.inSource(step, options),
  judge(step, { isPresent, tagHolds }) {
    const { image, tag, digest, from } = step
    return [
      {
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
      },
    ]
  },
} satisfies Gate<SourceEvidence>

function presentText({ tag, digest, from }: GatedStep, tagHolds: SourceEvidence['tagHolds']): string {
  if (tag === null || tagHolds === undefined) return `${shortDigest(digest)} is in ${from.name}.`
  const now = tagHolds === null ? 'is gone' : `has moved to ${shortDigest(tagHolds)}`
  return `${from.repository}:${tag} ${now} since the plan was made; ${shortDigest(digest)} is promoted as planned.`
}
