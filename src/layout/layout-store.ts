import { resolve as resolvePath } from 'node:path'
import { Readable } from 'node:stream'
import type { Descriptor } from '../oci/descriptor.ts'
import { type Digest, isDigest } from '../oci/digest.ts'
import { withReferrers } from '../oci/fallback-index.ts'
import {
  artifactTypeOf,
  type ParsedManifest,
  parseManifest,
  type RawManifest,
  referrerDescriptor,
} from '../oci/manifest.ts'
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
import type { PromoteError } from '../support/errors.ts'
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
import { isManifest, LayoutManifests } from './manifests/layout-manifests.ts'
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
  readonly #manifests: LayoutManifests

  constructor(layout: LayoutFolder, names: TagNames = OWN_TAGS) {
    this.#layout = layout
    this.#names = names
    this.name = `${NAME_PREFIX}${this.#layout.path}`
    this.#manifests = new LayoutManifests(this.#layout.path, this.name)
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
      return (await this.#manifests.read(reference))?.descriptor
    }
    const descriptor = this.#tagged(entries, reference)
    if (descriptor === undefined) return undefined
    const size = await blobSize(this.#layout.path, descriptor.digest)
    if (size !== descriptor.size) throw this.#manifests.brokenTag(reference, descriptor)
    return descriptor
  }

  async manifest(reference: string, options: CallOptions = {}): Promise<RawManifest | undefined> {
    const entries = await this.#layout.entries(options)
    if (isDigest(reference)) return this.#manifests.read(reference)
    const descriptor = this.#tagged(entries, reference)
    if (descriptor === undefined) return undefined
    const manifest = await this.#manifests.read(descriptor.digest)
    if (manifest === undefined) throw this.#manifests.brokenTag(reference, descriptor)
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
    const fallback = this.#tagged(entries, fallbackTag(subject))
    yield* this.#manifests.referrersOf(subject, entries, fallback, options.signal)
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
      if (wasThere && !isReferrer && (await this.#manifests.isCovered(descriptor.digest, entries)))
        return entries
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
    const index = held === undefined ? undefined : await this.#manifests.read(held.digest)
    const merged = withReferrers(index, [referrer], `${this.name}:${tag}`)
    if (merged === undefined) return entries
    await this.#store(merged, options)
    const moved = withTag(entries, merged.descriptor, tag, this.#names)
    // The list that it replaces is of no use to anybody.
    return held === undefined
      ? moved
      : moved.filter((entry) => !(entry.digest === held.digest && isUnnamed(entry)))
  }

  #tagged(entries: readonly IndexEntry[], tag: string): Descriptor | undefined {
    const entry = entryFor(entries, tag, this.#names)
    return entry === undefined ? undefined : descriptorOf(entry)
  }
}

function withArtifactType(descriptor: Descriptor, parsed: ParsedManifest): Descriptor {
  const artifactType = artifactTypeOf(parsed)
  return artifactType === undefined ? descriptor : { ...descriptor, artifactType }
}
