import type { Digest } from '../../../oci/digest.ts'
import type { ContentSource } from '../../../oci/store.ts'
import { allOrNothing } from '../../../support/concurrency.ts'
import type { LateManifest } from './late-manifest.ts'

/** How many tags of a repository are asked for at once. */
const TAGS_AT_ONCE = 64

/** Tags with what each holds; those that hold nothing are left out. A request for each. */
export async function heldTags(
  source: ContentSource,
  tags: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Digest>> {
  const held = await allOrNothing(
    tags.map((tag) => async (both) => [tag, (await source.resolve(tag, { signal: both }))?.digest] as const),
    signal,
    TAGS_AT_ONCE,
  )
  return new Map(held.flatMap(([tag, digest]) => (digest === undefined ? [] : [[tag, digest] as const])))
}

/** Those of some tags that hold a manifest, in their order. A request for each. */
export async function tagsHolding(
  source: ContentSource,
  manifest: LateManifest,
  tags: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const held = await heldTags(source, tags, signal)
  const options = signal === undefined ? {} : { signal }
  const holding: string[] = []
  for (const tag of tags) {
    const digest = held.get(tag)
    if (digest !== undefined && (await manifest.isContentOf(digest, options))) holding.push(tag)
  }
  return holding
}
