import type { BlobPart } from '../model/images/transfer.ts'
import type { Descriptor } from '../oci/descriptor.ts'
import type { Digest } from '../oci/digest.ts'
import type { BlobMeter } from '../oci/store.ts'
import { CopyMeter, type Placed } from './meter.ts'

interface Part {
  readonly descriptor: Descriptor
  state: BlobPart['state']
  flight: BlobMeter | undefined
}

/** A meter that also knows how far each blob is: for a copy of one image, where a line is shown for each. */
export class BlobListMeter extends CopyMeter {
  readonly #parts = new Map<Digest, Part>()

  /** The blobs in the order of the manifests, as they are now. */
  get parts(): readonly BlobPart[] {
    return Array.from(this.#parts.values(), ({ descriptor, state, flight }) => ({
      descriptor,
      state,
      bytes: flight?.bytes ?? 0,
    }))
  }

  override want(blobs: readonly Descriptor[]): void {
    super.want(blobs)
    for (const descriptor of blobs) {
      if (!this.#parts.has(descriptor.digest))
        this.#parts.set(descriptor.digest, { descriptor, state: 'waiting', flight: undefined })
    }
  }

  override begin(descriptor: Descriptor): BlobMeter {
    const flight = super.begin(descriptor)
    const part = this.#parts.get(descriptor.digest)
    if (part !== undefined) Object.assign(part, { state: 'moving', flight })
    return flight
  }

  override settle(descriptor: Descriptor, placed: Placed): void {
    super.settle(descriptor, placed)
    const part = this.#parts.get(descriptor.digest)
    if (part !== undefined) part.state = placed
  }
}
