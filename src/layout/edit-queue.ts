import type { CallOptions } from '../oci/store.ts'
import type { IndexEntry } from './index-entries.ts'

/** A change of the entries of index.json; gives back what it was given where there is nothing to change. */
export type IndexEdit = (
  entries: readonly IndexEntry[],
) => readonly IndexEntry[] | Promise<readonly IndexEntry[]>

interface Waiting {
  readonly edit: IndexEdit
  readonly options: CallOptions
  readonly end: PromiseWithResolvers<void>
}

/**
 * Changes that are asked for while another one is written are written together, in their order: of thousands of tags each
 * would read and write the whole file.
 */
export class EditQueue {
  readonly #write: (edit: IndexEdit, options: CallOptions) => Promise<void>
  #waiting: Waiting[] = []
  #isRunning = false

  /** @param write makes one change of the file, alone */
  constructor(write: (edit: IndexEdit, options: CallOptions) => Promise<void>) {
    this.#write = write
  }

  /** Ends when the change is written. @throws what the change throws, which leaves the others as they are, and what writing throws */
  async add(edit: IndexEdit, options: CallOptions): Promise<void> {
    const one = { edit, options, end: Promise.withResolvers<void>() }
    this.#waiting.push(one)
    if (!this.#isRunning) void this.#run()
    await one.end.promise
  }

  async #run(): Promise<void> {
    this.#isRunning = true
    for (let batch = this.#waiting; batch.length > 0; batch = this.#waiting) {
      this.#waiting = []
      await this.#writeTogether(batch)
    }
    this.#isRunning = false
  }

  async #writeTogether(batch: readonly Waiting[]): Promise<void> {
    const [first] = batch
    const failed = new Map<Waiting, unknown>()
    try {
      await this.#write(async (entries) => {
        let edited = entries
        for (const one of batch) {
          try {
            one.options.signal?.throwIfAborted()
            edited = await one.edit(edited)
          } catch (error) {
            failed.set(one, error)
          }
        }
        return edited
      }, first?.options ?? {})
    } catch (error) {
      const isOwn = first?.options.signal?.aborted === true
      // Whoever gave up waiting for the file speaks for itself alone.
      if (isOwn) this.#waiting.unshift(...batch.slice(1))
      for (const one of isOwn ? batch.slice(0, 1) : batch) one.end.reject(error)
      return
    }
    for (const one of batch) {
      if (failed.has(one)) one.end.reject(failed.get(one))
      else one.end.resolve()
    }
  }
}
