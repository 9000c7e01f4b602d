import type { Descriptor } from '../oci/descriptor.ts'
import type { BlobSink, BlobSource, PutBlobOptions } from '../oci/store.ts'
import { onSide, PromoteError } from '../support/errors.ts'

/**
 * Moves one blob's bytes: opened at the source, hashed and size-checked on the way, stored at the destination.
 * Nothing is buffered. Bytes that do not match may have changed on the way: they are moved once more.
 * Errors name the side they happened on.
 * @throws PromoteError `content` when the bytes do not match, on either side; `not-found` when the source has no such blob
 */
export async function transferBlob(
  descriptor: Descriptor,
  source: BlobSource,
  destination: BlobSink,
  options: PutBlobOptions = {},
): Promise<void> {
  try {
    await moveOnce(descriptor, source, destination, options)
  } catch (error) {
    if (!(error instanceof PromoteError && error.code === 'content')) throw error
    const { session: _, ...anew } = options
    await moveOnce(descriptor, source, destination, anew)
  }
}

async function moveOnce(
  descriptor: Descriptor,
  source: BlobSource,
  destination: BlobSink,
  options: PutBlobOptions,
): Promise<void> {
  const call = options.signal === undefined ? {} : { signal: options.signal }
  // The destination asks for the body, so a failing source surfaces inside its call: remember which side it was.
  let sourceFailure: PromoteError | undefined
  const body = async (offset: number): Promise<Awaited<ReturnType<BlobSource['open']>>> => {
    try {
      const stream = await onSide('source', () => source.open(descriptor, { ...call, offset }))
      stream.on('error', (error) => {
        if (error instanceof PromoteError) sourceFailure ??= error.with({ side: 'source' })
      })
      return stream
    } catch (error) {
      if (error instanceof PromoteError) sourceFailure ??= error
      throw error
    }
  }
  try {
    await onSide('destination', () => destination.putBlob(descriptor, body, options))
  } catch (error) {
    throw sourceFailure ?? error
  }
}
