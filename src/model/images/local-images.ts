import type { Descriptor } from '../../oci/descriptor.ts'
import type { Digest } from '../../oci/digest.ts'
import type { CallOptions, ContentStore } from '../../oci/store.ts'
import type { ArchivedImage, ArchiveFormat } from './archive.ts'

/** A name that one of the images of this machine has: a tag of a repository, or a digest that was asked for as such. */
export interface LocalName {
  /** `HOST/PATH`, as {@link LocalImages.repository} takes it. */
  readonly repository: string
  readonly tag?: string
  /** Without a tag the digest that was asked for: of an image of several platforms the index's, of which one is here. */
  readonly digest?: Digest
  /** The manifest behind it. */
  readonly descriptor: Descriptor
}

/** A name as one text: `HOST/PATH:TAG`, or `HOST/PATH@DIGEST` where it has no tag. */
export function localNameText({ repository, tag, digest, descriptor }: LocalName): string {
  return tag === undefined ? `${repository}@${digest ?? descriptor.digest}` : `${repository}:${tag}`
}

/** What {@link LocalImages.remove} took away. */
export interface LocalRemoval {
  /** The names that are gone. */
  readonly untagged: readonly LocalName[]
  /** Manifests that no name holds any more, and that are gone with all that only they had. */
  readonly deleted: readonly Digest[]
  /** Bytes that this freed on the disk. */
  readonly freed: number
  /** True where another process uses images: what no name holds any more goes with a later removal. */
  readonly isLater: boolean
}

/** The images of this machine: one OCI image layout, its entries named by full references, with every blob once. */
export interface LocalImages {
  /** Absolute path of the layout. */
  readonly path: string
  /** All names, in the layout's order. */
  names(options?: CallOptions): Promise<readonly LocalName[]>
  /** One repository of them as a store. What is put there stays only where a tag or {@link keep} names it. */
  repository(name: string): ContentStore
  /** Names a manifest that is there by the digest that was asked for alone: `HOST/PATH@DIGEST`. */
  keep(repository: string, digest: Digest, descriptor: Descriptor, options?: CallOptions): Promise<void>
  /** Runs `work` while no other process takes content away. */
  use<T>(work: () => Promise<T>, options?: CallOptions): Promise<T>
  /**
   * Writes images that are here into one file, named as they are to be called where it is loaded. The file is there whole
   * or not at all.
   * @throws PromoteError `usage` for an image of several platforms as `docker`, which has one; `content`, `disk`
   */
  exportArchive(
    path: string,
    format: ArchiveFormat,
    images: readonly { readonly name: string | null; readonly root: Descriptor }[],
    options?: CallOptions,
  ): Promise<void>
  /**
   * Takes in what `docker save`, podman, skopeo and buildah write: every byte hashed, without a name, so only to be called
   * within {@link use}. Layers that are not compressed are.
   * @throws PromoteError `invalid-file` for a file that is no such archive or that leads out of itself, `content`, `disk`
   */
  importArchive(path: string, options?: CallOptions): Promise<readonly ArchivedImage[]>
  /**
   * Takes away what these manifests hold and no name holds. Where another process uses images just then it stays until a
   * later {@link remove}.
   */
  removeUnnamed(digests: readonly Digest[], options?: CallOptions): Promise<void>
  /** Takes names away, and all content that no name holds any more, what pulls that broke off have got included. */
  remove(names: readonly LocalName[], options?: CallOptions): Promise<LocalRemoval>
}
