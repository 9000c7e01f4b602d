import { isDigest } from '../oci/digest.ts'
import type { Missing } from './plan.ts'

/**
 * The tags that a source has instead of what was wanted, those that hold a digest or the nearest: `nearest there: 1.4.1,
 * 1.4.0`; undefined for none.
 */
export function nearText({ wanted, near }: Pick<Missing, 'wanted' | 'near'>): string | undefined {
  if (near.length === 0) return undefined
  return `${isDigest(wanted) ? 'its tags there' : 'nearest there'}: ${near.join(', ')}`
}
