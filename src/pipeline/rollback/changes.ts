import type { Environment, ImageRule } from '../../model/config.ts'
import type { LedgerView } from '../../model/ledger/queries.ts'
import { isImmutable } from '../../model/match.ts'
import { newestOf } from '../../model/version.ts'
import type { Digest } from '../../oci/digest.ts'
import type { Place } from '../plan/places.ts'
import type { PastState } from './past.ts'

/** A tag that goes, as the ledger has it, from one digest to another. */
export interface TagChange {
  readonly tag: string
  /** What it holds as the ledger has it; null where it is gone. */
  readonly now: Digest | null
  /** What it held then. */
  readonly before: Digest | null
  /** Whether the environment declares it immutable: then it is left where it is. */
  readonly isFixed: boolean
}

/** What becomes of one image in a rollback, as the ledger has it. */
export interface ImageChange {
  readonly rule: ImageRule
  readonly place: Place
  readonly tags: readonly TagChange[]
  /** The digest that is current again; null where the image was not there. */
  readonly current: Digest | null
  /** What is current now, and the tag it is known by; undefined where the ledger does not say. */
  readonly currentNow: { readonly tag: string; readonly digest: Digest } | undefined
  /** The digests that lose a tag, or are not current any more, and were not there before. */
  readonly takenOut: readonly Digest[]
}

/**
 * What a rollback changes of an image, going by the ledger alone; undefined where nothing of it differs, or where all that
 * differs is declared immutable. Pure.
 */
export function changeOf(
  environment: Environment,
  rule: ImageRule,
  place: Place,
  now: LedgerView,
  past: PastState,
): ImageChange | undefined {
  const states = now
    .tagsIn(environment.name)
    .filter(({ image, repository }) => image === rule.name && repository === place.text)
  const tags = states.flatMap((state): TagChange[] => {
    const before = past.held(state.repository, state.tag)
    const isFixed = isImmutable(environment.immutable, state.tag)
    return [
      { tag: state.tag, now: state.digest, before: before === undefined ? state.digest : before, isFixed },
    ]
  })
  const known = now.current(environment.name, rule.name)
  const currentNow = known === undefined ? undefined : { tag: known.tag, digest: known.step.digest }
  const current = currentThen(environment, rule, tags, past)
  const moving = tags.filter((tag) => !tag.isFixed && tag.now !== tag.before)
  const isOther = current !== null && current !== currentNow?.digest
  if (moving.length === 0 && !isOther) return undefined
  const there = new Set(tags.map(({ before }) => before))
  const leaving = [
    ...moving.map((tag) => tag.now),
    ...(isOther || current === null ? [currentNow?.digest ?? null] : []),
  ].filter((digest) => digest !== null)
  const takenOut = [...new Set(leaving)]
    .filter((digest) => !there.has(digest) && digest !== current)
    .toSorted()
  return { rule, place, tags, current, currentNow, takenOut }
}

/** What was current before: what the ledger said, else the highest version of what the tags held that it has moved since. */
function currentThen(
  environment: Environment,
  rule: ImageRule,
  tags: readonly TagChange[],
  { view }: PastState,
): Digest | null {
  const known = view.current(environment.name, rule.name)
  if (known !== undefined) return known.step.digest
  const held = tags.flatMap(({ tag, before }) => (before === null ? [] : [{ tag, digest: before }]))
  return newestOf(held)?.digest ?? null
}
