import type { Descriptor } from '../../oci/descriptor.ts'
import { algorithmOf, digestOf } from '../../oci/digest.ts'
import { type ParsedManifest, parseManifest, rawManifest } from '../../oci/manifest.ts'
import { PromoteError } from '../../support/errors.ts'
import { readSmallBlob } from '../blob-files.ts'
import type { LayoutFolder } from '../layout-folder.ts'

/** A manifest of a layout, hashed and read; undefined where it is not here. @throws PromoteError `content` where it is damaged */
export async function readParsed(
  layout: LayoutFolder,
  descriptor: Descriptor,
): Promise<ParsedManifest | undefined> {
  const { digest, mediaType } = descriptor
  const bytes = await readSmallBlob(layout.path, digest)
  if (bytes === undefined) return undefined
  if (digestOf(bytes, algorithmOf(digest)) !== digest) {
    throw new PromoteError('content', `${digest} in ${layout.path} does not match its content.`, {
      reference: digest,
      hint: 'The file was damaged or changed. Pull the image again, or remove it: promote rmi.',
    })
  }
  return parseManifest({ ...rawManifest(bytes, mediaType), descriptor })
}
