import { ATTESTED_ANNOTATION } from '../../model/attestation/bundle.ts'
import { includesLayers } from '../../model/referrers.ts'
import type { Digest } from '../../oci/digest.ts'
import { type ParsedManifest, parseManifest } from '../../oci/manifest.ts'
import type { CallOptions, ContentSource } from '../../oci/store.ts'
import { allOrNothing } from '../../support/concurrency.ts'
import { onSide } from '../../support/errors.ts'
import type { FoundReferrer } from './discover.ts'
import type { TagList } from './tag-list.ts'

/** A referrer that the destination lacks. */
export interface LackingReferrer {
  readonly referrer: FoundReferrer
  /** What its cosign tag holds there, which is less than it is to hold; null where there is no such tag. */
  readonly replaces: Digest | null
}

/** A cosign tag that holds in the destination what would be lost if it moved. */
export interface TagConflict {
  readonly referrer: FoundReferrer
  readonly tag: string
  readonly held: Digest
}

/** What a destination lacks of an image's referrers. */
export interface Comparison {
  /** In the order they were given. */
  readonly lacking: readonly LackingReferrer[]
  readonly conflicts: readonly TagConflict[]
}

/** The destination of a comparison. */
export interface ComparedWith {
  readonly destination: ContentSource
  readonly tags: TagList
  /**
   * Whether the destination's lists of referrers are read. Where the image itself is not there yet they are not:
   * all is lacking then, and bringing what is there already does no harm.
   */
  readonly reads: boolean
  /** Whether the run attests again what it attested under a tag of cosign's that moves: false unless told. */
  readonly attests?: boolean
  readonly signal: AbortSignal
}

/**
 * What of these referrers the destination lacks. A cosign tag that holds something else there is to move when the source
 * has all that it holds, stays when it has all that the source has, and is in conflict otherwise. What the run itself
 * attests there again does not count.
 */
export async function compareReferrers(
  referrers: readonly FoundReferrer[],
  where: ComparedWith,
): Promise<Comparison> {
  const listed = await listedThere(referrers, where)
  const compared = await allOrNothing(
    referrers.map((referrer) => async (signal): Promise<Comparison> => {
      if (referrer.tag !== undefined) return compareTag(referrer, referrer.tag, { ...where, signal })
      const isThere = listed.get(referrer.subject)?.has(referrer.manifest.descriptor.digest) === true
      return isThere ? NOTHING : { lacking: [{ referrer, replaces: null }], conflicts: [] }
    }),
    where.signal,
  )
  return {
    lacking: compared.flatMap((one) => one.lacking),
    conflicts: compared.flatMap((one) => one.conflicts),
  }
}

const NOTHING: Comparison = { lacking: [], conflicts: [] }

async function listedThere(
  referrers: readonly FoundReferrer[],
  { destination, reads, signal }: ComparedWith,
): Promise<ReadonlyMap<Digest, ReadonlySet<Digest>>> {
  if (!reads) return new Map()
  const subjects = new Set(referrers.flatMap(({ tag, subject }) => (tag === undefined ? [subject] : [])))
  const lists = await allOrNothing(
    [...subjects].map((subject) => async (both) => {
      return [subject, await listReferrerDigests(destination, subject, { signal: both })] as const
    }),
    signal,
  )
  return new Map(lists)
}

/** The digests that a destination lists as referrers of a manifest. */
export async function listReferrerDigests(
  destination: ContentSource,
  subject: Digest,
  options: CallOptions,
): Promise<ReadonlySet<Digest>> {
  return onSide('destination', async () => {
    const digests = new Set<Digest>()
    for await (const { digest } of destination.referrers({ digest: subject }, options)) digests.add(digest)
    return digests
  })
}

async function compareTag(
  referrer: FoundReferrer,
  tag: string,
  { destination, tags, reads, attests = false, signal }: ComparedWith,
): Promise<Comparison> {
  const wanted = referrer.manifest.descriptor.digest
  if (destination.countsReads === true) {
    const seen = await onSide('destination', () => destination.resolve(tag, { signal }))
    if (seen?.digest === wanted) return NOTHING
    if (seen === undefined) return { lacking: [{ referrer, replaces: null }], conflicts: [] }
  }
  // With the image there its tags most likely are too; without it one listing shows that none is.
  const held = await onSide('destination', async () =>
    reads || (await tags.mayHave(tag)) ? destination.manifest(tag, { signal }) : undefined,
  )
  if (held === undefined) return { lacking: [{ referrer, replaces: null }], conflicts: [] }
  const { digest } = held.descriptor
  if (digest === wanted) return NOTHING
  const there = parseManifest(held)
  if (includesLayers(there, referrer.parsed)) return NOTHING
  if (includesLayers(referrer.parsed, attests ? withoutAttested(there) : there))
    return { lacking: [{ referrer, replaces: digest }], conflicts: [] }
  return { lacking: [], conflicts: [{ referrer, tag, held: digest }] }
}

/** A manifest without the layers that this tool added when it attested. */
function withoutAttested(parsed: ParsedManifest): ParsedManifest {
  if (parsed.kind !== 'image') return parsed
  const layers = parsed.layers.filter(({ annotations }) => annotations?.[ATTESTED_ANNOTATION] === undefined)
  return { ...parsed, layers }
}
