import type { Readable } from 'node:stream'
import type { PromoteError } from '../support/errors.ts'
import type { Descriptor } from './descriptor.ts'
import type { RawManifest } from './manifest.ts'

/** Given to everything that waits. */
export interface CallOptions {
  /** Aborts the call; what it opened is closed before the call rejects. */
  readonly signal?: AbortSignal
}

/** An upload that a registry has opened; only the store that gave it out can fill it. */
export interface UploadSession {
  /** Absolute URL of the session, may carry a secret state: never printed. */
  readonly location: string
}

/** Where a store is. */
export interface Located {
  /** Stores with equal domains can mount from one another: a registry host, or `layout` for folders. */
  readonly domain: string
  /** The repository as a person writes it: `host/path`, or `oci:folder`. */
  readonly name: string
}

/** Reads manifests, raw. */
export interface ManifestSource {
  /** True where each manifest that is read is counted, and {@link resolve} is not: then nothing is read that a look can tell. */
  readonly countsReads?: boolean
  /** The descriptor behind a tag or digest, without its bytes where the store can; undefined only when it is certainly absent. */
  resolve(reference: string, options?: CallOptions): Promise<Descriptor | undefined>
  /**
   * The bytes behind a tag or digest, hashed; undefined only when certainly absent.
   * @throws PromoteError `content` when asked by digest and the bytes are others; `unsupported` for schema 1
   */
  manifest(reference: string, options?: CallOptions): Promise<RawManifest | undefined>
}

/** Reads blobs. */
export interface BlobSource {
  /** Whether the blob is in this repository. */
  has(descriptor: Descriptor, options?: CallOptions): Promise<boolean>
  /**
   * The bytes from `offset` (0 unless told). Broken connections are mended inside.
   * The stream fails with PromoteError `content` unless size fits and, from offset 0, the digest;
   * `not-found` is thrown when the blob is absent.
   */
  open(descriptor: Descriptor, options?: CallOptions & { readonly offset?: number }): Promise<Readable>
}

/**
 * A manifest that refers to another one, and how the store knows: by its own list (the referrers API, the index.json of
 * a layout), or by the index under the fallback tag.
 */
export interface Referrer extends Descriptor {
  readonly found: 'api' | 'fallback'
}

/** How referrers are looked for. */
export interface ReferrerOptions extends CallOptions {
  /**
   * Whether a tag is there, where the caller knows: then a fallback tag that is not costs no request, and one that is
   * is read although the store has its own list.
   */
  readonly hasTag?: (tag: string) => Promise<boolean>
  /** Reads the index under a fallback tag, where the caller has a way of its own. */
  readonly readTag?: ManifestSource['manifest']
}

/** A repository to read from. */
export interface ContentSource extends Located, ManifestSource, BlobSource {
  /** All tags, in the store's order; none for a repository that does not exist. */
  tags(options?: CallOptions): AsyncIterable<string>
  /** What is listed as a referrer of this manifest, each digest once; none where there are none. It need not be there. */
  referrers(descriptor: Pick<Descriptor, 'digest'>, options?: ReferrerOptions): AsyncIterable<Referrer>
}

/** Gives a blob's bytes from an offset, as often as asked: that is how a broken upload goes on. */
export type BlobBody = (offset: number) => Promise<Readable>

/**
 * How far one blob is on its way. The store that takes it writes the number, whoever shows progress reads it from time to
 * time: nothing else is done for a chunk.
 */
export interface BlobMeter {
  /** Bytes from the beginning of the blob that have gone out; less again where an upload has to go back. */
  bytes: number
}

/** How a blob is stored. */
export interface PutBlobOptions extends CallOptions {
  /** An upload that a mount has opened here: it is filled. */
  readonly session?: UploadSession
  /** Kept up to date while the bytes go out; at the end it has the size of the blob. */
  readonly meter?: BlobMeter
}

/** Takes blobs. */
export interface BlobSink {
  /** True where asking for a blob costs no round trip: then even the smallest is asked for before it is sent. */
  readonly isNear?: boolean
  /**
   * Stores the blob, having checked size and digest of what was sent; leaves nothing half-written.
   * @throws PromoteError `content` when the bytes do not match
   */
  putBlob(descriptor: Descriptor, body: BlobBody, options?: PutBlobOptions): Promise<void>
  /** Links a blob of another repository of the same domain; a session (to be filled) or `refused` when the store would not. */
  mount(
    descriptor: Descriptor,
    from: ContentSource,
    options?: CallOptions,
  ): Promise<'mounted' | 'refused' | UploadSession>
}

/**
 * What became of a tag that was to be removed alone. `stays`: it was not, and `why`, as a phrase that goes on
 * "stays there: …".
 */
export type TagRemoval = { readonly kind: 'removed' } | { readonly kind: 'stays'; readonly why: string }

/** Takes manifests. */
export interface ManifestSink {
  /**
   * Stores the bytes under their digest, untagged, with their own media type. One with a subject can then be found by
   * {@link ContentSource.referrers}: where a registry does not see to that, it is added to the index under the fallback tag.
   */
  putManifest(manifest: RawManifest, options?: CallOptions): Promise<void>
  /**
   * Points the tag at the manifest, which the store holds already.
   * @throws PromoteError `immutable` when the store does not let the tag move
   */
  tag(manifest: RawManifest, tag: string, options?: CallOptions): Promise<void>
  /** Removes the tag alone; it stays where that would take the manifest or other tags with it, or is not allowed. */
  untag(tag: string, options?: CallOptions): Promise<TagRemoval>
}

/** Says beforehand what can be known without a write. */
export interface WriteForesight {
  /**
   * What every write here is certain to be refused with; undefined where it may be allowed, or where only a write would
   * tell. Writes nothing.
   */
  writeRefusal?(options?: CallOptions): Promise<PromoteError | undefined>
  /**
   * Which of these tags, all of them there, the store is known not to let move. None where it does not say: then only a
   * write would tell.
   */
  immovable?(tags: readonly string[], options?: CallOptions): Promise<ReadonlySet<string>>
  /**
   * Why the store is known not to remove a tag alone, as a phrase that goes on "stays there: …"; undefined where it may. Who it
   * is may be known only after it has answered.
   */
  keepsTags?(): string | undefined
}

/** A repository to read from and write to. */
export interface ContentStore extends ContentSource, BlobSink, ManifestSink, WriteForesight {}
