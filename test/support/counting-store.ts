import { pipeline, type Readable, Transform } from 'node:stream'
import type { Digest } from '../../src/oci/digest.ts'
import type { ContentStore } from '../../src/oci/store.ts'

/** One call of a store. */
export interface StoreCall {
  readonly method: StoreMethod
  /** The digest, tag or reference it was about; empty for `tags`. */
  readonly about: string
}

/** The methods of a store. */
export type StoreMethod = Exclude<keyof ContentStore, 'domain' | 'name'>

/** Blobs that came in through `putBlob`, each call counted. */
export interface UploadCount {
  /** Different digests. */
  readonly size: number
  /** Uploads of a digest beyond its first. */
  readonly repeats: number
  readonly digests: ReadonlyMap<Digest, number>
}

/** A store that remembers what was asked of it. */
export interface CountingStore extends ContentStore {
  /** Every call, in order. */
  readonly calls: readonly StoreCall[]
  readonly uploads: UploadCount
  /** Bytes that bodies gave to `putBlob`. */
  readonly bytesIn: number
  /** Bytes that were read from streams of `open`. */
  readonly bytesOut: number
  /** Calls of a method. */
  count(method: StoreMethod): number
  /** Calls that write: `putBlob`, `mount`, `putManifest`, `tag`, `untag`. */
  readonly writes: readonly StoreCall[]
  /** Forgets what was counted so far. */
  reset(): void
}

const WRITES: ReadonlySet<StoreMethod> = new Set(['putBlob', 'mount', 'putManifest', 'tag', 'untag'])

/** Counts the calls of a store and passes them on. */
export function countCalls(store: ContentStore): CountingStore {
  const calls: StoreCall[] = []
  const digests = new Map<Digest, number>()
  let bytesIn = 0
  let bytesOut = 0
  const note = (method: StoreMethod, about = ''): void => void calls.push({ method, about })
  const counted = (stream: Readable, add: (bytes: number) => void): Readable => {
    const counter = new Transform({
      transform(chunk: Uint8Array, _encoding, done) {
        add(chunk.byteLength)
        done(null, chunk)
      },
    })
    // Its outcome is the counter's: an error of either side reaches whoever reads the counter.
    pipeline(stream, counter, () => {})
    return counter
  }
  return {
    domain: store.domain,
    name: store.name,
    calls,
    uploads: {
      digests,
      get size() {
        return digests.size
      },
      get repeats() {
        return [...digests.values()].reduce((sum, times) => sum + times - 1, 0)
      },
    },
    get bytesIn() {
      return bytesIn
    },
    get bytesOut() {
      return bytesOut
    },
    get writes() {
      return calls.filter((call) => WRITES.has(call.method))
    },
    count: (method) => calls.filter((call) => call.method === method).length,
    reset() {
      calls.length = 0
      digests.clear()
      bytesIn = 0
      bytesOut = 0
    },
    resolve(reference, options) {
      note('resolve', reference)
      return store.resolve(reference, options)
    },
    manifest(reference, options) {
      note('manifest', reference)
      return store.manifest(reference, options)
    },
    has(descriptor, options) {
      note('has', descriptor.digest)
      return store.has(descriptor, options)
    },
    async open(descriptor, options) {
      note('open', descriptor.digest)
      return counted(await store.open(descriptor, options), (bytes) => {
        bytesOut += bytes
      })
    },
    tags(options) {
      note('tags')
      return store.tags(options)
    },
    referrers(descriptor, options) {
      note('referrers', descriptor.digest)
      return store.referrers(descriptor, options)
    },
    putBlob(descriptor, body, options) {
      note('putBlob', descriptor.digest)
      digests.set(descriptor.digest, (digests.get(descriptor.digest) ?? 0) + 1)
      const countedBody = async (offset: number): Promise<Readable> =>
        counted(await body(offset), (bytes) => {
          bytesIn += bytes
        })
      return store.putBlob(descriptor, countedBody, options)
    },
    mount(descriptor, from, options) {
      note('mount', descriptor.digest)
      return store.mount(descriptor, from, options)
    },
    putManifest(manifest, options) {
      note('putManifest', manifest.descriptor.digest)
      return store.putManifest(manifest, options)
    },
    tag(manifest, tag, options) {
      note('tag', tag)
      return store.tag(manifest, tag, options)
    },
    untag(tag, options) {
      note('untag', tag)
      return store.untag(tag, options)
    },
  }
}
