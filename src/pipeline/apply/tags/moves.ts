import { isImmutable } from '../../../model/match.ts'
import type { PlanTag } from '../../../model/plan.ts'
import type { Digest } from '../../../oci/digest.ts'
import type { PromoteError } from '../../../support/errors.ts'
import { movingTags } from '../../plan/planner/step-tags.ts'
import type { ReadyStep } from '../steps.ts'

/** One tag to move. */
export interface TagMove {
  readonly ready: ReadyStep
  readonly tag: PlanTag
  /** Whether many versions share it, and it follows the highest. */
  readonly isFloating: boolean
  /** Whether the environment declares it immutable: then it is never put back. */
  readonly isFixed: boolean
}

/** What a tag is to hold after its move; null where it is to be gone. */
export function wantedOf({ ready, tag }: TagMove): Digest | null {
  return tag.action === 'remove' ? null : ready.manifest.descriptor.digest
}

/** What became of one tag; the words are those of the ledger. */
export type TagOutcome =
  | { readonly kind: 'moved' | 'restored' | 'not-begun'; readonly move: TagMove }
  /** It was to be taken away, and the registry cannot do that: no failure, for what was to be gone is held back by a hold. */
  | { readonly kind: 'stays'; readonly move: TagMove; readonly reason: string }
  /** It held the new digest already, when it was read after the intent. */
  | { readonly kind: 'unchanged'; readonly move: TagMove }
  /** It was moved and could not be put back, or another run relies on it. */
  | { readonly kind: 'left'; readonly move: TagMove; readonly reason: string }
  /** Somebody else moved it; `error` where that was seen before this run touched it, and is why it did not. */
  | {
      readonly kind: 'overtaken'
      readonly move: TagMove
      readonly reason: string
      readonly error?: PromoteError
    }
  /** `unknown`: nobody can say what it holds. */
  | { readonly kind: 'failed' | 'unknown'; readonly move: TagMove; readonly error: PromoteError }
  /** Something stood in its way, and the others went on; `error` where that is told nowhere else. */
  | { readonly kind: 'left-out'; readonly move: TagMove; readonly error?: PromoteError }

/** All tags that steps move or make, those that are left out among them, in the order of the plan. */
export function movesOf(steps: readonly ReadyStep[], immutable: readonly string[]): readonly TagMove[] {
  return steps.flatMap((ready) =>
    movingTags(ready.step).map((tag) => ({
      ready,
      tag,
      isFloating: ready.floating.has(tag.tag),
      isFixed: isImmutable(immutable, tag.tag),
    })),
  )
}

/**
 * The order in which tags move: version tags that nothing declares immutable, then floating ones, so that a version that is
 * refused never moves its `1`; what is taken away; those declared immutable last, for they cannot be put back.
 */
export function inOrder(moves: readonly TagMove[]): readonly (readonly TagMove[])[] {
  const kept = moves.filter(({ tag }) => tag.action !== 'remove')
  return [
    kept.filter(({ isFixed, isFloating }) => !isFixed && !isFloating),
    kept.filter(({ isFixed, isFloating }) => !isFixed && isFloating),
    moves.filter(({ tag }) => tag.action === 'remove'),
    kept.filter(({ isFixed }) => isFixed),
  ]
}

/** Whether a version tag of the same step is not where it was to be, and will not come there. */
export function lacksVersion({ ready }: TagMove, outcomes: Iterable<TagOutcome>): boolean {
  for (const { kind, move } of outcomes) {
    if (move.ready.step !== ready.step || move.isFloating) continue
    if (kind !== 'moved' && kind !== 'unchanged') return true
  }
  return false
}
