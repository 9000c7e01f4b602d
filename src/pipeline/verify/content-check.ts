import { allBlobsOf, allElsewhere, nodesOf, readGraph } from '../../engine/graph.ts'
import type { Descriptor } from '../../oci/descriptor.ts'
import type { Digest } from '../../oci/digest.ts'
import type { RawManifest } from '../../oci/manifest.ts'
import type { ContentSource } from '../../oci/store.ts'
import { allOrNothing, createLimiter } from '../../support/concurrency.ts'
import { PromoteError, toPromoteError } from '../../support/errors.ts'
import { abortable } from '../../support/in-flight.ts'
import { known } from '../../support/known.ts'
import type { ReadingCount } from '../reading.ts'
import { readBlob as readWhole } from './read-blob.ts'

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

/** What reading a manifest and all below it showed. */
export interface ContentFinding {
  /** What is wrong, as a sentence; null when nothing is. */
  readonly damage: string | null
  /** Foreign layers that the repository does not have and need not: URLs name them. */
  readonly elsewhere: number
  readonly counts: ContentCounts
}

/** Checks content, each manifest and each blob of a repository once, whatever number of images and tags share it. */
export interface ContentCheck {
  /**
   * Reads a manifest and all below it; what is wrong is in the answer.
   * @param known its bytes, where the caller has read and hashed them
   * @throws what cannot be read, and the signal's reason
   */
  read(
    store: ContentSource,
    digest: Digest,
    signal: AbortSignal,
    known?: RawManifest,
  ): Promise<ContentFinding>
  /** What was read until now, each manifest and blob of a repository counted once. */
  totals(): ContentCounts
}

/**
 * A check of one run.
 * @param options.deep whether blobs are read and hashed too
 * @param options.reading is told of the bytes that were hashed
 * @param options.signal ends what several images wait for; the signal of one of them ends only its own waiting
 */
export function contentCheck(options: {
  readonly concurrency: number
  readonly deep: boolean
  readonly reading: ReadingCount
  readonly signal: AbortSignal
}): ContentCheck {
  const { deep, reading, signal: shared } = options
  const limiter = createLimiter(options.concurrency)
  const images = new Map<string, Promise<ContentFinding>>()
  const blobs = new Map<string, Promise<string | null>>()
  const manifestsRead = new Set<string>()
  const bytesRead = new Map<string, number>()

  const readBlob = async (store: ContentSource, blob: Descriptor): Promise<string | null> => {
    const key = keyOf(store, blob.digest)
    return joined(blobs, key, async () => {
      const damage = await damageOf(() => limiter.run(() => drain(store, blob, reading, shared), shared))
      bytesRead.set(key, blob.size)
      return damage
    })
  }
  const readImage = async (
    store: ContentSource,
    digest: Digest,
    known?: RawManifest,
  ): Promise<ContentFinding> => {
    let counts: ContentCounts = { manifests: 0, blobs: 0, bytes: 0 }
    let elsewhere = 0
    const damage = await damageOf(async () => {
      const root = known ?? (await store.manifest(digest, { signal: shared }))
      if (root === undefined) throw new PromoteError('not-found', `${store.name} has no manifest ${digest}.`)
      const graph = await readGraph(store, root.descriptor, { signal: shared, known: root })
      const nodes = nodesOf(graph)
      elsewhere = allElsewhere(graph).length
      for (const { manifest } of nodes) manifestsRead.add(keyOf(store, manifest.descriptor.digest))
      counts = { ...counts, manifests: nodes.length }
      if (!deep) return null
      const all = allBlobsOf(graph)
      const damages = await allOrNothing(
        all.map((blob) => () => readBlob(store, blob)),
        shared,
      )
      counts = { ...counts, blobs: all.length, bytes: all.reduce((sum, blob) => sum + blob.size, 0) }
      return damageText(damages.filter((one) => one !== null))
    })
    return { damage, elsewhere, counts }
  }
  return {
    read: (store, digest, signal, known) =>
      abortable(
        joined(images, keyOf(store, digest), () => readImage(store, digest, known)),
        signal,
      ),
    totals: () => ({
      manifests: manifestsRead.size,
      blobs: bytesRead.size,
      bytes: [...bytesRead.values()].reduce((sum, bytes) => sum + bytes, 0),
    }),
  }
}

function keyOf(store: ContentSource, digest: Digest): string {
  return `${store.name}@${digest}`
}

/** The work under this key, begun by whoever asks first. */
function joined<T>(works: Map<string, Promise<T>>, key: string, begin: () => Promise<T>): Promise<T> {
  return known(works, key, () => {
    const work = begin()
    // Nobody may be waiting any more when it fails.
    work.catch(() => undefined)
    return work
  })
}

/** What `work` says is wrong, or the failure that means damaged or missing content. @throws every other failure */
async function damageOf(work: () => Promise<string | null>): Promise<string | null> {
  try {
    return await work()
  } catch (error) {
    const { code, message } = toPromoteError(error)
    if (code === 'content' || code === 'not-found' || code === 'protocol') return message
    throw error
  }
}

function damageText(damages: readonly string[]): string | null {
  const [first, ...others] = damages
  if (first === undefined) return null
  return others.length === 0 ? first : `${first} ${others.length} more of its blobs are damaged or missing.`
}

async function drain(
  store: ContentSource,
  blob: Descriptor,
  reading: ReadingCount,
  signal: AbortSignal,
): Promise<null> {
  const onBytes = (bytes: number): boolean => {
    reading.bytes += bytes
    return true
  }
  await readWhole(store, blob, { signal, onBytes })
  return null
}
