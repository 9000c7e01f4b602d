import { type CopyCounts, NO_COUNTS } from '../../engine/copy.ts'
import type { ManifestNode } from '../../engine/graph.ts'
import type { LedgerStep, LedgerTag, StepOutcome } from '../../model/ledger/ledger.ts'
import type { PlanStep, PlanTag } from '../../model/plan.ts'
import type { RawManifest } from '../../oci/manifest.ts'
import type { ContentSource, ContentStore } from '../../oci/store.ts'
import { ledgerReferrer } from '../plan/plan-referrers.ts'

/** One step of a plan under way. */
export interface RunningStep {
  readonly step: PlanStep
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

/** The tags a step moves or makes. */
export function movingTags(step: PlanStep): readonly PlanTag[] {
  return step.tags.filter((tag) => tag.action === 'create' || tag.action === 'move')
}

/** `host/path:tag`, or `host/path@digest` for a candidate without a tag. */
export function sourceReference(step: PlanStep): string {
  const { repository, tag, descriptor } = step.source
  return tag === null ? `${repository}@${descriptor.digest}` : `${repository}:${tag}`
}

/** A step as the ledger keeps it. An intent names only what will move; an outcome also what was in step already. */
export function ledgerStep(
  step: PlanStep,
  outcome: StepOutcome,
  done: { readonly counts: CopyCounts; readonly milliseconds: number } = {
    counts: NO_COUNTS,
    milliseconds: 0,
  },
): LedgerStep {
  const { mounted, copied, present, bytes } = done.counts
  return {
    image: step.image,
    source: sourceReference(step),
    digest: step.source.descriptor.digest,
    destination: step.destination.repository,
    tags:
      outcome === 'planned'
        ? movingTags(step).map(toLedgerTag(step))
        : settledTags(step).map(toLedgerTag(step)),
    outcome,
    ...(step.referrers.length > 0 && BROUGHT.has(outcome)
      ? { referrers: step.referrers.map(ledgerReferrer) }
      : {}),
    blobs: { mounted, copied, present },
    bytes,
    milliseconds: Math.round(done.milliseconds),
  }
}

/** Outcomes of steps whose referrers came along, or are to. */
const BROUGHT: ReadonlySet<StepOutcome> = new Set(['planned', 'promoted', 'completed', 'restored', 'left'])

/** Tags that hold the step's digest once it is done; those that were kept hold another. */
function settledTags(step: PlanStep): readonly PlanTag[] {
  return step.tags.filter((tag) => tag.action !== 'kept')
}

function toLedgerTag(step: PlanStep): (tag: PlanTag) => LedgerTag {
  return (tag) => ({ tag: tag.tag, old: tag.replaces, new: step.source.descriptor.digest })
}
