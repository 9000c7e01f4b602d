import type { Descriptor } from '../../../oci/descriptor.ts'
import type { Digest } from '../../../oci/digest.ts'
import { withReferrers } from '../../../oci/fallback-index.ts'
import type { RawManifest } from '../../../oci/manifest.ts'
import { fallbackTag } from '../../../oci/referrer-tags.ts'
import type { CallOptions, ManifestSource } from '../../../oci/store.ts'
import { PromoteError } from '../../../support/errors.ts'
import { known } from '../../../support/known.ts'

/** How often an index is merged again because another writer has overwritten it. */
const MOST_ROUNDS = 10

/** The repository whose fallback indexes are written. */
export interface FallbackPlace extends Pick<ManifestSource, 'manifest'> {
  /** `host/path`. */
  readonly name: string
  /** Stores a manifest under a tag. */
  put(manifest: RawManifest, tag: string, options: CallOptions): Promise<void>
}

/** What waits to be added to one index. */
interface Queue {
  readonly wanted: Map<Digest, Descriptor>
  last: Promise<unknown>
}

/**
 * Keeps the indexes that list referrers where a registry has no referrers API. An index is merged with what it holds,
 * never overwritten: it is read again after writing, and merged again where another writer came between. Within this
 * process there is one writer an index, which takes in what waits for it. OCI distribution spec 1.1, "Referrers Tag Schema".
 */
export class FallbackIndexes {
  readonly #queues = new Map<string, Queue>()

  /**
   * Ends when the index of the subject was read with the referrer in it.
   * @throws PromoteError `protocol` when something else is under the tag, `failed` when others keep overwriting it
   */
  async add(
    place: FallbackPlace,
    subject: Digest,
    referrer: Descriptor,
    options: CallOptions = {},
  ): Promise<void> {
    const tag = fallbackTag(subject)
    const queue = this.#queueOf(`${place.name}:${tag}`)
    queue.wanted.set(referrer.digest, referrer)
    const turn = queue.last.then(async () => {
      options.signal?.throwIfAborted()
      // Another one's turn has brought it in.
      if (!queue.wanted.has(referrer.digest)) return
      const entries = [...queue.wanted.values()]
      await merge(place, tag, entries, options)
      for (const entry of entries) queue.wanted.delete(entry.digest)
    })
    queue.last = turn.catch(() => undefined)
    try {
      await turn
    } catch (error) {
      queue.wanted.delete(referrer.digest)
      throw error
    }
  }

  #queueOf(key: string): Queue {
    return known(this.#queues, key, () => ({ wanted: new Map(), last: Promise.resolve() }))
  }
}

async function merge(
  place: FallbackPlace,
  tag: string,
  entries: readonly Descriptor[],
  options: CallOptions,
): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const held = await place.manifest(tag, options)
    const merged = withReferrers(held, entries, `${place.name}:${tag}`)
    if (merged === undefined) return
    await place.put(merged, tag, options)
  }
  throw new PromoteError(
    'failed',
    `The list of referrers ${place.name}:${tag} was overwritten by another writer ${MOST_ROUNDS} times.`,
    {
      reference: `${place.name}:${tag}`,
      hint: 'Find out who writes there all the time, then run promote again.',
    },
  )
}
