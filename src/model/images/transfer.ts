import type { Descriptor } from '../../oci/descriptor.ts'
import type { ImageMove } from '../progress.ts'

/** How far one blob of a transfer is. */
export interface BlobPart {
  readonly descriptor: Descriptor
  /** How it came to be where it goes, once it is there. */
  readonly state: 'waiting' | 'moving' | 'mounted' | 'copied' | 'present'
  /** Bytes of it that have gone out. */
  readonly bytes: number
}

/** How far the transfer of one image is. A live object: its numbers change from one look to the next. */
export interface ImageTransfer extends ImageMove {
  /** Its blobs in the order of its manifests; none until those were read. */
  readonly parts: readonly BlobPart[]
}

/** Told once for each image whose transfer begins; what follows is looked at in the live object. */
export type TransferListener = (transfer: ImageTransfer) => void
