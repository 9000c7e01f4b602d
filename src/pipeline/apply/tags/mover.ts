import type { Environment } from '../../../model/config.ts'
import type { Digest } from '../../../oci/digest.ts'
import { asDigestOf, isContentOf } from '../../../oci/manifest.ts'
import type { ContentStore } from '../../../oci/store.ts'
import { onSide, PromoteError, toPromoteError } from '../../../support/errors.ts'
import { inOrder, lacksVersion, type TagMove, type TagOutcome, wantedOf } from './moves.ts'
import type { Wanted } from './others.ts'

/** How tags are moved. */
export interface Moving {
  /** Whether a tag that cannot be moved leaves the others where they are; else none is begun after it. */
  readonly keepGoing: boolean
  /** Whether those that moved before it are put back then, or stay; put back unless told. */
  readonly onFailure?: Environment['onFailure']
  /** Tags that are decided already: nothing is done about them, and floating tags heed them. */
  readonly decided: readonly TagOutcome[]
  /**
   * Looks at tags once more, right before they are written, where others were written since the first look: gives what is
   * decided by that, nothing for a tag that is as planned. Never throws.
   */
  readonly lookAgain: (moves: readonly TagMove[]) => Promise<readonly TagOutcome[]>
  /** Asked only when tags are to be put back: which of them other runs want where this one moved them, and why. Never throws. */
  readonly wantedElsewhere?: () => Promise<Wanted>
}

/**
 * Phase 5: moves the tags and reads each back, hashed. When one fails, none is begun any more, and those that moved are put
 * back, unless `onFailure` keeps them: a new one is removed where the store can do that alone, an immutable one never, nor one that another run relies on.
 * Under `keepGoing` the others go on,
 * but a floating tag does not go where its version could not. Cannot be aborted: half a release tagged is worse than a late
 * Ctrl-C. Never throws; the outcomes of `moves` stand in their order.
 */
export async function moveTags(
  moves: readonly TagMove[],
  { keepGoing, onFailure = 'restore', decided, lookAgain, wantedElsewhere }: Moving,
): Promise<readonly TagOutcome[]> {
  const outcomes = new Map(decided.map((outcome) => [outcome.move, outcome]))
  const undecided = moves.filter((move) => !outcomes.has(move))
  const isFailing = (): boolean => [...outcomes.values()].some(isFailure)
  for (const [at, ordered] of inOrder(undecided)
    .filter(({ length }) => length > 0)
    .entries()) {
    let isOver = !keepGoing && isFailing()
    // Writing the ones before may have taken long: retries, pauses, many tags.
    const seen = at === 0 || isOver ? [] : await lookAgain(ordered)
    for (const outcome of seen) outcomes.set(outcome.move, outcome)
    isOver ||= !keepGoing && isFailing()
    const group = ordered.filter((move) => !outcomes.has(move))
    const before = [...outcomes.values()]
    const ended = await Promise.all(
      group.map(async (move): Promise<TagOutcome> => {
        if (isOver) return { kind: 'not-begun', move }
        if (move.isFloating && lacksVersion(move, before)) return { kind: 'left-out', move }
        return moveTag(move)
      }),
    )
    for (const outcome of ended) outcomes.set(outcome.move, outcome)
  }
  const isFailed = isFailing()
  const all = [...outcomes.values()]
  const goesBack = ({ kind, move }: TagOutcome): boolean =>
    kind === 'moved' &&
    (keepGoing ? move.isFloating && lacksVersion(move, all) : isFailed && onFailure === 'restore')
  const wanted = all.some(goesBack) ? await wantedElsewhere?.() : undefined
  return Promise.all(
    moves.map(async (move): Promise<TagOutcome> => {
      const outcome = outcomes.get(move) ?? { kind: 'not-begun', move }
      if (!goesBack(outcome)) return outcome
      const reason = wanted?.(move)
      return reason === undefined ? putBack(move) : { kind: 'left', move, reason }
    }),
  )
}

/** Whether it ends the group: it could not be moved, or somebody else has moved it. What was left out beforehand has no error. */
function isFailure(outcome: TagOutcome): boolean {
  return 'error' in outcome && outcome.error !== undefined
}

async function moveTag(move: TagMove): Promise<TagOutcome> {
  const { ready, tag } = move
  if (tag.action === 'remove') return takeAway(move)
  const { destination, manifest } = ready
  try {
    await onSide('destination', () => destination.tag(manifest, tag.tag))
    await expectTag(destination, tag.tag, manifest.descriptor.digest)
    return { kind: 'moved', move }
  } catch (error) {
    // The answer may have been lost after the registry did the work.
    const held = await look(destination, tag.tag, manifest.descriptor.digest)
    if (held === 'wanted') return { kind: 'moved', move }
    const kind = held === 'unknown' ? 'unknown' : 'failed'
    return { kind, move, error: toPromoteError(error).with({ image: ready.step.image }) }
  }
}

/** Removes a tag that a rollback takes away. One that the registry cannot remove alone stays, and that is said. */
async function takeAway(move: TagMove): Promise<TagOutcome> {
  const { ready, tag } = move
  const { destination, step } = ready
  try {
    const removed = await onSide('destination', () => destination.untag(tag.tag))
    return removed.kind === 'removed' ? { kind: 'moved', move } : { kind: 'stays', move, reason: removed.why }
  } catch (error) {
    const failure = toPromoteError(error).with({ image: step.image })
    try {
      // The answer may have been lost after the registry did the work.
      const found = await destination.resolve(tag.tag)
      return found === undefined ? { kind: 'moved', move } : { kind: 'failed', move, error: failure }
    } catch {
      return { kind: 'unknown', move, error: failure }
    }
  }
}

/** Reads a tag back. A header is no proof of what it holds: the bytes are hashed. @throws PromoteError `content` */
export async function expectTag(store: ContentStore, tag: string, digest: Digest): Promise<void> {
  const found = await onSide('destination', () => store.manifest(tag))
  if (found !== undefined && isContentOf(found, digest)) return
  const now = found === undefined ? 'is not there' : `holds ${found.descriptor.digest}`
  throw new PromoteError(
    'content',
    `The tag ${store.name}:${tag} was moved to ${digest}, but ${now} when read back.`,
    {
      side: 'destination',
      reference: `${store.name}:${tag}`,
      hint: 'Another writer may have moved it at the same time: run the same command again.',
    },
  )
}

/** What a tag holds after something went wrong with it: the first error is the one to report, so this does not throw. */
async function look(
  store: ContentStore,
  tag: string,
  wanted: Digest,
): Promise<'wanted' | 'other' | 'unknown'> {
  try {
    const found = await store.manifest(tag)
    return found !== undefined && isContentOf(found, wanted) ? 'wanted' : 'other'
  } catch {
    return 'unknown'
  }
}

/** Puts a tag back, as long as it still holds what this run wrote. */
export async function putBack(move: TagMove): Promise<TagOutcome> {
  const { ready, tag } = move
  const { destination, manifest } = ready
  if (move.isFixed) return { kind: 'left', move, reason: 'it is immutable' }
  const written = wantedOf(move)
  try {
    const held = (await onSide('destination', () => destination.resolve(tag.tag)))?.digest ?? null
    if ((held === null ? null : asDigestOf(manifest, held)) !== written) return overtaken(move, held)
    if (tag.replaces === null) {
      const removed = await destination.untag(tag.tag)
      return removed.kind === 'removed'
        ? { kind: 'restored', move }
        : { kind: 'left', move, reason: removed.why }
    }
    const before = await destination.manifest(tag.replaces)
    if (before === undefined) return { kind: 'left', move, reason: 'the content it held before is gone' }
    await destination.tag(before, tag.tag)
    await expectTag(destination, tag.tag, tag.replaces)
    return { kind: 'restored', move }
  } catch (error) {
    return afterFailedRestore(move, toPromoteError(error))
  }
}

async function afterFailedRestore(move: TagMove, error: PromoteError): Promise<TagOutcome> {
  const { ready, tag } = move
  const image = { image: ready.step.image }
  try {
    const found = await ready.destination.manifest(tag.tag)
    const holds = (digest: Digest): boolean => found !== undefined && isContentOf(found, digest)
    const written = wantedOf(move)
    const isWritten = written === null ? found === undefined : holds(written)
    if (isWritten) return { kind: 'left', move, reason: error.message }
    const isBack = tag.replaces === null ? found === undefined : holds(tag.replaces)
    return isBack ? { kind: 'restored', move } : overtaken(move, found?.descriptor.digest ?? null)
  } catch {
    return { kind: 'unknown', move, error: error.with(image) }
  }
}

function overtaken(move: TagMove, held: Digest | null): TagOutcome {
  const reason = held === null ? 'somebody else removed it meanwhile' : `somebody else moved it to ${held}`
  return { kind: 'overtaken', move, reason }
}
