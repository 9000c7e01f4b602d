import type { Descriptor } from '../../oci/descriptor.ts'
import { algorithmOf, type Digest, digestOf } from '../../oci/digest.ts'
import { parseManifest, type RawManifest, rawManifest, referrerDescriptor } from '../../oci/manifest.ts'
import { isIndexType, isManifestType } from '../../oci/media-types.ts'
import type { Referrer } from '../../oci/store.ts'
import { PromoteError } from '../../support/errors.ts'
import { readSmallBlob } from '../blob-files.ts'
import { descriptorOf, type IndexEntry } from '../index-entries.ts'

/** The manifests that lie in a layout, by their digests; which tags hold them is for others to know. */
export class LayoutManifests {
  readonly #path: string
  readonly #name: string

  /** @param name of the store, for messages */
  constructor(path: string, name: string) {
    this.#path = path
    this.#name = name
  }

  /** The manifest with this digest, hashed; undefined when there is no such file, or one that is no manifest. */
  async read(digest: Digest): Promise<RawManifest | undefined> {
    const bytes = await readSmallBlob(this.#path, digest)
    if (bytes === undefined) return undefined
    if (digestOf(bytes, algorithmOf(digest)) !== digest) {
      throw new PromoteError('content', `${digest} in ${this.#name} does not match its content.`, {
        reference: digest,
        hint: 'The file was damaged or changed: copy the image into the layout again.',
      })
    }
    try {
      const manifest = rawManifest(bytes)
      return { bytes, descriptor: { ...manifest.descriptor, digest } }
    } catch (error) {
      // Its hash is right, so it is content of another kind: a config or a layer.
      if (error instanceof PromoteError && error.code === 'protocol') return undefined
      throw error
    }
  }

  /** Whether a listed index holds the manifest, directly or further down. */
  async isCovered(digest: Digest, entries: readonly IndexEntry[]): Promise<boolean> {
    const seen = new Set<Digest>()
    let level = entries.map(descriptorOf).filter((entry) => entry !== undefined)
    while (level.length > 0) {
      const next: Descriptor[] = []
      for (const index of level.filter((entry) => isIndexType(entry.mediaType) && !seen.has(entry.digest))) {
        seen.add(index.digest)
        const manifest = await this.read(index.digest)
        const parsed = manifest === undefined ? undefined : parseManifest(manifest)
        if (parsed?.kind === 'index') next.push(...parsed.manifests)
      }
      if (next.some((child) => child.digest === digest)) return true
      level = next
    }
    return false
  }

  /**
   * What refers to a manifest: of those that index.json lists, then of the index under the fallback tag.
   * @param fallback what that tag holds
   */
  async *referrersOf(
    subject: Digest,
    entries: readonly IndexEntry[],
    fallback: Descriptor | undefined,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Referrer> {
    const seen = new Set<Digest>()
    for (const digest of listedManifests(entries)) {
      signal?.throwIfAborted()
      const manifest = await this.read(digest)
      const parsed = manifest === undefined ? undefined : parseManifest(manifest)
      if (manifest === undefined || parsed?.subject?.digest !== subject) continue
      seen.add(digest)
      yield { ...referrerDescriptor(manifest, parsed), found: 'api' }
    }
    const index = fallback === undefined ? undefined : await this.read(fallback.digest)
    const parsed = index === undefined ? undefined : parseManifest(index)
    if (parsed?.kind !== 'index') return
    for (const listed of parsed.manifests) {
      if (seen.has(listed.digest)) continue
      seen.add(listed.digest)
      yield { ...listed, found: 'fallback' }
    }
  }

  /** The error of a tag whose manifest is not there whole. */
  brokenTag(tag: string, descriptor: Descriptor): PromoteError {
    return new PromoteError(
      'content',
      `${this.#name} says that ${tag} is ${descriptor.digest}, but it does not hold that manifest whole.`,
      {
        reference: `${this.#name}:${tag}`,
        hint: 'Copy the image into the layout again, or remove its entry from index.json.',
      },
    )
  }
}

/** Whether it names a manifest or an index. */
export function isManifest(descriptor: Descriptor): boolean {
  return isIndexType(descriptor.mediaType) || isManifestType(descriptor.mediaType)
}

function listedManifests(entries: readonly IndexEntry[]): ReadonlySet<Digest> {
  const listed = entries.map(descriptorOf)
  return new Set(listed.flatMap((entry) => (entry !== undefined && isManifest(entry) ? [entry.digest] : [])))
}
