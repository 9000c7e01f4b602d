import { Readable } from 'node:stream'
import type { Descriptor } from '../../src/oci/descriptor.ts'
import { type Digest, isDigest } from '../../src/oci/digest.ts'
import {
  blobsOf,
  parseManifest,
  type RawManifest,
  rawManifest,
  referrerDescriptor,
} from '../../src/oci/manifest.ts'
import { fallbackTag } from '../../src/oci/referrer-tags.ts'
import type {
  BlobBody,
  CallOptions,
  ContentSource,
  ContentStore,
  PutBlobOptions,
  Referrer,
  ReferrerOptions,
  TagRemoval,
  UploadSession,
} from '../../src/oci/store.ts'
import { ContentVerifier } from '../../src/oci/verify.ts'
import { PromoteError } from '../../src/support/errors.ts'

/** How a memory store behaves. */
export interface MemoryStoreOptions {
  /** `memory` unless told; stores of one domain mount from one another. */
  readonly domain?: string
  /** Unique in its domain: mounts find the source by it. */
  readonly name: string
  /** What a mount gives: `mounted` links what the source has, else opens a session, as distribution does. */
  readonly mounts?: 'mounted' | 'refused' | 'session'
  /** Tags that never move once they are there. */
  readonly immutable?: (tag: string) => boolean
  /** Whether tags can be removed; true unless told. */
  readonly untags?: boolean
}

/** A store in memory that tests can look into and damage. */
export interface MemoryStore extends ContentStore {
  readonly blobs: ReadonlyMap<Digest, Uint8Array>
  readonly manifests: ReadonlyMap<Digest, RawManifest>
  /** Digest by tag, in the order they were made. */
  readonly tagged: ReadonlyMap<string, Digest>
  /** Sessions given out and not filled yet. */
  readonly openSessions: number
  /** From now on this content is given out changed: its first byte flipped unless told otherwise. */
  setDamage(digest: Digest, damage?: (bytes: Uint8Array) => Uint8Array): void
  /** Ends {@link setDamage}. */
  mend(digest: Digest): void
  /** Takes a blob or manifest away, tags that point at it too. */
  remove(digest: Digest): void
}

const storesByPlace = new Map<string, WeakRef<MemoryRepository>>()
const placeOf = (domain: string, name: string): string => `${domain} ${name}`

/** A store in memory with the guarantees of src/oci/store.ts; a manifest whose parts are absent is refused, as registries do. */
export function createMemoryStore(options: MemoryStoreOptions): MemoryStore {
  const store = new MemoryRepository(options)
  storesByPlace.set(placeOf(store.domain, store.name), new WeakRef(store))
  return store
}

/** Damage that flips every bit of the first byte. */
export function flipFirstByte(bytes: Uint8Array): Uint8Array {
  const changed = Uint8Array.from(bytes)
  changed[0] = (changed[0] ?? 0) ^ 0xff
  return changed
}

class MemoryRepository implements MemoryStore {
  readonly domain: string
  readonly name: string
  readonly blobs = new Map<Digest, Uint8Array>()
  readonly manifests = new Map<Digest, RawManifest>()
  readonly tagged = new Map<string, Digest>()
  readonly #options: MemoryStoreOptions
  readonly #damages = new Map<Digest, (bytes: Uint8Array) => Uint8Array>()
  readonly #sessions = new Set<string>()
  #sessionCount = 0

  constructor(options: MemoryStoreOptions) {
    this.#options = options
    this.domain = options.domain ?? 'memory'
    this.name = options.name
  }

  get openSessions(): number {
    return this.#sessions.size
  }

  setDamage(digest: Digest, damage: (bytes: Uint8Array) => Uint8Array = flipFirstByte): void {
    this.#damages.set(digest, damage)
  }

  mend(digest: Digest): void {
    this.#damages.delete(digest)
  }

  remove(digest: Digest): void {
    this.blobs.delete(digest)
    this.manifests.delete(digest)
    for (const [tag, held] of this.tagged) if (held === digest) this.tagged.delete(tag)
  }

  async resolve(reference: string, options?: CallOptions): Promise<Descriptor | undefined> {
    await turn(options)
    return this.#find(reference)?.descriptor
  }

  async manifest(reference: string, options?: CallOptions): Promise<RawManifest | undefined> {
    await turn(options)
    const found = this.#find(reference)
    const damage = found === undefined ? undefined : this.#damages.get(found.descriptor.digest)
    if (found === undefined || damage === undefined) return found
    const read = rawManifest(damage(found.bytes), found.descriptor.mediaType)
    if (isDigest(reference) && read.descriptor.digest !== reference) {
      throw new PromoteError('content', `${reference} in ${this.name} does not match its content.`)
    }
    return read
  }

  async has(descriptor: Descriptor, options?: CallOptions): Promise<boolean> {
    await turn(options)
    return this.blobs.get(descriptor.digest)?.byteLength === descriptor.size
  }

  async open(
    descriptor: Descriptor,
    options: CallOptions & { readonly offset?: number } = {},
  ): Promise<Readable> {
    await turn(options)
    const stored = this.blobs.get(descriptor.digest)
    if (stored === undefined) {
      throw new PromoteError('not-found', `${this.name} has no blob ${descriptor.digest}.`)
    }
    const bytes = this.#damages.get(descriptor.digest)?.(stored) ?? stored
    const offset = options.offset ?? 0
    return Readable.from(give(bytes, offset, descriptor), {
      objectMode: false,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    })
  }

  async *tags(options?: CallOptions): AsyncGenerator<string> {
    await turn(options)
    yield* [...this.tagged.keys()]
  }

  async *referrers(
    { digest }: Pick<Descriptor, 'digest'>,
    options?: ReferrerOptions,
  ): AsyncGenerator<Referrer> {
    await turn(options)
    const seen = new Set<Digest>()
    for (const manifest of [...this.manifests.values()]) {
      const parsed = parseManifest(manifest)
      if (parsed.subject?.digest !== digest) continue
      seen.add(manifest.descriptor.digest)
      yield { ...referrerDescriptor(manifest, parsed), found: 'api' }
    }
    const held = this.#find(fallbackTag(digest))
    const listed = held === undefined ? undefined : parseManifest(held)
    if (listed?.kind !== 'index') return
    for (const entry of listed.manifests) {
      if (!seen.has(entry.digest)) yield { ...entry, found: 'fallback' }
    }
  }

  async putBlob(descriptor: Descriptor, body: BlobBody, options: PutBlobOptions = {}): Promise<void> {
    await turn(options)
    if (options.session !== undefined && !this.#sessions.delete(options.session.location)) {
      throw new PromoteError('protocol', `${this.name} did not open this upload session.`)
    }
    const given = await body(0)
    const verifier = new ContentVerifier(descriptor)
    const chunks: Uint8Array[] = []
    let position = 0
    const stop = (): void => void given.destroy(options.signal?.reason)
    options.signal?.addEventListener('abort', stop, { once: true })
    try {
      for await (const chunk of given as AsyncIterable<Buffer>) {
        verifier.update(chunk, position)
        position += chunk.byteLength
        if (options.meter !== undefined) options.meter.bytes = position
        chunks.push(chunk)
      }
      options.signal?.throwIfAborted()
      verifier.finish()
    } finally {
      options.signal?.removeEventListener('abort', stop)
      given.destroy()
    }
    this.blobs.set(descriptor.digest, Buffer.concat(chunks))
  }

  async mount(
    descriptor: Descriptor,
    from: ContentSource,
    options?: CallOptions,
  ): Promise<'mounted' | 'refused' | UploadSession> {
    await turn(options)
    const answer = this.#options.mounts ?? 'mounted'
    if (answer === 'refused' || from.domain !== this.domain) return 'refused'
    const bytes = storesByPlace.get(placeOf(from.domain, from.name))?.deref()?.blobs.get(descriptor.digest)
    if (answer === 'mounted' && bytes !== undefined) {
      this.blobs.set(descriptor.digest, bytes)
      return 'mounted'
    }
    const location = `memory:/${this.name}/sessions/${this.#sessionCount++}`
    this.#sessions.add(location)
    return { location }
  }

  async putManifest(manifest: RawManifest, options?: CallOptions): Promise<void> {
    await turn(options)
    const parsed = parseManifest(manifest)
    const absent =
      parsed.kind === 'index'
        ? parsed.manifests.filter((child) => !this.manifests.has(child.digest))
        : blobsOf(parsed).filter((blob) => !this.blobs.has(blob.digest))
    if (absent.length > 0) {
      throw new PromoteError(
        'protocol',
        `${this.name} does not have ${absent.map((part) => part.digest).join(', ')}.`,
      )
    }
    this.manifests.set(manifest.descriptor.digest, manifest)
  }

  async tag(manifest: RawManifest, tag: string, options?: CallOptions): Promise<void> {
    const held = this.tagged.get(tag)
    const { digest } = manifest.descriptor
    if (held !== undefined && held !== digest && this.#options.immutable?.(tag) === true) {
      throw new PromoteError('immutable', `${this.name} does not let ${tag} move.`)
    }
    await this.putManifest(manifest, options)
    this.tagged.set(tag, digest)
  }

  async untag(tag: string, options?: CallOptions): Promise<TagRemoval> {
    await turn(options)
    if (this.#options.untags === false)
      return { kind: 'stays', why: 'the registry cannot remove a tag alone' }
    this.tagged.delete(tag)
    return { kind: 'removed' }
  }

  #find(reference: string): RawManifest | undefined {
    const digest = isDigest(reference) ? reference : this.tagged.get(reference)
    return digest === undefined ? undefined : this.manifests.get(digest)
  }
}

/** Every call gives way once, so that races show, and stops when it is aborted. */
async function turn(options: CallOptions | undefined): Promise<void> {
  options?.signal?.throwIfAborted()
  await new Promise<void>((resolve) => setImmediate(resolve))
  options?.signal?.throwIfAborted()
}

async function* give(bytes: Uint8Array, offset: number, descriptor: Descriptor): AsyncGenerator<Buffer> {
  const verifier = new ContentVerifier(descriptor)
  // What stands before the offset is hashed too: it is at hand, and so damage shows wherever it is.
  if (offset > 0) verifier.update(bytes.subarray(0, offset), 0)
  for (let position = offset; position < bytes.byteLength; position += 64 * 1024) {
    const chunk = bytes.subarray(position, position + 64 * 1024)
    verifier.update(chunk, position)
    yield Buffer.from(chunk)
  }
  verifier.finish()
}
