import type { Digest } from '../../oci/digest.ts'
import { COSIGN_SUFFIXES, cosignTag, fallbackTag } from '../../oci/referrer-tags.ts'
import type { CallOptions, ContentSource } from '../../oci/store.ts'
import { listReferrerDigests } from './compare.ts'
import type { TagList } from './tag-list.ts'

/** Two repositories, and the tags of the first. */
export interface LookedAt {
  readonly source: ContentSource
  readonly destination: ContentSource
  readonly sourceTags: TagList
}

/**
 * Whether the destination has all that refers to a manifest in the source, and to those referrers again, as far as lists
 * and tags tell: no manifest is read. False also where they differ in a way that only content could settle. What refers to
 * the children of an index is not looked for.
 */
export async function isSeenEqual(
  subject: Digest,
  { source, destination, sourceTags }: LookedAt,
  options: CallOptions,
): Promise<boolean> {
  // The index under a fallback tag is compared as the tag that it is.
  const listed = { ...options, hasTag: async () => false }
  const pending = [subject]
  const seen = new Set<Digest>(pending)
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const found: Digest[] = []
    for await (const { digest } of source.referrers({ digest: next }, listed)) found.push(digest)
    if (found.length > 0) {
      const there = await listReferrerDigests(destination, next, listed)
      if (found.some((digest) => !there.has(digest))) return false
    }
    for (const tag of tagsFor(next)) {
      if (!(await sourceTags.mayHave(tag))) continue
      const held = await source.resolve(tag, options)
      if (held === undefined) continue
      if ((await destination.resolve(tag, options))?.digest !== held.digest) return false
      found.push(held.digest)
    }
    for (const digest of found) {
      if (seen.has(digest)) continue
      seen.add(digest)
      pending.push(digest)
    }
  }
  return true
}

function tagsFor(subject: Digest): readonly string[] {
  const cosign = COSIGN_SUFFIXES.flatMap((suffix) => cosignTag(subject, suffix) ?? [])
  return [fallbackTag(subject), ...cosign]
}
