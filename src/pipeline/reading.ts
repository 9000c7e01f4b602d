import type { ProgressListener, Reading } from '../model/progress.ts'

/** A reading that is under way, and is shown while it is. */
export class ReadingCount implements Reading {
  readonly environments: readonly string[]
  readonly of: number
  done = 0
  bytes = 0

  constructor(environments: readonly string[], of: number) {
    this.environments = [...new Set(environments)]
    this.of = of
  }

  /** One more was read. */
  count(): void {
    this.done++
  }

  /** Counts one more when `work` ends well. */
  async counted<T>(work: Promise<T>): Promise<T> {
    const result = await work
    this.done++
    return result
  }
}

/** Begins a reading of so many things in these environments. */
export function beginReading(
  progress: ProgressListener,
  environments: readonly { readonly name: string }[],
  of: number,
): ReadingCount {
  const reading = new ReadingCount(
    environments.map(({ name }) => name),
    of,
  )
  progress({ kind: 'reading', reading })
  return reading
}
