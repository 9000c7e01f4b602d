import { Readable } from 'node:stream'
import type { Descriptor } from './descriptor.ts'
import type { ContentVerifier } from './verify.ts'

/**
 * A stream of content that checks itself: its last byte comes out only after size and digest were found right,
 * else it fails with PromoteError `content`. Whoever passes the bytes on need not hash them a second time.
 */
export abstract class VerifiedReadable extends Readable {
  /** The content it is. */
  abstract readonly descriptor: Descriptor
  /** What has been checked so far; it can go on with the bytes of a later stream. Undefined where the stream does not start at byte 0. */
  abstract readonly verifier: ContentVerifier | undefined
}

/** The verifier of a stream that checks itself as being this content from byte 0; undefined for any other stream. */
export function verifierOf(
  stream: Readable,
  { digest, size }: Pick<Descriptor, 'digest' | 'size'>,
): ContentVerifier | undefined {
  if (!(stream instanceof VerifiedReadable)) return undefined
  const { descriptor, verifier } = stream
  return descriptor.digest === digest && descriptor.size === size ? verifier : undefined
}
