import { type Destined, type Refusal, refusalsOn } from '../../model/ledger/standing/refusals.ts'
import type { Standing } from '../../model/ledger/standing/standing.ts'
import type { Digest } from '../../oci/digest.ts'
import type { CallOptions, ContentSource } from '../../oci/store.ts'
import { listedBy } from '../plan/source/listed-by.ts'

/**
 * What stands in the way of a digest into an environment, as the gates would say. What its index lists is read only where
 * something stands that may be about that.
 * @param source where its content can be read
 * @throws what reading it throws
 */
export async function refusalsInWay(
  standing: Standing,
  { digest, ...place }: Omit<Destined, 'digests'> & { readonly digest: Digest },
  source: ContentSource,
  options: CallOptions,
): Promise<readonly Refusal[]> {
  const holds = standing.holds.filter(
    ({ environment, image }) => environment === place.environment && image === place.image,
  )
  const isOwn = (refused: Digest | null): boolean => refused === null || refused === digest
  const others = [...holds, ...standing.rejections].filter((one) => !isOwn(one.digest))
  const listed = others.length === 0 ? [] : await listedBy(source, digest, options)
  return refusalsOn(standing, { ...place, digests: [digest, ...listed] })
}
