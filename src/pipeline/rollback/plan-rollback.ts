import type { PromotionConfig } from '../../model/config.ts'
import type { Denial, Missing, PlanCore, PlanDocument, PlanStep, PlanTag } from '../../model/plan.ts'
import { planDigest } from '../../model/plan-digest.ts'
import type { Descriptor } from '../../oci/descriptor.ts'
import { type Digest, shortDigest } from '../../oci/digest.ts'
import { denialError, missingObstacle, type Obstacle } from '../plan/planner/obstacles.ts'
import { byImageThenTag } from '../plan/planner/planner.ts'
import type { ObservedContent } from '../repair/observe-repair.ts'
import type { ImageChange } from './changes.ts'

/** A tag that a rollback takes away, and what it holds. */
export interface FoundTag {
  readonly tag: string
  readonly found: Descriptor | undefined
  /** Why its registry is known not to remove a tag alone, as a phrase; undefined where it may. */
  readonly stays: string | undefined
}

/** What a rollback changes of an image, and what was seen of it. */
export interface ObservedChange {
  readonly change: ImageChange
  /** What its tags are to hold, by digest. */
  readonly contents: readonly ObservedContent[]
  /** Those of its tags that were not there before. */
  readonly fresh: readonly FoundTag[]
}

/** What a plan of a rollback is made from. */
export interface RollbackInput {
  readonly config: PromotionConfig
  readonly environment: string
  /** The entry after which it was as it is to be again. */
  readonly state: number
  readonly author: string
  readonly observed: readonly ObservedChange[]
  readonly leftOut: Pick<PlanDocument, 'leftOut'>
  readonly warnings: readonly string[]
  readonly at: Date
}

/** What planning a rollback came to. */
export interface PlannedRollback {
  readonly document: PlanDocument
  readonly obstacles: readonly Obstacle[]
}

/**
 * Turns what was seen into the exact list of steps: for each image one that makes the old version current and takes away the
 * tags that are new, and one for each other digest that gets tags back. Pure.
 */
export function buildRollback(input: RollbackInput): PlannedRollback {
  const { config, environment, state, author, observed, leftOut, warnings, at } = input
  const core: PlanCore = {
    formatVersion: 1,
    project: config.project,
    author,
    purpose: 'rollback',
    from: environment,
    to: environment,
    configDigest: config.digest,
    state,
    steps: observed.flatMap(stepsOf).toSorted(byImageThenTag),
  }
  const missing = observed.flatMap(({ contents }) => contents.flatMap(missingOf))
  const denied = observed.flatMap(({ change, contents }) =>
    contents.flatMap((one) => deniedTags(change, one)),
  )
  const document: PlanDocument = {
    plan: core,
    digest: planDigest(core),
    madeAt: at.toISOString(),
    current: observed.map(({ change: { rule, currentNow } }) => ({
      image: rule.name,
      version: currentNow?.tag ?? null,
      digest: currentNow?.digest ?? null,
    })),
    verdicts: [],
    denials: denied.map(({ denial }) => denial),
    missing,
    warnings: [
      ...warnings,
      ...observed.flatMap(strangeTexts),
      ...observed.flatMap(({ contents }) => contents.flatMap(({ referrers }) => referrers.warnings)),
    ],
    ...leftOut,
  }
  return { document, obstacles: [...missing.map(missingObstacle), ...denied.map(({ obstacle }) => obstacle)] }
}

function stepsOf(observed: ObservedChange): readonly PlanStep[] {
  const { change, contents } = observed
  if (change.current === null) return takenAwayStep(observed)
  return contents.flatMap((content) => stepOf(observed, content))
}

/** An image that was not there: all of its tags go. */
function takenAwayStep({ change, fresh }: ObservedChange): readonly PlanStep[] {
  const found = fresh.flatMap((one) => (one.found === undefined ? [] : [one.found]))
  const descriptor = found.find(({ digest }) => digest === change.currentNow?.digest) ?? found[0]
  if (descriptor === undefined) return []
  const { mediaType, digest, size } = descriptor
  const gone = removals(change, fresh)
  // Where all of them stay, it is there as before.
  if (gone.every(({ action }) => action === 'kept')) return []
  return [
    {
      image: change.rule.name,
      kind: 'retag',
      source: { repository: change.place.text, tag: null, descriptor: { mediaType, digest, size } },
      destination: { repository: change.place.text },
      tags: [...gone, ...fixedTags(change)],
      referrers: [],
      ...(change.takenOut.length === 0 ? {} : { takenOut: change.takenOut }),
    },
  ]
}

function stepOf({ change, fresh }: ObservedChange, observed: ObservedContent): readonly PlanStep[] {
  const { content, source, lost, isImageLost, referrers } = observed
  if (source === undefined) return []
  const isCurrent = content.digest === change.current
  const own = observed.tags.map(
    ({ tag, found }): PlanTag => ({
      tag,
      action: found === content.digest ? 'unchanged' : found === null ? 'create' : 'move',
      replaces: found,
    }),
  )
  const tags = isCurrent ? [...own, ...removals(change, fresh), ...fixedTags(change)] : own
  const isMoved = tags.some(({ action }) => action !== 'unchanged' && action !== 'kept')
  const isLost = lost.manifests.length + lost.blobs.length > 0
  const kind = isImageLost ? 'copy' : isMoved ? 'retag' : 'record'
  return [
    {
      image: change.rule.name,
      kind,
      source: { repository: source.repository, tag: null, descriptor: source.descriptor },
      destination: { repository: change.place.text },
      tags,
      ...(isLost ? { lost } : {}),
      referrers: referrers.referrers,
      ...(isCurrent ? { current: true } : {}),
      ...(isCurrent && change.takenOut.length > 0 ? { takenOut: change.takenOut } : {}),
    },
  ]
}

/** The tags that were not there before. One that somebody else has moved since is left alone. */
function removals({ tags }: ImageChange, fresh: readonly FoundTag[]): readonly PlanTag[] {
  return fresh.flatMap(({ tag, found, stays }): PlanTag[] => {
    const known = tags.find((one) => one.tag === tag)
    return found === undefined || found.digest !== known?.now
      ? []
      : [{ tag, action: stays === undefined ? 'remove' : 'kept', replaces: found.digest }]
  })
}

/** The tags that would go elsewhere, or away, and are declared immutable. */
function fixedTags({ tags }: ImageChange): readonly PlanTag[] {
  return tags.flatMap(({ tag, now, before, isFixed }): PlanTag[] =>
    isFixed && now !== before ? [{ tag, action: 'kept', replaces: now }] : [],
  )
}

function strangeTexts({ change, contents, fresh }: ObservedChange): readonly string[] {
  const { place, tags } = change
  const nowOf = (name: string): Digest | null => tags.find(({ tag }) => tag === name)?.now ?? null
  const overwritten = contents.flatMap(({ content, tags: held }) =>
    held.flatMap(({ tag, found }) => {
      const isStrange = found !== null && found !== content.digest && found !== nowOf(tag)
      return isStrange
        ? [
            `${place.text}:${tag} holds ${shortDigest(found)}, which no promotion put there. It is moved all the same.`,
          ]
        : []
    }),
  )
  const unable = fresh.flatMap(({ tag, stays }) =>
    stays === undefined ? [] : [`${place.text}:${tag} was not there before, and stays: ${stays}.`],
  )
  const left = fresh.flatMap(({ tag, found }) => {
    const isStrange = found !== undefined && found.digest !== nowOf(tag)
    return isStrange
      ? [
          `${place.text}:${tag} holds ${shortDigest(found.digest)}, which no promotion put there. It is left alone.`,
        ]
      : []
  })
  return [...overwritten, ...unable, ...left]
}

function missingOf({ content, nowhere }: ObservedContent): readonly Missing[] {
  return nowhere.map(({ digest, why }) => ({
    image: content.rule.name,
    wanted: digest,
    reason: `(${content.tags.join(', ')}) cannot be brought back: ${why}`,
    near: [],
  }))
}

/** Tags that cannot go back: a rule of the registry keeps them, or they are declared immutable and somebody else moved them. */
function deniedTags(
  change: ImageChange,
  { content, tags }: ObservedContent,
): readonly { readonly denial: Denial; readonly obstacle: Obstacle }[] {
  const { rule, place, digest } = content
  return tags.flatMap(({ tag, found, isKept }) => {
    const isFixed = change.tags.some((one) => one.tag === tag && one.isFixed)
    if (found === digest || !(isFixed || (isKept === true && found !== null))) return []
    const holds = found === null ? 'is gone' : `holds ${shortDigest(found)}`
    const denial: Denial = {
      ...{ image: rule.name, tag: null, refused: tag },
      reason: `the tag ${tag} of ${place.text} is immutable${isFixed ? '' : ' by a rule of its registry'} and ${holds}, not ${shortDigest(digest)}.`,
      hint: isFixed
        ? `Somebody else moved it. To put it back first: promote repair ${place.environment} ${rule.name}`
        : 'Lift that rule in the registry, roll back, and set it again.',
    }
    const step = { image: rule.name, tag: null, digest }
    return [{ denial, obstacle: { kind: 'tag', step, tag, error: denialError(denial) } }]
  })
}
