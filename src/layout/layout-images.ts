import { resolve } from 'node:path'
import type { ArchivedImage } from '../model/images/archive.ts'
import { isIndexType, isManifestType } from '../oci/media-types.ts'
import type { CallOptions } from '../oci/store.ts'
import { PromoteError } from '../support/errors.ts'
import { descriptorOf, nameOf, tagOf } from './index-entries.ts'
import { LayoutFolder } from './layout-folder.ts'

/** The images that a layout lists, what refers to others left out. @throws PromoteError `not-found` where there are none, and as reading its index */
export async function layoutImages(folder: string, options: CallOptions): Promise<readonly ArchivedImage[]> {
  const entries = await new LayoutFolder(resolve(folder)).entries(options)
  const images = entries.flatMap((entry) => {
    const descriptor = descriptorOf(entry)
    const tag = tagOf(entry) ?? null
    const isImage =
      descriptor !== undefined && (isIndexType(descriptor.mediaType) || isManifestType(descriptor.mediaType))
    // A referrer is listed with its artifact type and no name.
    const isReferrer = tag === null && entry.artifactType !== undefined
    return isImage && !isReferrer ? [{ name: nameOf(entry) ?? null, tag, digest: descriptor.digest }] : []
  })
  if (images.length > 0) return images
  throw new PromoteError('not-found', `The image layout ${folder} has no image.`, { reference: folder })
}
