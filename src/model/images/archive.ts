import type { Digest } from '../../oci/digest.ts'

/** What a file holds: an OCI image layout, or that and beside it what `docker load` of any version takes. */
export type ArchiveFormat = 'oci' | 'docker'

/** One image of an archive. */
export interface ArchivedImage {
  /** `HOST/PATH:TAG` or a tag alone, as the archive has it; null where it has no name there. */
  readonly name: string | null
  readonly tag: string | null
  /** The manifest. */
  readonly digest: Digest
}
