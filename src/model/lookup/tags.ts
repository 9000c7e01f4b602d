import type { Digest } from '../../oci/digest.ts'

/** What is known of a tag; null and none where nobody said it. */
export interface TagDetails {
  readonly tag: string
  readonly digest: Digest | null
  /** Bytes, as whoever told it counts them: of all platforms, compressed. */
  readonly size: number | null
  /** `os/architecture[/variant]` of each image under it. */
  readonly platforms: readonly string[]
  /** ISO 8601, as the image says it. */
  readonly created: string | null
  /** ISO 8601: when the registry got it. */
  readonly pushed: string | null
}

/** What a registry's own API says of many tags at once. */
export interface TagDetailsPage {
  readonly details: readonly TagDetails[]
  /** Asks for what comes next; absent on the last page. */
  readonly next?: string
}

/** What `tags` shows. */
export interface TagsReport {
  readonly kind: 'tags'
  /** `HOST/PATH`, or `oci:FOLDER`. */
  readonly repository: string
  /** `version`: the newest version first, then all other tags in natural order; `registry`: as the registry lists them. */
  readonly order: 'version' | 'registry'
  /** Who told more than the names: the registry's own API for all at once, each tag when it was asked for, nobody. */
  readonly details: 'registry' | 'each' | 'none'
  readonly tags: readonly TagDetails[]
  /** How many tags there are that fit, shown or not; null where the rest was not asked for. */
  readonly total: number | null
  /** What could not be told, as sentences. */
  readonly notes: readonly string[]
}

/** A tag of which only the name is known. */
export function bareTag(tag: string): TagDetails {
  return { tag, digest: null, size: null, platforms: [], created: null, pushed: null }
}
