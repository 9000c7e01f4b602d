import { CopyMeter } from '../../engine/meter.ts'
import type { ImageMove } from '../../model/progress.ts'
import type { RunningStep } from './steps.ts'

/** The content of one step on its way, as it is shown. */
export class StepMove implements ImageMove {
  readonly image: string
  readonly tag: string | null
  readonly meter = new CopyMeter()
  state: ImageMove['state'] = 'moving'
  milliseconds: number | undefined

  constructor({ step }: Pick<RunningStep, 'step'>) {
    this.image = step.image
    this.tag = step.source.tag
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
