import type { LackingReferrer } from '../../../engine/referrers/compare.ts'
import type { LedgerReferrer } from '../../../model/ledger/steps.ts'
import type { PlanReferrer } from '../../../model/plan.ts'
import { referrerName } from '../../../model/referrers.ts'

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
