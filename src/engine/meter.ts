import type { Descriptor } from '../oci/descriptor.ts'
import type { Digest } from '../oci/digest.ts'
import type { BlobMeter } from '../oci/store.ts'

/** How a blob came to be in a repository: linked, sent, or there already. */
export type Placed = 'mounted' | 'copied' | 'present'

/**
 * How far a copy is: its blobs, and the bytes that it sends. The engine keeps it up to date, and whoever shows progress
 * looks at it from time to time; no event is made for a chunk or a blob. One may serve several copies.
 */
export class CopyMeter {
  readonly #placed: Record<Placed, number> = { mounted: 0, copied: 0, present: 0 }
  /** Blobs that count as to be sent although their transfer has not begun. */
  readonly #expected = new Set<Digest>()
  readonly #flights = new Set<BlobMeter>()
  #blobs = 0
  #bytes = 0
  #arrived = 0

  /** Blobs, however they come there; 0 until the manifests were read. */
  get blobs(): number {
    return this.#blobs
  }

  /** Blobs that are there, by how they came there. */
  get placed(): Readonly<Record<Placed, number>> {
    return this.#placed
  }

  /**
   * Bytes that this copy sends, as far as is known: a blob that is found there or mounted leaves the sum, one that was
   * to be mounted and is not joins it.
   */
  get bytes(): number {
    return this.#bytes
  }

  /** Bytes of them that have gone out, those of blobs on their way included. What is sent twice counts once. */
  get sent(): number {
    let sum = this.#arrived
    for (const flight of this.#flights) sum += flight.bytes
    return sum
  }

  /** These blobs are wanted. */
  want(blobs: readonly Descriptor[]): void {
    this.#blobs += blobs.length
  }

  /** This blob will be sent, unless it turns out to be there. */
  expect({ digest, size }: Descriptor): void {
    if (this.#expected.has(digest)) return
    this.#expected.add(digest)
    this.#bytes += size
  }

  /** The transfer of a blob begins; its store writes how far it is into the meter. */
  begin({ digest, size }: Descriptor): BlobMeter {
    if (!this.#expected.delete(digest)) this.#bytes += size
    const flight = { bytes: 0 }
    this.#flights.add(flight)
    return flight
  }

  /** The transfer is over. One that failed leaves the sum. */
  end(flight: BlobMeter, { size }: Descriptor, arrived: boolean): void {
    this.#flights.delete(flight)
    if (arrived) this.#arrived += size
    else this.#bytes -= size
  }

  /** The blob is in the destination. */
  settle({ digest, size }: Descriptor, placed: Placed): void {
    this.#placed[placed]++
    if (this.#expected.delete(digest)) this.#bytes -= size
  }
}
