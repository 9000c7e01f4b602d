import { resolve as resolvePath } from 'node:path'
import { Readable } from 'node:stream'
import type { Descriptor } from '../oci/descriptor.ts'
import { algorithmOf, type Digest, digestOf, isDigest } from '../oci/digest.ts'
import { withReferrers } from '../oci/fallback-index.ts'
import {
  artifactTypeOf,
  type ParsedManifest,
  parseManifest,
  type RawManifest,
  rawManifest,
  referrerDescriptor,
} from '../oci/manifest.ts'
import { isIndexType, isManifestType } from '../oci/media-types.ts'
import { fallbackTag } from '../oci/referrer-tags.ts'
import type {
  BlobBody,
  CallOptions,
  ContentSource,
  ContentStore,
  PutBlobOptions,
  Referrer,
  ReferrerOptions,
  TagRemoval,
} from '../oci/store.ts'
import { PromoteError } from '../support/errors.ts'
import { blobSize, openBlob, readSmallBlob, writeBlob } from './blob-files.ts'
import {
  descriptorOf,
  entryFor,
  type IndexEntry,
  isListed,
  isUnnamed,
  tagsIn,
  withManifest,
  withoutTag,
  withTag,
} from './index-entries.ts'
import { LayoutFolder } from './layout-folder.ts'
import { linkBlob } from './link.ts'
import { OWN_TAGS, type TagNames } from './tag-names.ts'
import { folderRefusal } from './writable.ts'

/** The domain of all layouts: any of them can mount from any other. */
const LAYOUT_DOMAIN = 'layout'
const NAME_PREFIX = 'oci:'

/**
 * An OCI image layout folder (OCI image spec 1.1, "Image Layout") as a store named `oci:<path>`. Nothing is
 * touched until it is used: a folder that is not there is an empty repository, and reading makes nothing.
 * @param options.goesOn whether a blob that broke off keeps its part there, for whoever wants it next
 */
export function openLayout(path: string, options: { readonly goesOn?: boolean } = {}): ContentStore {
  return new LayoutStore(new LayoutFolder(resolvePath(path), options))
}

/** One repository of several that a layout holds: only what has its name has a tag there. Blobs are shared by all. */
export function openRepositoryIn(layout: LayoutFolder, names: TagNames): ContentStore {
  return new LayoutStore(layout, names)
}

class LayoutStore implements ContentStore {
  readonly domain = LAYOUT_DOMAIN
  readonly isNear = true
  readonly name: string
  readonly #layout: LayoutFolder
  readonly #names: TagNames

  constructor(layout: LayoutFolder, names: TagNames = OWN_TAGS) {
    this.#layout = layout
    this.#names = names
    this.name = `${NAME_PREFIX}${this.#layout.path}`
  }

  writeRefusal(): Promise<PromoteError | undefined> {
    return folderRefusal(this.#layout.path)
  }

  async resolve(reference: string, options: CallOptions = {}): Promise<Descriptor | undefined> {
    const entries = await this.#layout.entries(options)
    if (isDigest(reference)) {
      const listed = entries.find((entry) => entry.digest === reference)
      const descriptor = listed === undefined ? undefined : descriptorOf(listed)
      if (descriptor !== undefined && isManifest(descriptor)) {
        const size = await blobSize(this.#layout.path, reference)
        if (size === descriptor.size) return descriptor
      }
      return (await this.#read(reference))?.descriptor
    }
    const descriptor = this.#tagged(entries, reference)
    if (descriptor === undefined) return undefined
    const size = await blobSize(this.#layout.path, descriptor.digest)
    if (size !== descriptor.size) throw this.#brokenTag(reference, descriptor)
    return descriptor
  }

  async manifest(reference: string, options: CallOptions = {}): Promise<RawManifest | undefined> {
    const entries = await this.#layout.entries(options)
    if (isDigest(reference)) return this.#read(reference)
    const descriptor = this.#tagged(entries, reference)
    if (descriptor === undefined) return undefined
    const manifest = await this.#read(descriptor.digest)
    if (manifest === undefined) throw this.#brokenTag(reference, descriptor)
    return manifest
  }

  async has(descriptor: Descriptor, options: CallOptions = {}): Promise<boolean> {
    options.signal?.throwIfAborted()
    return (await blobSize(this.#layout.path, descriptor.digest)) === descriptor.size
  }

  async open(
    descriptor: Descriptor,
    options: CallOptions & { readonly offset?: number } = {},
  ): Promise<Readable> {
    options.signal?.throwIfAborted()
    return openBlob(this.#layout.path, this.name, descriptor, options)
  }

  async *tags(options: CallOptions = {}): AsyncGenerator<string> {
    yield* tagsIn(await this.#layout.entries(options), this.#names)
  }

  /**
   * Of the manifests that index.json lists, where {@link putManifest} keeps those with a subject, then of the index under
   * the fallback tag, where other tools keep them.
   */
  async *referrers(
    { digest: subject }: Pick<Descriptor, 'digest'>,
    options: ReferrerOptions = {},
  ): AsyncGenerator<Referrer> {
    const entries = await this.#layout.entries(options)
    const seen = new Set<Digest>()
    for (const digest of listedManifests(entries)) {
      options.signal?.throwIfAborted()
      const manifest = await this.#read(digest)
      const parsed = manifest === undefined ? undefined : parseManifest(manifest)
      if (manifest === undefined || parsed?.subject?.digest !== subject) continue
      seen.add(digest)
      yield { ...referrerDescriptor(manifest, parsed), found: 'api' }
    }
    const tagged = this.#tagged(entries, fallbackTag(subject))
    const index = tagged === undefined ? undefined : await this.#read(tagged.digest)
    const parsed = index === undefined ? undefined : parseManifest(index)
    if (parsed?.kind !== 'index') return
    for (const listed of parsed.manifests) {
      if (seen.has(listed.digest)) continue
      seen.add(listed.digest)
      yield { ...listed, found: 'fallback' }
    }
  }

  async putBlob(descriptor: Descriptor, body: BlobBody, options: PutBlobOptions = {}): Promise<void> {
    options.signal?.throwIfAborted()
    await writeBlob(this.#layout, descriptor, body, options)
  }

  async mount(
    descriptor: Descriptor,
    from: ContentSource,
    options: CallOptions = {},
  ): Promise<'mounted' | 'refused'> {
    options.signal?.throwIfAborted()
    if (from.domain !== LAYOUT_DOMAIN || !from.name.startsWith(NAME_PREFIX)) return 'refused'
    if (await this.has(descriptor, options)) return 'mounted'
    const sourceFolder = resolvePath(from.name.slice(NAME_PREFIX.length))
    return linkBlob(this.#layout, descriptor, sourceFolder, options)
  }

  async putManifest(manifest: RawManifest, options: CallOptions = {}): Promise<void> {
    options.signal?.throwIfAborted()
    const { descriptor } = manifest
    const parsed = parseManifest(manifest)
    const wasThere = await this.#store(manifest, options)
    const children = parsed.kind === 'index' ? parsed.manifests.map((child) => child.digest) : []
    const subject = parsed.subject?.digest
    const isReferrer = subject !== undefined
    const listed = isReferrer ? withArtifactType(descriptor, parsed) : descriptor
    await this.#layout.edit(async (before) => {
      const entries =
        subject === undefined
          ? before
          : await this.#withReferrer(before, subject, referrerDescriptor(manifest, parsed), options)
      if (isListed(entries, descriptor.digest)) return entries
      // A manifest that is new here is under no index yet; only one that was there is looked for in them all.
      if (wasThere && !isReferrer && (await this.#isCovered(descriptor.digest, entries))) return entries
      return withManifest(entries, listed, children)
    }, options)
  }

  async tag(manifest: RawManifest, tag: string, options: CallOptions = {}): Promise<void> {
    options.signal?.throwIfAborted()
    await this.#store(manifest, options)
    await this.#layout.edit((entries) => withTag(entries, manifest.descriptor, tag, this.#names), options)
  }

  async untag(tag: string, options: CallOptions = {}): Promise<TagRemoval> {
    const entries = await this.#layout.entries(options)
    if (entryFor(entries, tag, this.#names) !== undefined) {
      await this.#layout.edit((current) => withoutTag(current, tag, this.#names), options)
    }
    return { kind: 'removed' }
  }

  /** Puts the manifest's bytes in place; true when they were there already. */
  async #store(manifest: RawManifest, options: CallOptions): Promise<boolean> {
    const { digest } = manifest.descriptor
    const present = await readSmallBlob(this.#layout.path, digest)
    if (present?.equals(manifest.bytes) === true) return true
    const body: BlobBody = async () => Readable.from([Buffer.from(manifest.bytes)])
    await writeBlob(this.#layout, manifest.descriptor, body, options)
    return false
  }

  /**
   * The entries with a referrer in the index under its subject's fallback tag too: regctl looks for referrers of a layout
   * there alone. Only to be called while the layout is locked, or two writers would each leave out what the other added.
   */
  async #withReferrer(
    entries: readonly IndexEntry[],
    subject: Digest,
    referrer: Descriptor,
    options: CallOptions,
  ): Promise<readonly IndexEntry[]> {
    const tag = fallbackTag(subject)
    const held = this.#tagged(entries, tag)
    const index = held === undefined ? undefined : await this.#read(held.digest)
    const merged = withReferrers(index, [referrer], `${this.name}:${tag}`)
    if (merged === undefined) return entries
    await this.#store(merged, options)
    const moved = withTag(entries, merged.descriptor, tag, this.#names)
    // The list that it replaces is of no use to anybody.
    return held === undefined
      ? moved
      : moved.filter((entry) => !(entry.digest === held.digest && isUnnamed(entry)))
  }

  /** Whether a listed index holds the manifest, directly or further down. */
  async #isCovered(digest: Digest, entries: readonly IndexEntry[]): Promise<boolean> {
    const seen = new Set<Digest>()
    let level = entries.map(descriptorOf).filter((entry) => entry !== undefined)
    while (level.length > 0) {
      const next: Descriptor[] = []
      for (const index of level.filter((entry) => isIndexType(entry.mediaType) && !seen.has(entry.digest))) {
        seen.add(index.digest)
        const manifest = await this.#read(index.digest)
        const parsed = manifest === undefined ? undefined : parseManifest(manifest)
        if (parsed?.kind === 'index') next.push(...parsed.manifests)
      }
      if (next.some((child) => child.digest === digest)) return true
      level = next
    }
    return false
  }

  /** The manifest with this digest, hashed; undefined when there is no such file, or one that is no manifest. */
  async #read(digest: Digest): Promise<RawManifest | undefined> {
    const bytes = await readSmallBlob(this.#layout.path, digest)
    if (bytes === undefined) return undefined
    if (digestOf(bytes, algorithmOf(digest)) !== digest) {
      throw new PromoteError('content', `${digest} in ${this.name} does not match its content.`, {
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

  #tagged(entries: readonly IndexEntry[], tag: string): Descriptor | undefined {
    const entry = entryFor(entries, tag, this.#names)
    return entry === undefined ? undefined : descriptorOf(entry)
  }

  #brokenTag(tag: string, descriptor: Descriptor): PromoteError {
    return new PromoteError(
      'content',
      `${this.name} says that ${tag} is ${descriptor.digest}, but it does not hold that manifest whole.`,
      {
        reference: `${this.name}:${tag}`,
        hint: 'Copy the image into the layout again, or remove its entry from index.json.',
      },
    )
  }
}

function isManifest(descriptor: Descriptor): boolean {
  return isIndexType(descriptor.mediaType) || isManifestType(descriptor.mediaType)
}

function listedManifests(entries: readonly IndexEntry[]): ReadonlySet<Digest> {
  const listed = entries.map(descriptorOf)
  return new Set(listed.flatMap((entry) => (entry !== undefined && isManifest(entry) ? [entry.digest] : [])))
}

function withArtifactType(descriptor: Descriptor, parsed: ParsedManifest): Descriptor {
  const artifactType = artifactTypeOf(parsed)
  return artifactType === undefined ? descriptor : { ...descriptor, artifactType }
}
