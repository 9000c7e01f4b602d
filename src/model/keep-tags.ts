import { type Digest, hexOf } from '../oci/digest.ts'

/** The tags that keep what was promoted before, so that a rollback finds it: `promote-keep-` and twelve digits of the digest. */
const KEEP_TAG = /^promote-keep-[0-9a-f]{12}$/

/** How many digits of a digest stand in such a tag. */
const DIGITS = 12

/** Whether a tag only keeps a digest for rollbacks: it is no version of the image, never selected and never promoted. */
export function isKeepTag(tag: string): boolean {
  return KEEP_TAG.test(tag)
}

/** The tag that keeps a digest. */
export function keepTagOf(digest: Digest): string {
  return `promote-keep-${hexOf(digest).slice(0, DIGITS)}`
}
