import type { Descriptor } from '../../oci/descriptor.ts'
import type { Digest } from '../../oci/digest.ts'
import { type RawManifest, rawManifest } from '../../oci/manifest.ts'
import { MEDIA_TYPES } from '../../oci/media-types.ts'
import { fallbackTag } from '../../oci/referrer-tags.ts'
import type { CallOptions, ManifestSource } from '../../oci/store.ts'
import { PromoteError } from '../../support/errors.ts'
import { isObject } from '../../support/json-object.ts'
import { jsonOf } from '../failures/errors.ts'

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
    const known = this.#queues.get(key)
    if (known !== undefined) return known
    const fresh = { wanted: new Map<Digest, Descriptor>(), last: Promise.resolve() }
    this.#queues.set(key, fresh)
    return fresh
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
    const document = held === undefined ? undefined : indexDocument(place, tag, held)
    const there = new Set(document?.manifests.map((entry) => (isObject(entry) ? entry.digest : undefined)))
    const lacking = entries.filter((entry) => !there.has(entry.digest))
    if (lacking.length === 0) return
    await place.put(withEntries(document, lacking), tag, options)
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

interface IndexDocument {
  /** What others wrote is kept as it is. */
  readonly fields: Readonly<Record<string, unknown>>
  readonly manifests: readonly unknown[]
}

function indexDocument(place: FallbackPlace, tag: string, held: RawManifest): IndexDocument {
  const document = jsonOf(held.bytes)
  if (held.descriptor.mediaType !== MEDIA_TYPES.ociIndex || !isObject(document)) {
    throw new PromoteError(
      'protocol',
      `The tag ${place.name}:${tag} is for a list of referrers, but ${held.descriptor.mediaType} is there.`,
      { reference: `${place.name}:${tag}`, hint: 'Remove that tag, or leave referrers behind.' },
    )
  }
  const { manifests, ...fields } = document
  return { fields, manifests: Array.isArray(manifests) ? manifests : [] }
}

function withEntries(document: IndexDocument | undefined, entries: readonly Descriptor[]): RawManifest {
  const fields = document?.fields ?? { schemaVersion: 2, mediaType: MEDIA_TYPES.ociIndex }
  const index = { ...fields, manifests: [...(document?.manifests ?? []), ...entries] }
  return rawManifest(new TextEncoder().encode(JSON.stringify(index)), MEDIA_TYPES.ociIndex)
}
