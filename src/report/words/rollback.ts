import type { PlanDocument, PlanStep, PlanTag } from '../../model/plan.ts'
import { highestSemver } from '../../model/version.ts'
import { type Digest, shortDigest } from '../../oci/digest.ts'
import type { Mark } from './signs.ts'
import { listText } from './units.ts'

/** Whether a plan brings an environment back to what it was. */
export function isRollback({ plan }: Pick<PlanDocument, 'plan'>): boolean {
  return plan.purpose === 'rollback'
}

/** Whether all that a step does is to take tags away: its image was not there. */
function isTakenAway({ current, tags }: PlanStep): boolean {
  return current !== true && tags.every(({ action }) => action === 'remove' || action === 'kept')
}

/** Sign and colour of a step of a rollback. */
export function rollbackMark(step: PlanStep): Mark {
  return isTakenAway(step) ? 'absent' : 'moved'
}

/** What a digest that comes back is known by: its highest version, else its first tag. */
export function rollbackVersion(step: PlanStep, current: string | null): string {
  if (isTakenAway(step)) return `${current ?? shortDigest(step.source.descriptor.digest)} → –`
  const names = step.tags.flatMap(({ tag, action }) =>
    action === 'remove' || action === 'kept' ? [] : [tag],
  )
  const version = highestSemver(names) ?? names[0] ?? shortDigest(step.source.descriptor.digest)
  return step.current !== true || current === null || current === version
    ? version
    : `${current} → ${version}`
}

/** What a rollback does about a digest, in words. */
export function rollbackChange(step: PlanStep, current: Digest | null): string {
  const digest = shortDigest(step.source.descriptor.digest)
  if (isTakenAway(step)) return `${digest} was not there`
  if (step.current !== true) return `${digest} gets tags back`
  return current === step.source.descriptor.digest ? `${digest} stays current` : `${digest} is current again`
}

/** What a rollback does about a tag. */
export function rollbackTagText({ tag, action, replaces }: PlanTag): string {
  switch (action) {
    case 'create':
      return `${tag} (is gone: comes back)`
    case 'move':
      return replaces === null ? `${tag} (comes back)` : `${tag} (goes back from ${shortDigest(replaces)})`
    case 'unchanged':
      return `${tag} (in place)`
    case 'kept':
      return `${tag} (stays)`
    case 'remove':
      return `${tag} (was not there: taken away)`
    default:
      return action satisfies never
  }
}

/** What is held once a step is done; empty where nothing is. */
export function holdText({ takenOut = [] }: PlanStep, environment: string): string {
  if (takenOut.length === 0) return ''
  return `held in ${environment} from then on: ${listText(
    takenOut.map((digest) => shortDigest(digest)),
    6,
  )}`
}
