import type { LocalImages } from '../../model/images/local-images.ts'
import type { TransferListener } from '../../model/images/transfer.ts'
import type { Stores } from '../context.ts'

/** What the use cases about images are given by the wiring; none of them needs a promotion file. */
export interface ImagesContext {
  readonly stores: Stores
  /** The images of this machine. */
  readonly local: LocalImages
  /** Large blobs moved at once. */
  readonly concurrency: number
  readonly signal: AbortSignal
  /** Told of each image whose transfer begins. */
  readonly onTransfer: TransferListener
}
