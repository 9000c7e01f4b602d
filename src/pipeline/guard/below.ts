import { discoverReferrers } from '../../engine/referrers/discover.ts'
import { tagListOf } from '../../engine/referrers/tag-list.ts'
import type { Digest } from '../../oci/digest.ts'
import { fallbackTag } from '../../oci/referrer-tags.ts'
import type { CallOptions, ContentSource } from '../../oci/store.ts'
import { once } from '../../support/concurrency.ts'
import { collect } from '../plan/source/candidates.ts'
import { listedIn } from '../plan/source/listed-by.ts'

/** A manifest that goes with an image, and the tag it stands under. */
export interface Below {
  readonly digest: Digest
  readonly kind: 'part' | 'referrer'
  readonly tag: string | null
}

/**
 * All that goes with an image in a repository: what its index lists, what refers to it and to that, and the lists of those
 * where the registry keeps them under tags. Undefined where the image is not there.
 * @throws what reading throws
 */
export async function belowOf(
  store: ContentSource,
  digest: Digest,
  options: CallOptions,
): Promise<readonly Below[] | undefined> {
  const manifest = await store.manifest(digest, options)
  if (manifest === undefined) return undefined
  const tags = tagListOf(once(() => collect(store.tags(options))))
  const [parts, { referrers }] = await Promise.all([
    listedIn(store, manifest, options),
    discoverReferrers(store, manifest, tags, options),
  ])
  const found = referrers.map(({ manifest: { descriptor }, tag }) => ({
    digest: descriptor.digest,
    tag: tag ?? null,
  }))
  const subjects = new Set([digest, ...parts, ...found.map((one) => one.digest)])
  const lists = await Promise.all(
    [...subjects].map(async (subject): Promise<readonly Below[]> => {
      const tag = fallbackTag(subject)
      if (!(await tags.mayHave(tag))) return []
      const list = await store.resolve(tag, options)
      return list === undefined ? [] : [{ digest: list.digest, kind: 'referrer', tag }]
    }),
  )
  return [
    ...parts.map((part) => ({ digest: part, kind: 'part' as const, tag: null })),
    ...found.map((one) => ({ ...one, kind: 'referrer' as const })),
    ...lists.flat(),
  ]
}
