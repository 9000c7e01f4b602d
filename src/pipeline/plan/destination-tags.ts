import { exclusion } from '../../model/match.ts'
import type { Digest } from '../../oci/digest.ts'
import type { ContentStore } from '../../oci/store.ts'
import { onSide } from '../../support/errors.ts'
import type { Route, WantedImage } from './route.ts'
import type { Candidate } from './source/candidates.ts'

/** A destination tag as its template gives it, with what it holds now. */
export interface ObservedTag {
  readonly tag: string
  readonly template: string
  /** Whether it goes to the highest version instead of to this candidate. */
  readonly floating: boolean
  readonly found: Digest | null
  /** Whether it holds another digest and a rule of the registry itself is known to keep it there. */
  readonly held?: boolean
}

/** Tags that are known before the candidates: under `{tag}` an exact tag is the destination tag too, which saves a round trip. */
export function guessedTags({ select, exclude, given }: WantedImage, { from, to }: Route): readonly string[] {
  if (!to.tags.includes('{tag}')) return []
  if (given !== undefined) return [given]
  const isExcluded = exclusion(exclude, from.name)
  return select.flatMap((selector) =>
    selector.kind === 'tag' && !selector.tag.includes('{') && !isExcluded(selector.tag) ? [selector.tag] : [],
  )
}

/** What destination tags hold, each asked once; those that are guessed at once. */
export function resolveGuessedTags(look: {
  readonly guesses: readonly string[]
  readonly destination: ContentStore
  readonly signal: AbortSignal
}): {
  readonly settled: Promise<void>
  digestOf(tag: string, signal: AbortSignal): Promise<Digest | null>
} {
  const { guesses, destination, signal } = look
  const resolved = new Map<string, Promise<Digest | null>>()
  const digestOf = (tag: string, call: AbortSignal): Promise<Digest | null> => {
    const begun = resolved.get(tag)
    if (begun !== undefined) return begun
    const found = onSide('destination', async () => {
      const descriptor = await destination.resolve(tag, { signal: call })
      return descriptor?.digest ?? null
    })
    resolved.set(tag, found)
    return found
  }
  const settled = Promise.all(guesses.map((tag) => digestOf(tag, signal))).then(() => undefined)
  // Looked at when the source has answered; until then a failure here must not count as unhandled.
  settled.catch(() => undefined)
  return { settled, digestOf }
}

/** Marks the tags that would move and may not, as far as the registry says beforehand. Asks nothing where none would move. */
export async function withHeld(
  tags: readonly ObservedTag[],
  { descriptor }: Candidate,
  destination: ContentStore,
  signal: AbortSignal,
): Promise<readonly ObservedTag[]> {
  const moving = tags.flatMap(({ tag, found }) =>
    found === null || found === descriptor.digest ? [] : [tag],
  )
  if (moving.length === 0 || destination.immovable === undefined) return tags
  const held = await onSide('destination', async () => destination.immovable?.(moving, { signal }))
  return held === undefined || held.size === 0
    ? tags
    : tags.map((tag) => ({ ...tag, held: held.has(tag.tag) }))
}
