import type { PromotionConfig } from '../../model/config.ts'
import type { OpenIntent } from '../../model/ledger/ledger.ts'
import { intentText } from '../../model/ledger/open-intents.ts'
import type { Denial, Missing, PlanCore, PlanDocument, PlanStep, PlanTag } from '../../model/plan.ts'
import { planDigest } from '../../model/plan-digest.ts'
import { shortDigest } from '../../oci/digest.ts'
import { denialError, missingObstacle, type Obstacle } from '../plan/planner/obstacles.ts'
import { byImageThenTag } from '../plan/planner/planner.ts'
import type { HeldTag, ObservedContent } from './observe-repair.ts'

/** What a plan of a repair is made from. */
export interface RepairInput {
  readonly config: PromotionConfig
  readonly environment: string
  readonly author: string
  readonly observed: readonly ObservedContent[]
  /**
   * Runs that did not finish. A tag of theirs that is in place belongs to the plan too, so that they can end; one that they
   * moved elsewhere is no work of somebody else, and left alone.
   */
  readonly open: readonly OpenIntent[]
  readonly leftOut: Pick<PlanDocument, 'leftOut'>
  readonly warnings: readonly string[]
  readonly at: Date
}

/** What planning a repair came to. */
export interface PlannedRepair {
  readonly document: PlanDocument
  readonly obstacles: readonly Obstacle[]
}

/** Turns what was seen into the exact list of steps: one for each digest that is not as the ledger says. Pure. */
export function buildRepair(input: RepairInput): PlannedRepair {
  const { config, environment, author, observed: seen, open, leftOut, warnings, at } = input
  const parted = seen.map((one) => withoutUnfinished(one, open))
  const observed = parted.map(({ rest }) => rest)
  const core: PlanCore = {
    formatVersion: 1,
    project: config.project,
    author,
    purpose: 'repair',
    from: environment,
    to: environment,
    configDigest: config.digest,
    steps: observed.flatMap((one) => repairStep(one, open)).toSorted(byImageThenTag),
  }
  const missing = observed.flatMap(missingOf)
  const kept = observed.flatMap(keptTags)
  const document = {
    plan: core,
    digest: planDigest(core),
    madeAt: at.toISOString(),
    current: [],
    verdicts: [],
    denials: kept.map(({ denial }) => denial),
    missing,
    warnings: [
      ...warnings,
      ...parted.flatMap((one) => one.warnings),
      ...observed.flatMap(({ referrers }) => referrers.warnings),
    ],
    ...leftOut,
  }
  return { document, obstacles: [...missing.map(missingObstacle), ...kept.map(({ obstacle }) => obstacle)] }
}

/** The tags that a rule of the registry keeps where they are: no promotion file can say otherwise. */
function keptTags({ content, tags }: ObservedContent): readonly { denial: Denial; obstacle: Obstacle }[] {
  const { rule, place, digest } = content
  return tags.flatMap(({ tag, found, isKept }) => {
    if (isKept !== true || found === null) return []
    const denial: Denial = {
      ...{ image: rule.name, tag: null, refused: tag },
      reason: `the tag ${tag} of ${place.text} is immutable by a rule of its registry and holds ${shortDigest(found)}, not ${shortDigest(digest)}.`,
      hint: 'Lift that rule in the registry, repair, and set it again.',
    }
    const step = { image: rule.name, tag: null, digest }
    return [{ denial, obstacle: { kind: 'tag', step, tag, error: denialError(denial) } }]
  })
}

/** What was seen, without the tags that hold what a run meant that is not finished. */
function withoutUnfinished(
  observed: ObservedContent,
  open: readonly OpenIntent[],
): { readonly rest: ObservedContent; readonly warnings: readonly string[] } {
  const { content, tags } = observed
  const { text } = content.place
  const unfinished = tags.flatMap(({ tag, found }) => {
    const holder = open.find(({ pins }) =>
      pins.some((pin) => pin.repository === text && pin.tag === tag && pin.digest === found),
    )
    return holder === undefined || found === content.digest ? [] : [{ tag, holder }]
  })
  const isLeft = ({ tag }: HeldTag): boolean => unfinished.some((one) => one.tag === tag)
  return {
    rest: { ...observed, tags: tags.filter((tag) => !isLeft(tag)) },
    warnings: unfinished.map(
      ({ tag, holder }) =>
        `${text}:${tag} is left alone: it holds what ${intentText(holder)}, meant, which is not finished. "promote status" has the command that finishes it.`,
    ),
  }
}

function repairStep(observed: ObservedContent, open: readonly OpenIntent[]): readonly PlanStep[] {
  const { content, source, lost, isImageLost, referrers } = observed
  if (source === undefined) return []
  const tags = observed.tags.map(
    ({ tag, found }): PlanTag => ({
      tag,
      action: found === content.digest ? 'unchanged' : found === null ? 'create' : 'move',
      replaces: found,
    }),
  )
  const isMoved = tags.some(({ action }) => action !== 'unchanged')
  const kind = isImageLost
    ? 'copy'
    : isMoved
      ? 'retag'
      : referrers.referrers.length > 0
        ? 'referrers'
        : 'unchanged'
  const isHeld = (tag: string): boolean =>
    open.some(({ pins }) =>
      pins.some(
        (pin) => pin.repository === content.place.text && pin.tag === tag && pin.digest === content.digest,
      ),
    )
  const named = kind === 'unchanged' ? tags.filter(({ tag }) => isHeld(tag)) : tags
  if (named.length === 0) return []
  const isLost = lost.manifests.length + lost.blobs.length > 0
  return [
    {
      image: content.rule.name,
      kind,
      source: { repository: source.repository, tag: null, descriptor: source.descriptor },
      destination: { repository: content.place.text },
      tags: named,
      ...(isLost ? { lost } : {}),
      referrers: referrers.referrers,
    },
  ]
}

function missingOf({ content, nowhere }: ObservedContent): readonly Missing[] {
  return nowhere.map(({ digest, why }) => ({
    image: content.rule.name,
    wanted: digest,
    reason: `(${content.tags.join(', ')}) cannot be put back: ${why}`,
    near: [],
  }))
}
