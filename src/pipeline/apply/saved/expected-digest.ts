import type { PlanCore } from '../../../model/plan.ts'
import { planDigest } from '../../../model/plan-digest.ts'
import { hexOf } from '../../../oci/digest.ts'
import { PromoteError } from '../../../support/errors.ts'

/** Fewer hex digits of a digest are too easily another one's. */
const FEWEST_DIGITS = 8

/**
 * Refuses a plan that is not the one somebody approved.
 * @param expected `sha256:…`, or the first 8 or more hex digits of it
 * @throws PromoteError `usage` for text that is neither, `stale` for another plan
 */
export function expectDigest(plan: PlanCore, expected: string): void {
  const digits = expected.startsWith('sha256:') ? expected.slice('sha256:'.length) : expected
  if (!/^[0-9a-f]+$/.test(digits) || digits.length < FEWEST_DIGITS || digits.length > 64) {
    throw new PromoteError('usage', `"${expected.slice(0, 80)}" is not the digest of a plan.`, {
      hint: `Write sha256:… as "promote plan" shows it, or its first ${FEWEST_DIGITS} or more hex digits.`,
    })
  }
  const digest = planDigest(plan)
  if (hexOf(digest).startsWith(digits)) return
  throw new PromoteError('stale', `This is the plan ${digest}, not ${expected}.`, {
    hint: 'Nothing was read or written. Apply the plan that was approved, or have this one approved.',
  })
}
