import { childrenOf } from '../../engine/graph.ts'
import { ImageLimit } from '../../engine/image-limit.ts'
import type { LostContent } from '../../model/plan.ts'
import type { Descriptor } from '../../oci/descriptor.ts'
import type { Digest } from '../../oci/digest.ts'
import { blobsOf, parseManifest, type RawManifest } from '../../oci/manifest.ts'
import type { ContentSource } from '../../oci/store.ts'
import { allOrNothing, createLimiter, type Limiter } from '../../support/concurrency.ts'
import { toPromoteError } from '../../support/errors.ts'
import { known } from '../../support/known.ts'
import { readBlob } from '../verify/read-blob.ts'

/** How closely blobs are looked at: not at all, whether the store says that it has them, or by reading and hashing them. */
export type BlobLook = 'none' | 'asked' | 'read'

/** What a store has of an image, or of anything else with a manifest. */
export interface Survey {
  /** Its own manifest, where the store gives it whole. */
  readonly root?: RawManifest
  /** The blobs that its manifests name, as far as those could be read. */
  readonly blobs: readonly Descriptor[]
  /** What the store lacks of it, or gives damaged. */
  readonly lost: LostContent
}

/** Whether a store has all of something. */
export function isWhole({ lost }: Survey): boolean {
  return lost.manifests.length + lost.blobs.length === 0
}

/** Looks into stores for one run: each blob of a repository is asked about or read once. */
export class Surveyor {
  readonly #limiter: Limiter
  readonly #blobs = new Map<string, Promise<boolean>>()
  readonly #signal: AbortSignal

  /** @param concurrency blobs read at once */
  constructor(concurrency: number, signal: AbortSignal) {
    this.#limiter = createLimiter(concurrency)
    this.#signal = signal
  }

  /**
   * Looks at a manifest and all below it. What is absent or damaged is in the answer; layers that may lie elsewhere are not
   * looked at.
   * @param root its bytes, where the caller has read and hashed them
   * @throws what cannot be read, and `unsupported` for more than an image may have
   */
  async survey(store: ContentSource, digest: Digest, look: BlobLook, root?: RawManifest): Promise<Survey> {
    const top = root ?? (await softManifest(store, digest, this.#signal))
    if (top === undefined) return { blobs: [], lost: { manifests: [digest], blobs: [] } }
    const limit = new ImageLimit(top.descriptor)
    const blobs = new Map<Digest, Descriptor>()
    const lost = new Set<Digest>()
    const visited = new Set<Digest>([digest])
    const visit = async (manifest: RawManifest, level: number): Promise<void> => {
      const parsed = parseManifest(manifest)
      const { manifests, others } = childrenOf(parsed)
      for (const blob of [...blobsOf(parsed), ...others]) blobs.set(blob.digest, blob)
      for (const child of manifests) limit.count(child, level + 1)
      const fresh = manifests.filter((child) => !visited.has(child.digest))
      for (const child of fresh) visited.add(child.digest)
      await allOrNothing(
        fresh.map((child) => async () => {
          const found = await softManifest(store, child.digest, this.#signal)
          if (found === undefined) lost.add(child.digest)
          else await visit(found, level + 1)
        }),
        this.#signal,
      )
    }
    await visit(top, 0)
    const all = [...blobs.values()]
    const lostBlobs = await this.lostOf(store, all, look)
    return { root: top, blobs: all, lost: { manifests: [...lost].toSorted(), blobs: lostBlobs } }
  }

  /** Those of the blobs that the store lacks, or gives damaged. */
  async lostOf(
    store: ContentSource,
    blobs: readonly Descriptor[],
    look: BlobLook,
  ): Promise<readonly Digest[]> {
    if (look === 'none') return []
    const there = await allOrNothing(
      blobs.map((blob) => () => this.#has(store, blob, look)),
      this.#signal,
    )
    return blobs.filter((_, at) => !there[at]).map(({ digest }) => digest)
  }

  /** Whether the store begins to give a blob: that it says it has it is no proof. */
  async opens(store: ContentSource, blob: Descriptor): Promise<boolean> {
    return unlessLost(() => readBlob(store, blob, { signal: this.#signal, onBytes: () => false }))
  }

  #has(store: ContentSource, blob: Descriptor, look: 'asked' | 'read'): Promise<boolean> {
    return known(this.#blobs, `${look} ${store.name}@${blob.digest}`, () =>
      this.#limiter.run(
        () =>
          look === 'asked'
            ? store.has(blob, { signal: this.#signal })
            : unlessLost(() => readBlob(store, blob, { signal: this.#signal })),
        this.#signal,
      ),
    )
  }
}

/** The manifest, or nothing where it is absent or damaged. */
async function softManifest(
  store: ContentSource,
  digest: Digest,
  signal: AbortSignal,
): Promise<RawManifest | undefined> {
  let found: RawManifest | undefined
  await unlessLost(async () => {
    found = await store.manifest(digest, { signal })
  })
  return found
}

/** False where the work fails because content is absent or damaged. @throws every other failure */
async function unlessLost(work: () => Promise<void>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    const { code } = toPromoteError(error)
    if (code === 'content' || code === 'not-found' || code === 'protocol') return false
    throw error
  }
}
