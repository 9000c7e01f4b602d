import { type CopyCounts, NO_COUNTS } from '../../engine/copy.ts'
import type { ManifestNode } from '../../engine/graph.ts'
import type {
  LedgerStep,
  LedgerTag,
  OutcomeStep,
  OutcomeTag,
  StepOutcome,
  TagResult,
} from '../../model/ledger/steps.ts'
import type { PlanStep, PlanTag } from '../../model/plan.ts'
import type { Digest } from '../../oci/digest.ts'
import type { RawManifest } from '../../oci/manifest.ts'
import type { ContentSource, ContentStore } from '../../oci/store.ts'
import { ledgerReferrer } from '../plan/planner/plan-referrers.ts'
import { movingTags } from '../plan/planner/step-tags.ts'

/** A step, and which of its tags may move. */
export interface AllowedStep {
  readonly step: PlanStep
  /** Of the tags it moves or makes: those that nothing stands in the way of. */
  readonly allowed: ReadonlySet<string>
  /** Tags that many versions share. */
  readonly floating: ReadonlySet<string>
}

/** One step of a plan under way. */
export interface RunningStep extends AllowedStep {
  readonly source: ContentSource
  readonly destination: ContentStore
  /** The root's bytes, where planning has read them. */
  readonly manifest?: RawManifest
}

/** A step whose content is in the destination and was read back. */
export interface ReadyStep extends RunningStep {
  readonly manifest: RawManifest
  /** Absent where a destination tag held the content already. */
  readonly graph?: ManifestNode
  readonly counts: CopyCounts
  readonly milliseconds: number
}

/** `host/path:tag`, or `host/path@digest` for a candidate without a tag. */
function sourceReference(step: PlanStep): string {
  const { repository, tag, tagGiven, descriptor } = step.source
  return tag === null || tagGiven === true ? `${repository}@${descriptor.digest}` : `${repository}:${tag}`
}

/** What moving a step's content took. */
export interface StepCost {
  readonly counts: CopyCounts
  readonly milliseconds: number
}

const NOTHING: StepCost = { counts: NO_COUNTS, milliseconds: 0 }

/** A step as an intent has it: with the tags that will move, and no others. */
export function intentStep(step: PlanStep, done: StepCost): LedgerStep {
  return {
    ...stepFacts(step, done),
    ...alongOf(step),
    ...rollbackOf(step),
    tags: movingTags(step).map(ledgerTag(step)),
  }
}

/** What of a step was in step already, as an intent has it: with the tags that hold its digest. */
export function inStepStep(step: PlanStep): LedgerStep {
  const found = step.tags.filter(({ action }) => action === 'unchanged')
  return { ...stepFacts(step, NOTHING), tags: found.map(ledgerTag(step)) }
}

/** What became of a tag. */
export interface TagEnd {
  readonly result: TagResult
  /** What it held, where that is not what the plan says. */
  readonly old?: Digest | null
}

/**
 * A step as an outcome has it: with the tags that were to move and those that were in step already; floating ones that
 * stayed at a higher version are left out.
 * @param resultOf what became of a tag that was to move, or to be recorded
 */
export function outcomeStep(
  step: PlanStep,
  outcome: StepOutcome,
  resultOf: (tag: PlanTag) => TagEnd,
  done: StepCost = NOTHING,
): OutcomeStep {
  const tags = step.tags.flatMap((tag): OutcomeTag[] => {
    if (tag.action === 'kept') return []
    const isFound = tag.action === 'unchanged' && step.kind !== 'record'
    const end: TagEnd = isFound ? { result: 'unchanged' } : resultOf(tag)
    return [{ ...ledgerTag(step)(tag), ...end }]
  })
  const along = BROUGHT.has(outcome) ? alongOf(step) : {}
  return { ...stepFacts(step, done), ...along, ...rollbackOf(step), tags, outcome }
}

function stepFacts(step: PlanStep, { counts, milliseconds }: StepCost): Omit<LedgerStep, 'tags'> {
  const { mounted, copied, present, bytes } = counts
  return {
    image: step.image,
    source: sourceReference(step),
    digest: step.source.descriptor.digest,
    destination: step.destination.repository,
    blobs: { mounted, copied, present },
    bytes,
    milliseconds: Math.round(milliseconds),
  }
}

/** Outcomes of steps whose referrers came along. */
const BROUGHT: ReadonlySet<StepOutcome> = new Set([
  'promoted',
  'repaired',
  'rolled-back',
  'partial',
  'completed',
  'restored',
  'left',
])

function alongOf({ referrers }: PlanStep): Pick<LedgerStep, 'referrers'> {
  return referrers.length === 0 ? {} : { referrers: referrers.map(ledgerReferrer) }
}

/** What a rollback says of a step besides. */
function rollbackOf({ current, takenOut }: PlanStep): Pick<LedgerStep, 'current' | 'takenOut'> {
  return { ...(current === true ? { current } : {}), ...(takenOut === undefined ? {} : { takenOut }) }
}

function ledgerTag(step: PlanStep): (tag: PlanTag) => LedgerTag {
  const { digest } = step.source.descriptor
  return ({ tag, action, replaces }) => ({ tag, old: replaces, new: action === 'remove' ? null : digest })
}
