import type { RawManifest } from '../../oci/manifest.ts'
import {
  DEFAULT_TAG,
  type Location,
  locationText,
  type Reference,
  referenceText,
} from '../../oci/reference.ts'
import type { ContentSource } from '../../oci/store.ts'
import { PromoteError } from '../../support/errors.ts'
import type { LookupContext } from './context.ts'

/** An image that is there. */
export interface FoundImage {
  readonly location: Location
  readonly source: ContentSource
  readonly manifest: RawManifest
  /** As it was asked for: `HOST/PATH:TAG`, `HOST/PATH@DIGEST`. */
  readonly name: string
  /** Null where it was asked for by digest alone. */
  readonly tag: string | null
}

/**
 * Reads the manifest that a reference names; docker's default is `latest`.
 * @throws PromoteError `not-found`; `usage` where the tag holds another digest than the one that was named with it
 */
export async function findImage(
  { stores, signal }: Pick<LookupContext, 'stores' | 'signal'>,
  { location, tag, digest }: Reference,
): Promise<FoundImage> {
  const source = stores.open(location)
  const wanted = tag ?? (digest === undefined ? DEFAULT_TAG : undefined)
  const name = referenceText({
    location,
    ...(wanted === undefined ? {} : { tag: wanted }),
    ...(digest === undefined ? {} : { digest }),
  })
  const manifest = await source.manifest(digest ?? wanted ?? DEFAULT_TAG, { signal })
  if (manifest === undefined) {
    throw new PromoteError('not-found', `There is no image ${name}.`, {
      reference: name,
      hint: `promote tags ${locationText(location)} shows what is there.`,
    })
  }
  if (tag !== undefined && digest !== undefined) {
    const held = await source.resolve(tag, { signal })
    if (held?.digest !== manifest.descriptor.digest) {
      const holds = held === undefined ? 'is not there' : `holds ${held.digest}`
      throw new PromoteError('not-found', `The tag ${tag} of ${name} ${holds}.`, { reference: name })
    }
  }
  return { location, source, manifest, name, tag: wanted ?? null }
}
