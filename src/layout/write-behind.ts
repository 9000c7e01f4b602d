import type { FileHandle } from 'node:fs/promises'

/** Bytes that are written at once: TLS gives 16 KiB at a time, and each write costs as much as many more bytes in it would. */
const BATCH_BYTES = 256 * 1024

/** Writes a file from one place on, in batches, while the next one is collected: at most two are held. */
export class WriteBehind {
  readonly #file: FileHandle
  #position: number
  #waiting: Uint8Array[] = []
  #waitingBytes = 0
  #running: Promise<void> = Promise.resolve()

  constructor(file: FileHandle, position: number) {
    this.#file = file
    this.#position = position
  }

  /** Takes bytes over; waits where two batches are held. @throws what writing those before threw */
  async add(chunk: Uint8Array): Promise<void> {
    this.#waiting.push(chunk)
    this.#waitingBytes += chunk.byteLength
    if (this.#waitingBytes >= BATCH_BYTES) await this.#begin()
  }

  /** Ends when all that was taken over is written. @throws what writing threw */
  async flush(): Promise<void> {
    await this.#begin()
    await this.#running
  }

  async #begin(): Promise<void> {
    await this.#running
    const batch = this.#waiting
    const position = this.#position
    this.#position += this.#waitingBytes
    this.#waiting = []
    this.#waitingBytes = 0
    this.#running = writeAll(this.#file, batch, position)
    // Whoever adds or flushes next is told.
    this.#running.catch(() => undefined)
  }
}

/** writev(2) may take less than it is given: on a disk that gets full, first less and then nothing. */
async function writeAll(file: FileHandle, batch: readonly Uint8Array[], position: number): Promise<void> {
  let at = position
  for (let left = batch; left.length > 0; ) {
    const { bytesWritten } = await file.writev(left, at)
    at += bytesWritten
    left = after(left, bytesWritten)
  }
}

/** What is left of a batch after some bytes of it. */
function after(batch: readonly Uint8Array[], bytes: number): readonly Uint8Array[] {
  let over = bytes
  for (const [index, chunk] of batch.entries()) {
    if (over < chunk.byteLength) return [chunk.subarray(over), ...batch.slice(index + 1)]
    over -= chunk.byteLength
  }
  return []
}
