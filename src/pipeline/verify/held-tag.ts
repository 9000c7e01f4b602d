import type { Digest } from '../../oci/digest.ts'
import { isContentOf, type RawManifest } from '../../oci/manifest.ts'
import type { ContentSource } from '../../oci/store.ts'
import { toPromoteError } from '../../support/errors.ts'

/** What a tag holds, by its bytes: what a header says of them is no proof. */
export type HeldTag =
  | { readonly kind: 'read'; readonly found: Digest | null; readonly manifest?: RawManifest }
  | { readonly kind: 'damaged'; readonly found: null; readonly message: string }

/** Reads what a tag holds. @param expected the digest it should hold, of whatever algorithm */
export async function readHeldTag(
  store: ContentSource,
  tag: string,
  expected: Digest,
  signal: AbortSignal,
): Promise<HeldTag> {
  try {
    const manifest = await store.manifest(tag, { signal })
    if (manifest === undefined) return { kind: 'read', found: null }
    if (isContentOf(manifest, expected)) return { kind: 'read', found: expected, manifest }
    // Bytes that the registry does not have under their own digest are no drift: they are damaged.
    return { kind: 'read', found: manifest.descriptor.digest }
  } catch (error) {
    const { code, message } = toPromoteError(error)
    if (code !== 'content' && code !== 'protocol') throw error
    return { kind: 'damaged', found: null, message }
  }
}
