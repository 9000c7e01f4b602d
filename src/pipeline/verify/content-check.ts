import { allBlobsOf, nodesOf, readGraph } from '../../engine/graph.ts'
import type { Descriptor } from '../../oci/descriptor.ts'
import type { Digest } from '../../oci/digest.ts'
import type { ContentSource } from '../../oci/store.ts'
import { allOrNothing, createLimiter } from '../../support/concurrency.ts'
import { PromoteError, toPromoteError } from '../../support/errors.ts'

/** What was read and hashed; bytes are those of blobs. */
export interface ContentCounts {
  readonly manifests: number
  readonly blobs: number
  readonly bytes: number
}

/** The sums of counts. */
export function sumOf(counts: readonly ContentCounts[]): ContentCounts {
  const sum = (key: keyof ContentCounts): number => counts.reduce((total, one) => total + one[key], 0)
  return { manifests: sum('manifests'), blobs: sum('blobs'), bytes: sum('bytes') }
}

/** Reads a manifest and all below it; what is wrong is in the answer, what cannot be read is thrown. */
export type ContentCheck = (
  store: ContentSource,
  digest: Digest,
  signal: AbortSignal,
) => Promise<{ readonly damage: string | null; readonly counts: ContentCounts }>

/** Checks content, each blob of a repository once, whatever number of images share it. */
export function contentCheck(concurrency: number, deep: boolean): ContentCheck {
  const limiter = createLimiter(concurrency)
  const read = new Map<string, Promise<void>>()
  const readBlob = (store: ContentSource, blob: Descriptor, signal: AbortSignal): Promise<void> => {
    const key = `${store.name}@${blob.digest}`
    const begun = read.get(key)
    if (begun !== undefined) return begun
    const work = limiter.run(() => drain(store, blob, signal), signal)
    read.set(key, work)
    work.catch(() => undefined)
    return work
  }
  return async (store, digest, signal) => {
    let counts = { manifests: 0, blobs: 0, bytes: 0 }
    try {
      const root = await store.manifest(digest, { signal })
      if (root === undefined) throw new PromoteError('not-found', `${store.name} has no manifest ${digest}.`)
      const graph = await readGraph(store, root.descriptor, { signal, known: root })
      counts = { ...counts, manifests: nodesOf(graph).length }
      if (!deep) return { damage: null, counts }
      const blobs = allBlobsOf(graph)
      await allOrNothing(
        blobs.map((blob) => (both) => readBlob(store, blob, both)),
        signal,
      )
      const bytes = blobs.reduce((sum, blob) => sum + blob.size, 0)
      return { damage: null, counts: { ...counts, blobs: blobs.length, bytes } }
    } catch (error) {
      const { code, message } = toPromoteError(error)
      const isDamage = code === 'content' || code === 'not-found' || code === 'protocol'
      if (!isDamage) throw error
      return { damage: message, counts }
    }
  }
}

/** The store hashes what is read; reading to the end is the check. */
async function drain(store: ContentSource, blob: Descriptor, signal: AbortSignal): Promise<void> {
  for await (const _ of await store.open(blob, { signal }));
}
