import { discoverReferrers } from '../../engine/referrers/discover.ts'
import { tagListOf } from '../../engine/referrers/tag-list.ts'
import { lackingKinds } from '../../model/referrers.ts'
import type { RawManifest } from '../../oci/manifest.ts'
import type { CallOptions, ContentSource } from '../../oci/store.ts'
import { once } from '../../support/concurrency.ts'
import { onSide, PromoteError } from '../../support/errors.ts'
import { collect } from '../plan/source/candidates.ts'

/** The required kinds of referrers that an image lacks in a repository, found out by reading it. */
export async function findLackingKinds(
  store: ContentSource,
  manifest: RawManifest,
  required: readonly string[],
  options: CallOptions,
): Promise<readonly string[]> {
  const tags = tagListOf(once(() => collect(store.tags(options))))
  const { image, referrers } = await discoverReferrers(store, manifest, tags, options)
  return lackingKinds(required, image, referrers)
}

/** Reads the destination for what is required of an image there. @throws PromoteError `content` when some is lacking */
export async function requireKinds(
  destination: ContentSource,
  manifest: RawManifest,
  required: readonly string[],
  options: CallOptions,
): Promise<void> {
  const lacking = await onSide('destination', () =>
    findLackingKinds(destination, manifest, required, options),
  )
  if (lacking.length === 0) return
  const { digest } = manifest.descriptor
  throw new PromoteError(
    'content',
    `${destination.name} has no ${lacking.join(', ')} for ${digest}, which is required there.`,
    {
      side: 'destination',
      reference: `${destination.name}@${digest}`,
      hint: 'Nothing was tagged. Make a new plan: the source may not have had it when this one was made.',
    },
  )
}
