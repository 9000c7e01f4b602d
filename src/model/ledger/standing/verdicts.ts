import { type Digest, shortDigest } from '../../../oci/digest.ts'
import type { GatedStep } from '../../gates/gate.ts'
import type { GateRule } from '../../gates/rules.ts'
import type { Verdict } from '../../gates/verdict.ts'
import type { Refusal } from './refusals.ts'

/**
 * The rule behind the gates `hold` and `reject`: always asked, about rollbacks too, and never passed over. A person's no is
 * ended on the record by `hold release` or `reject --undo`, which says so to everybody; an override would be of one run alone.
 */
export const ALWAYS: GateRule = { appliesTo: ['promotion', 'rollback'], overridable: false }

/** The answer of a gate for one hold or rejection in the way of a step. */
export function refusalVerdict(
  gate: string,
  { image, tag, digest, to }: GatedStep,
  refusal: Refusal,
): Verdict {
  const { entry, id, at, actor, reason, release, cause } = refusal
  return {
    gate,
    image,
    tag,
    answer: 'deny',
    reason: `${whatText(image, digest, refusal)} ${refusal.kind === 'hold' ? `held in ${to.name}` : 'rejected'} by ${actor} (entry ${entry}: ${reason}); "${release}" takes that back.`,
    evidence: {
      ...{ entry, id, at, actor, why: reason, refused: refusal.digest },
      ...(cause === undefined ? {} : { cause }),
    },
  }
}

function whatText(image: string, digest: Digest, { digest: refused }: Refusal): string {
  if (refused === null) return `every digest of ${image} is`
  if (refused === digest) return `${shortDigest(digest)} is`
  return `${shortDigest(refused)}, which ${shortDigest(digest)} lists, is`
}
