import { isDigest } from '../../../oci/digest.ts'
import type { ContentSource, ManifestSource } from '../../../oci/store.ts'
import type { OpenedPair } from '../pair.ts'

/**
 * How the content of an image is read that one of two repositories has, or both. Where one of them counts each manifest
 * that is read and the other has the same content, that one is read: a digest names it wherever it lies.
 */
export interface SparedReads {
  readonly source: ContentSource
  readonly destination: ContentSource
  /** Whether the destination has the image. */
  readonly isThere: boolean
  /** Whether nothing of it need be read that costs: it is in place, and both count. */
  readonly isCostly: boolean
}

/** @param isThere whether the destination has the image */
export function spareReads({ source, destination }: OpenedPair, isThere: boolean): SparedReads {
  const counts = { source: source.countsReads === true, destination: destination.countsReads === true }
  const spares = isThere && counts.source !== counts.destination
  return {
    source: spares && counts.source ? sparing(source, destination) : source,
    destination: spares && counts.destination ? sparing(destination, source) : destination,
    isThere,
    isCostly: isThere && counts.source && counts.destination,
  }
}

/** A repository whose manifests are looked up in it, and read from another place where that has them. */
export function sparing(source: ContentSource, other: ManifestSource): ContentSource {
  const manifest: ManifestSource['manifest'] = async (reference, options) => {
    const digest = isDigest(reference) ? reference : (await source.resolve(reference, options))?.digest
    if (digest === undefined) return undefined
    return (await other.manifest(digest, options)) ?? source.manifest(digest, options)
  }
  return {
    domain: source.domain,
    name: source.name,
    manifest,
    resolve: (reference, options) => source.resolve(reference, options),
    tags: (options) => source.tags(options),
    has: (descriptor, options) => source.has(descriptor, options),
    open: (descriptor, options) => source.open(descriptor, options),
    referrers: (descriptor, options) => source.referrers(descriptor, { ...options, readTag: manifest }),
  }
}
