import type { Descriptor } from '../../oci/descriptor.ts'
import type { ContentSource } from '../../oci/store.ts'
import { PromoteError, toPromoteError } from '../../support/errors.ts'

/** How a blob is read. */
export interface BlobReading {
  readonly signal: AbortSignal
  /** Told of the bytes as they come; false ends the reading. */
  readonly onBytes?: (bytes: number) => boolean
}

/**
 * Reads a blob to its end, which is the check: the store hashes what is read. A registry may say that it has a blob whose
 * bytes are gone (distribution keeps descriptors in memory), begin to send it, and break off each time: that is no
 * failure of the network where it still answers for the blob.
 * @throws PromoteError `content`, `not-found` where the blob is damaged or lost, and what else reading throws
 */
export async function readBlob(
  store: ContentSource,
  blob: Descriptor,
  { signal, onBytes }: BlobReading,
): Promise<void> {
  try {
    const bytes: AsyncIterable<Buffer> = await store.open(blob, { signal })
    for await (const chunk of bytes) if (onBytes?.(chunk.byteLength) === false) return
  } catch (error) {
    signal.throwIfAborted()
    if (toPromoteError(error).code !== 'unreachable') throw error
    if (!(await store.has(blob, { signal }).catch(() => false))) throw error
    throw new PromoteError(
      'content',
      `${store.name} says that it has the blob ${blob.digest}, and breaks off each time it sends it.`,
      { reference: store.name, cause: error },
    )
  }
}
