import { isImmutable } from '../../model/match.ts'
import type { PlanTag } from '../../model/plan.ts'
import type { Digest } from '../../oci/digest.ts'
import type { RawManifest } from '../../oci/manifest.ts'
import type { ContentStore } from '../../oci/store.ts'
import { onSide, PromoteError, toPromoteError } from '../../support/errors.ts'
import { movingTags, type ReadyStep } from './steps.ts'

/** One tag to move. */
export interface TagMove {
  readonly ready: ReadyStep
  readonly tag: PlanTag
}

/** What became of one tag move. */
export type TagOutcome =
  | { readonly kind: 'moved'; readonly move: TagMove }
  /** It was moved, then put back. */
  | { readonly kind: 'restored'; readonly move: TagMove }
  /** It was moved and could not be put back. */
  | { readonly kind: 'left'; readonly move: TagMove; readonly reason: string }
  | { readonly kind: 'failed'; readonly move: TagMove; readonly error: PromoteError }
  /** It was not begun, because another one failed. */
  | { readonly kind: 'not-begun'; readonly move: TagMove }

/** All tag moves of a group, floating ones before immutable ones, each part in the order of the plan. */
export function tagMoves(
  steps: readonly ReadyStep[],
  immutable: readonly string[],
): readonly (readonly TagMove[])[] {
  const moves = steps.flatMap((ready) => movingTags(ready.step).map((tag) => ({ ready, tag })))
  const isFixed = (move: TagMove): boolean => isImmutable(immutable, move.tag.tag)
  return [moves.filter((move) => !isFixed(move)), moves.filter(isFixed)]
}

/**
 * Phase 5: moves the tags and reads each back. When one fails, none is begun any more, and those that moved are put back:
 * a new one is removed where the store can do that alone, an immutable one never. Cannot be aborted: half a release
 * tagged is worse than a late Ctrl-C. Never throws; outcomes stand in the order of the moves.
 */
export async function moveTags(
  groups: readonly (readonly TagMove[])[],
  immutable: readonly string[],
): Promise<readonly TagOutcome[]> {
  const outcomes: TagOutcome[] = []
  let failed = false
  for (const group of groups) {
    if (failed) {
      outcomes.push(...group.map((move): TagOutcome => ({ kind: 'not-begun', move })))
      continue
    }
    const moved = await Promise.all(group.map(moveTag))
    outcomes.push(...moved)
    failed = moved.some((outcome) => outcome.kind === 'failed')
  }
  if (!failed) return outcomes
  return Promise.all(
    outcomes.map((outcome) => (outcome.kind === 'moved' ? putBack(outcome.move, immutable) : outcome)),
  )
}

async function moveTag(move: TagMove): Promise<TagOutcome> {
  const { ready, tag } = move
  const { destination, manifest } = ready
  try {
    await onSide('destination', () => destination.tag(manifest, tag.tag))
    await expectTag(destination, tag.tag, manifest.descriptor.digest)
    return { kind: 'moved', move }
  } catch (error) {
    // The answer may have been lost after the registry did the work.
    if (await holds(destination, tag.tag, manifest.descriptor.digest)) return { kind: 'moved', move }
    return { kind: 'failed', move, error: toPromoteError(error).with({ image: ready.step.image }) }
  }
}

async function holds(store: ContentStore, tag: string, digest: Digest): Promise<boolean> {
  try {
    return (await store.resolve(tag))?.digest === digest
  } catch {
    // The first error is the one to report: this was only a second look.
    return false
  }
}

async function expectTag(store: ContentStore, tag: string, digest: Digest): Promise<void> {
  const found = await onSide('destination', () => store.resolve(tag))
  if (found?.digest === digest) return
  const now = found === undefined ? 'is not there' : `holds ${found.digest}`
  throw new PromoteError(
    'content',
    `The tag ${store.name}:${tag} was moved to ${digest}, but ${now} when read back.`,
    {
      side: 'destination',
      reference: `${store.name}:${tag}`,
      hint: 'Another writer may have moved it at the same time: run promote again.',
    },
  )
}

async function putBack(move: TagMove, immutable: readonly string[]): Promise<TagOutcome> {
  const { ready, tag } = move
  const { destination } = ready
  if (isImmutable(immutable, tag.tag)) return { kind: 'left', move, reason: 'it is immutable' }
  try {
    if (tag.replaces === null) {
      const removed = await destination.untag(tag.tag)
      if (removed === 'removed') return { kind: 'restored', move }
      return { kind: 'left', move, reason: 'the registry cannot remove a tag alone' }
    }
    const before = await oldManifest(destination, tag.replaces)
    if (before === undefined) return { kind: 'left', move, reason: 'the content it held before is gone' }
    await destination.tag(before, tag.tag)
    await expectTag(destination, tag.tag, tag.replaces)
    return { kind: 'restored', move }
  } catch (error) {
    return { kind: 'left', move, reason: toPromoteError(error).message }
  }
}

function oldManifest(destination: ContentStore, digest: Digest): Promise<RawManifest | undefined> {
  return destination.manifest(digest)
}
