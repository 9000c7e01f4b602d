import { BUNDLE_TYPE_PREFIX } from '../../model/attestation/bundle.ts'
import { shortDigest } from '../../oci/digest.ts'
import type { CallOptions, ContentSource } from '../../oci/store.ts'
import { allOrNothing } from '../../support/concurrency.ts'
import type { LackingReferrer } from './compare.ts'
import { readCosignView, wouldHide } from './cosign-view.ts'
import type { FoundReferrer } from './discover.ts'

/**
 * A sentence for each image of the destination whose signatures under cosign's older tags would go out of cosign's sight,
 * because a bundle comes along and there is none yet. Reads nothing where no bundle is lacking.
 */
export async function hidingWarnings(
  destination: ContentSource,
  lacking: readonly LackingReferrer[],
  { signal }: CallOptions,
): Promise<readonly string[]> {
  const bundles = Map.groupBy(
    lacking.filter(({ referrer }) => isBundle(referrer)),
    ({ referrer }) => referrer.subject,
  )
  const found = await allOrNothing(
    [...bundles].map(([subject, own]) => async (both) => {
      const view = await readCosignView(destination, subject, { signal: both })
      if (!wouldHide(view)) return []
      const names = own.map(({ referrer }) => shortDigest(referrer.manifest.descriptor.digest)).join(', ')
      return [
        `${destination.name}@${subject} is signed under cosign's older tags, and ${names} comes along as a bundle: from then on cosign finds the bundle alone, unless it is asked with --new-bundle-format=false.`,
      ]
    }),
    signal,
  )
  return found.flat()
}

function isBundle({ parsed, tag }: FoundReferrer): boolean {
  return (
    tag === undefined &&
    parsed.kind === 'image' &&
    parsed.layers[0]?.mediaType.startsWith(BUNDLE_TYPE_PREFIX) === true
  )
}
