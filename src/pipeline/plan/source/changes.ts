import type { Digest } from '../../../oci/digest.ts'
import type { ImageConfig } from '../../../oci/image-config.ts'
import type { CallOptions, ContentSource } from '../../../oci/store.ts'
import { compareLink, isSameRepository } from './compare-link.ts'
import { readImageConfig } from './image-config.ts'

const SOURCE = 'org.opencontainers.image.source'
const REVISION = 'org.opencontainers.image.revision'

/** The commits between two images, as far as their labels tell. OCI image spec 1.1, "Pre-Defined Annotation Keys". */
export interface Changes {
  readonly compare?: string
  readonly commits?: string
}

/** An image in its repository. */
export interface PlacedImage {
  readonly store: ContentSource
  readonly digest: Digest
  /** Whether it is read anyway: of one that is not, nothing is read from a store that counts reads. */
  readonly isRead?: boolean
}

/**
 * What changed from one image to another. Reads both configs; an image whose content cannot be read has no labels,
 * since this is only for the reader.
 */
export async function changesBetween(
  before: PlacedImage,
  after: PlacedImage,
  options: CallOptions,
): Promise<Changes> {
  if ([before, after].some(({ store, isRead }) => store.countsReads === true && isRead !== true)) return {}
  const [old, now] = await Promise.all([labelsOf(before, options), labelsOf(after, options)])
  const from = old[REVISION]
  const to = now[REVISION]
  if (!isRevision(from) || !isRevision(to) || from === to) return {}
  const commits = `${from.slice(0, 7)}..${to.slice(0, 7)}`
  const compare = compareLink(now[SOURCE], from, to)
  return compare !== undefined && isSameRepository(old[SOURCE], now[SOURCE])
    ? { commits, compare }
    : { commits }
}

async function labelsOf(
  { store, digest }: PlacedImage,
  options: CallOptions,
): Promise<ImageConfig['labels']> {
  try {
    const manifest = await store.manifest(digest, options)
    return manifest === undefined ? {} : (await readImageConfig(store, manifest, options)).labels
  } catch {
    options.signal?.throwIfAborted()
    return {}
  }
}

function isRevision(text: string | undefined): text is string {
  return text !== undefined && /^[0-9a-f]{7,64}$/.test(text)
}
