import type { Descriptor } from '../oci/descriptor.ts'
import type { RawManifest } from '../oci/manifest.ts'
import type { CallOptions, ContentStore } from '../oci/store.ts'
import { InFlight } from '../support/in-flight.ts'
import { known } from '../support/known.ts'
import type { PipelineContext, Stores } from './context.ts'
import { collect } from './plan/source/candidates.ts'

/**
 * The context of a use case that only looks: it reads each list of tags, each tag and each manifest of a repository once,
 * whatever number of its parts ask, so that all of them see the same. What failed is asked for again.
 */
export function readingOnce(context: PipelineContext): PipelineContext {
  return { ...context, stores: storesReadOnce(context.stores) }
}

function storesReadOnce(stores: Stores): Stores {
  const seen = new Map<string, Seen>()
  return {
    open(location, access) {
      const store = stores.open(location, access)
      return readOnce(
        store,
        known(seen, JSON.stringify([store.domain, store.name]), () => new Seen()),
      )
    },
  }
}

/** What was read of one repository. */
class Seen {
  readonly tags = new Remembered<readonly string[]>()
  readonly descriptors = new Remembered<Descriptor | undefined>()
  readonly manifests = new Remembered<RawManifest | undefined>()
}

/** Answers by what was asked for; those who ask at the same time share the work. */
class Remembered<T> {
  readonly #answers = new Map<string, { readonly value: T }>()
  readonly #flights = new InFlight<T>()

  has(key: string): boolean {
    return this.#answers.has(key)
  }

  /** The answer, where it is known by now. */
  peek(key: string): T | undefined {
    return this.#answers.get(key)?.value
  }

  async get(
    key: string,
    signal: AbortSignal | undefined,
    work: (options: CallOptions) => Promise<T>,
  ): Promise<T> {
    const answer = this.#answers.get(key)
    if (answer !== undefined) return answer.value
    const value = await this.#flights.join(key, signal, (both) => work({ signal: both }))
    this.set(key, value)
    return value
  }

  set(key: string, value: T): void {
    this.#answers.set(key, { value })
  }
}

function readOnce(store: ContentStore, seen: Seen): ContentStore {
  const manifest = async (
    reference: string,
    { signal }: CallOptions = {},
  ): Promise<RawManifest | undefined> => {
    const held = seen.manifests.peek(seen.descriptors.peek(reference)?.digest ?? reference)
    if (held !== undefined) return held
    const found = await seen.manifests.get(reference, signal, (options) => store.manifest(reference, options))
    // What a tag holds is known by its digest too.
    if (found !== undefined) seen.manifests.set(found.descriptor.digest, found)
    return found
  }
  return {
    domain: store.domain,
    name: store.name,
    ...(store.countsReads === undefined ? {} : { countsReads: store.countsReads }),
    manifest,
    async resolve(reference, options = {}) {
      if (seen.manifests.has(reference)) return (await manifest(reference, options))?.descriptor
      return seen.descriptors.get(reference, options.signal, (own) => store.resolve(reference, own))
    },
    async *tags({ signal } = {}) {
      yield* await seen.tags.get('', signal, (options) => collect(store.tags(options)))
    },
    has: (descriptor, options) => store.has(descriptor, options),
    open: (descriptor, options) => store.open(descriptor, options),
    referrers: (descriptor, options) => store.referrers(descriptor, options),
    putBlob: (descriptor, body, options) => store.putBlob(descriptor, body, options),
    mount: (descriptor, from, options) => store.mount(descriptor, from, options),
    putManifest: (raw, options) => store.putManifest(raw, options),
    tag: (raw, tag, options) => store.tag(raw, tag, options),
    untag: (tag, options) => store.untag(tag, options),
    writeRefusal: async (options) => store.writeRefusal?.(options),
    keepsTags: () => store.keepsTags?.(),
    immovable: async (tags, options) => store.immovable?.(tags, options) ?? new Set(),
  }
}
