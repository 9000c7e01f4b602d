import type { Digest } from '../../oci/digest.ts'

/** What the transfer of one image came to: blobs by how they came there, and the bytes that were sent. */
export interface TransferCounts {
  readonly copied: number
  readonly mounted: number
  readonly present: number
  readonly bytes: number
}

/** One layer, and how it came to be where it is. */
export interface LayerReport {
  readonly digest: Digest
  /** Bytes. */
  readonly size: number
  readonly state: 'copied' | 'mounted' | 'present'
}

/** One image that was pulled. */
export interface PulledImage {
  /** Null where it was asked for by digest. */
  readonly tag: string | null
  /** What the registry has under that tag: of an image of several platforms, the index. */
  readonly digest: Digest
  /** What is here now: another digest where one platform of several was taken. */
  readonly stored: Digest
  /** `os/architecture[/variant]` of what was taken of several; null where all was. */
  readonly platform: string | null
  /** `up-to-date`: it was here before under this name, whole. */
  readonly status: 'new' | 'up-to-date'
  readonly blobs: TransferCounts
  readonly layers: readonly LayerReport[]
}

/** What `pull` did. */
export interface PullReport {
  readonly kind: 'pull'
  /** `HOST/PATH`. */
  readonly repository: string
  /** Where it is now: the images of this machine, a folder or a file. */
  readonly into: { readonly kind: 'images' | 'layout' | 'archive'; readonly path: string }
  readonly images: readonly PulledImage[]
  /** Tags that `-a` left out, and why. */
  readonly skipped: readonly { readonly tag: string; readonly reason: string }[]
}

/** One image that was pushed. */
export interface PushedImage {
  readonly tag: string
  readonly digest: Digest
  /** Bytes of the manifest, as docker shows it. */
  readonly size: number
  readonly blobs: TransferCounts
  readonly layers: readonly LayerReport[]
}

/** What `push` did. */
export interface PushReport {
  readonly kind: 'push'
  readonly repository: string
  readonly images: readonly PushedImage[]
}

/** One image that was copied. */
export interface CopiedImage extends Omit<PushedImage, 'tag'> {
  /** Null where it was copied by digest alone. */
  readonly tag: string | null
  /** Signatures, SBOMs and attestations that were brought along. */
  readonly referrers: number
}

/** What `copy` did. */
export interface CopyImagesReport {
  readonly kind: 'copy'
  readonly source: string
  readonly destination: string
  readonly images: readonly CopiedImage[]
}

/** One name among the images of this machine, with what is known of its content. */
export interface ListedImage {
  readonly repository: string
  readonly tag: string | null
  readonly digest: Digest
  /** The digest of its config; of an image of several platforms, that of its index. */
  readonly id: Digest
  /** ISO 8601, as the image says it; null where it does not. */
  readonly created: string | null
  /** Bytes of all its content. */
  readonly size: number
  /** `os/architecture[/variant]` of each image in it. */
  readonly platforms: readonly string[]
  /** True where its manifest is gone or is not what its digest says: all else is not known then. */
  readonly damaged: boolean
}

/** What `images` shows. */
export interface ImagesReport {
  readonly kind: 'images'
  /** The folder that they are in. */
  readonly path: string
  readonly images: readonly ListedImage[]
}

/** What `tag` did. */
export interface TagReport {
  readonly kind: 'tag'
  readonly source: string
  readonly target: string
  readonly digest: Digest
}

/** What `rmi` did. */
export interface RemoveReport {
  readonly kind: 'rmi'
  /** Full references that are gone. */
  readonly untagged: readonly string[]
  readonly deleted: readonly Digest[]
  /** Bytes. */
  readonly freed: number
  /** True where another process uses images: what no name holds any more goes with a later removal. */
  readonly later: boolean
}
