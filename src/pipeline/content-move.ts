import type { CopyMeter } from '../engine/meter.ts'
import type { ImageMove } from '../model/progress.ts'

/** The content of one image on its way, as it is shown: what its meter counts, and how it ended. */
export class ContentMove<Meter extends CopyMeter = CopyMeter> implements ImageMove {
  readonly image: string
  readonly tag: string | null
  readonly meter: Meter
  state: ImageMove['state'] = 'moving'
  milliseconds: number | undefined

  constructor({ image, tag }: Pick<ImageMove, 'image' | 'tag'>, meter: Meter) {
    this.image = image
    this.tag = tag
    this.meter = meter
  }

  get bytes(): number {
    return this.meter.bytes
  }

  get sent(): number {
    return this.meter.sent
  }

  get blobs(): number {
    return this.meter.blobs
  }

  get there(): number {
    const { mounted, copied, present } = this.meter.placed
    return mounted + copied + present
  }

  /** Its content is there, or will not come. */
  end(state: 'done' | 'failed', milliseconds: number): void {
    this.state = state
    this.milliseconds = milliseconds
  }
}
