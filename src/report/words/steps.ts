import { routeText } from '../../model/ledger/purpose.ts'
import type { MoveEstimate, PlanDocument, PlanStep, PlanTag } from '../../model/plan.ts'
import { countedNames, referrerName } from '../../model/referrers.ts'
import { compareVersions, newestOf } from '../../model/version.ts'
import { type Digest, shortDigest } from '../../oci/digest.ts'
import { purposeWords } from './purpose.ts'
import { isRepair, repairChange, repairMark, repairTagText, repairVersion } from './repair.ts'
import {
  holdText,
  isRollback,
  rollbackChange,
  rollbackMark,
  rollbackTagText,
  rollbackVersion,
} from './rollback.ts'
import type { Mark } from './signs.ts'
import { countText, sizeText } from './units.ts'

/** What a plan is about: `test → prod`, `repair of prod`, or `rollback of prod to entry 41`. */
export function routeOfPlan({ plan: { from, to, purpose, state } }: Pick<PlanDocument, 'plan'>): string {
  const back = state === undefined ? '' : state === 0 ? ' to before its first entry' : ` to entry ${state}`
  return routeText({ from, to, ...(purpose === undefined ? {} : { purpose: { kind: purpose } }) }) + back
}

/** What is said of a plan without a step. */
export function nothingText(document: Pick<PlanDocument, 'plan'>): string {
  return `Nothing to ${purposeWords(document).toDo}.`
}

/** Sign and colour of a step: what it does to the destination. */
export function stepMark(document: PlanDocument, step: PlanStep): Mark {
  if (isInStep(step)) return 'same'
  if (isRepair(document)) return repairMark(step)
  if (isRollback(document)) return rollbackMark(step)
  if (step.tags.some((tag) => isRefused(document, step, tag))) return 'denied'
  if (step.kind === 'referrers') return 'added'
  if (step.kind === 'record') return 'moved'
  return replacedDigest(document, step) === null ? 'added' : 'moved'
}

/** What the tags of a step do, one text for each: `1.4.2 (new)`, `1.4 (moves)`, `1 (kept: points at 1.5.0)`. */
export function tagText(document: PlanDocument, step: PlanStep, tag: PlanTag): string {
  if (isRepair(document)) return repairTagText(tag)
  if (isRollback(document)) return rollbackTagText(tag)
  if (isRefused(document, step, tag)) return `${tag.tag} (immutable: does not move)`
  switch (tag.action) {
    case 'create':
      return `${tag.tag} (new)`
    case 'move':
      return `${tag.tag} (moves)`
    case 'unchanged':
      return `${tag.tag} (in step)`
    case 'kept':
      return tag.replaces === null
        ? `${tag.tag} (kept)`
        : `${tag.tag} (kept: points at ${versionOf(document, tag.replaces)})`
    case 'remove':
      return `${tag.tag} (taken away)`
    default:
      return tag.action satisfies never
  }
}

/** True for a tag that may not move, because it is immutable. */
export function isRefused({ denials }: PlanDocument, { image, source }: PlanStep, { tag }: PlanTag): boolean {
  return denials.some(
    (denial) => denial.image === image && denial.tag === source.tag && denial.refused === tag,
  )
}

/** The version of a step and what it replaces: `1.4.1 → 1.4.2`. */
export function stepVersion(document: PlanDocument, step: PlanStep): string {
  if (isRepair(document)) return repairVersion(step)
  if (isRollback(document)) return rollbackVersion(step, currentOf(document, step)?.version ?? null)
  const wanted = step.source.tag ?? shortDigest(step.source.descriptor.digest)
  const current = currentOf(document, step)?.version ?? null
  return isInStep(step) || current === null || current === wanted ? wanted : `${current} → ${wanted}`
}

/** What a step does to the content its image has in the destination, in words. */
export function stepChange(document: PlanDocument, step: PlanStep): string {
  if (isRepair(document)) return repairChange(step)
  if (isRollback(document)) return rollbackChange(step, currentOf(document, step)?.digest ?? null)
  const digest = shortDigest(step.source.descriptor.digest)
  if (isInStep(step)) return 'in step'
  if (step.kind === 'referrers')
    return `in step, lacks ${countText(step.referrers.length, 'referrer')} in ${document.plan.to}`
  const back = goesBack(document, step) ? 'goes back: ' : ''
  if (step.kind === 'record') return `${back}${digest} is in ${document.plan.to}, and becomes current`
  const replaced = replacedDigest(document, step)
  if (replaced === null) return `${digest} is new in ${document.plan.to}`
  if (replaced === step.source.descriptor.digest) return `${digest} gets another tag`
  if (stepMark(document, step) === 'denied') return `${digest} may not replace ${shortDigest(replaced)}`
  return `${back}${digest} replaces ${shortDigest(replaced)}`
}

/** True where the destination has a higher version as the current one. */
function goesBack(document: PlanDocument, step: PlanStep): boolean {
  const current = currentOf(document, step)?.version ?? null
  const { tag } = step.source
  return current !== null && tag !== null && (compareVersions(tag, current) ?? 0) < 0
}

/** What is held from a step on: of a rollback what it takes out. Empty where nothing is. */
export function heldText({ plan }: PlanDocument, step: PlanStep): string {
  return holdText(step, plan.to)
}

/** What comes along with a step's image: `referrers 2: signature, sbom`; empty where nothing does. */
export function alongText({ referrers }: PlanStep): string {
  if (referrers.length === 0) return ''
  const names = referrers.map(({ kinds, descriptor }) =>
    referrerName({ kinds, artifactType: descriptor.artifactType ?? '' }),
  )
  return `referrers ${referrers.length}: ${countedNames(names)}`
}

/** What a step would move: `mount 9, copy 2 blobs (18.4 MB)`; empty where it was not counted. */
export function moveText(document: PlanDocument, step: PlanStep): string {
  if (isInStep(step)) return ''
  if (step.kind === 'record') return 'nothing moves'
  const estimate = document.estimates?.find((one) => isOf(one, step))
  if (estimate !== undefined) return estimateText(estimate)
  return step.kind === 'retag' ? 'content is there' : ''
}

function isOf({ image, tag, digest }: MoveEstimate, { image: own, source }: PlanStep): boolean {
  return (
    image === own && tag === source.tag && (digest ?? source.descriptor.digest) === source.descriptor.digest
  )
}

function estimateText({ mount, copy, copyBytes }: MoveEstimate): string {
  if (mount === 0 && copy === 0) return 'content is there'
  if (copy === 0) return `mount ${countText(mount, 'blob')}`
  const copying = `copy ${countText(copy, 'blob')} (${sizeText(copyBytes)})`
  return mount === 0 ? copying : `mount ${mount}, ${copying}`
}

/** An image with the tag of its candidate, as the command line takes it: `api:1.4.2`. */
export function stepName(image: string, tag: string | null): string {
  return tag === null ? image : `${image}:${tag}`
}

/** True for a step that changes nothing. */
export function isInStep(step: PlanStep): boolean {
  return step.kind === 'unchanged'
}

/** What the plan found of the step's image in the destination. */
function currentOf(document: PlanDocument, step: PlanStep): PlanDocument['current'][number] | undefined {
  return document.current.find(({ image }) => image === step.image)
}

/**
 * The commits between what is current in the destination and what a step brings, where the labels of both tell: of the
 * newest of an image's steps, which is what becomes current.
 */
export function stepChanges(
  document: PlanDocument,
  step: PlanStep,
): { readonly commits?: string; readonly compare?: string } {
  const current = currentOf(document, step)
  if (current?.commits === undefined || isInStep(step)) return {}
  const own = document.plan.steps.filter(({ image }) => image === step.image)
  const newest = newestOf(own.map(({ source }) => ({ tag: source.tag, digest: source.descriptor.digest })))
  if (newest?.digest !== step.source.descriptor.digest) return {}
  const { commits, compare } = current
  return compare === undefined ? { commits } : { commits, compare }
}

/** What was there before: the image's current version, else what the first moving tag holds; null when new. */
function replacedDigest(document: PlanDocument, step: PlanStep): Digest | null {
  const moving = step.tags.find(({ action }) => action === 'move')
  return currentOf(document, step)?.digest ?? moving?.replaces ?? null
}

function versionOf(document: PlanDocument, digest: Digest): string {
  const current = document.current.find((one) => one.digest === digest && one.version !== null)
  const step = document.plan.steps.find(({ source }) => source.descriptor.digest === digest)
  return current?.version ?? step?.source.tag ?? shortDigest(digest)
}
