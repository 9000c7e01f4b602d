import type { PlanDocument, PlanStep, PlanTag } from '../../model/plan.ts'
import { highestSemver } from '../../model/version.ts'
import { shortDigest } from '../../oci/digest.ts'
import type { Mark } from './signs.ts'
import { countText } from './units.ts'

/** Whether a plan puts back what the ledger says, instead of promoting. */
export function isRepair({ plan }: Pick<PlanDocument, 'plan'>): boolean {
  return plan.purpose === 'repair'
}

/** Sign and colour of a step of a repair. */
export function repairMark({ tags, kind }: PlanStep): Mark {
  if (kind === 'unchanged') return 'same'
  return tags.some(({ action }) => action === 'move') ? 'moved' : 'added'
}

/** What a digest is known by in a repair: its highest version, else its first tag. */
export function repairVersion({ tags, source }: PlanStep): string {
  const names = tags.map(({ tag }) => tag)
  return highestSemver(names) ?? names[0] ?? shortDigest(source.descriptor.digest)
}

/** What a repair does about a digest, in words. */
export function repairChange({ source, kind, tags, lost, referrers }: PlanStep): string {
  const digest = shortDigest(source.descriptor.digest)
  if (kind === 'unchanged') return 'in step'
  const parts = [
    ...(tags.some(({ action }) => action === 'move' || action === 'create') ? ['is put back'] : []),
    ...(lost === undefined ? [] : [`lost ${lostText(lost)}`]),
    ...(referrers.length === 0 ? [] : [`lacks ${countText(referrers.length, 'referrer')}`]),
  ]
  return `${digest} ${parts.join(', ')}`
}

/** What a tag holds that the ledger says something else of. */
export function repairTagText({ tag, action, replaces }: PlanTag): string {
  switch (action) {
    case 'create':
      return `${tag} (is gone)`
    case 'move':
      return replaces === null ? `${tag} (is gone)` : `${tag} (holds ${shortDigest(replaces)})`
    case 'unchanged':
      return `${tag} (in step)`
    case 'kept':
      return `${tag} (kept)`
    case 'remove':
      return `${tag} (taken away)`
    default:
      return action satisfies never
  }
}

/** Where the content comes from: `from registry.example.com/staging/api`; empty where it is there already. */
export function repairSource({ source, destination }: PlanStep): string {
  return source.repository === destination.repository ? '' : `from ${source.repository}`
}

function lostText({ manifests, blobs }: NonNullable<PlanStep['lost']>): string {
  return [
    ...(manifests.length === 0 ? [] : [countText(manifests.length, 'manifest')]),
    ...(blobs.length === 0 ? [] : [countText(blobs.length, 'blob')]),
  ].join(' and ')
}
