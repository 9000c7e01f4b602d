import type { Standing } from '../model/lookup/inspect.ts'
import type { Digest } from '../oci/digest.ts'
import type { Location } from '../oci/reference.ts'
import type { Stores } from '../pipeline/context.ts'
import { PromoteError } from '../support/errors.ts'
import { loadConfig, wire } from './promotion.ts'
import type { Surroundings } from './surroundings.ts'

/** Says where a digest stands in the environments of a promotion file. */
export type FindStandings = (location: Location, digest: Digest) => Promise<readonly Standing[]>

/**
 * Reads where digests stand in the environments of the promotion file that is named or found; undefined where there is
 * none, or one that was only found cannot be used.
 * @param stores what repositories are read by
 * @throws PromoteError `invalid-file` for a file that was named
 */
export async function findStandings(
  named: string | undefined,
  surroundings: Surroundings,
  stores: Stores,
): Promise<FindStandings | undefined> {
  const { findPromotionFile } = await import('../documents/promotion/find-promotion-file.ts')
  try {
    const file = named ?? (await findPromotionFile(surroundings.cwd))
    if (file === undefined) return undefined
    const config = await loadConfig(file, surroundings)
    const { readStandings } = await import('../pipeline/lookup/standings.ts')
    return async (location, digest) => {
      await using wiring = await wire(config, surroundings)
      return await readStandings({ ...wiring.context, stores }, location, digest)
    }
  } catch (error) {
    if (named !== undefined || !(error instanceof PromoteError)) throw error
    return undefined
  }
}
