import type { Environment, ImageRule } from '../../model/config.ts'
import type { LedgerView } from '../../model/ledger/queries.ts'
import type { Standing } from '../../model/lookup/inspect.ts'
import type { Digest } from '../../oci/digest.ts'
import { type Location, sameLocation } from '../../oci/reference.ts'
import { allOrNothing } from '../../support/concurrency.ts'
import { PromoteError } from '../../support/errors.ts'
import type { PipelineContext } from '../context.ts'
import { currentImage, readLedgerView } from '../plan/current.ts'
import { type Place, placeOf } from '../plan/places.ts'
import { readingOnce } from '../read-once.ts'

/**
 * Where a digest stands in each environment, of those images that the promotion file has in this repository; none where it
 * has none there. What cannot be read says so.
 * @throws PromoteError `ledger` where the ledger cannot be read
 */
export async function readStandings(
  given: PipelineContext,
  location: Location,
  digest: Digest,
): Promise<readonly Standing[]> {
  const context = readingOnce(given)
  const { config, ledger, signal } = context
  const asked = config.images.flatMap((rule) => {
    const places = config.environments.flatMap((environment) => {
      const place = placeIn(context, environment, rule)
      return place === undefined ? [] : [{ rule, environment, place }]
    })
    return places.some(({ place }) => sameLocation(place.location, location)) ? places : []
  })
  if (asked.length === 0) return []
  const view = await readLedgerView(ledger, { signal })
  return allOrNothing(
    asked.map((one) => (both) => standingOf(context, view, one, digest, both)),
    signal,
  )
}

interface Asked {
  readonly rule: ImageRule
  readonly environment: Environment
  readonly place: Place
}

async function standingOf(
  { stores }: PipelineContext,
  view: LedgerView,
  { rule, environment, place }: Asked,
  digest: Digest,
  signal: AbortSignal,
): Promise<Standing> {
  const common = { environment: environment.name, image: rule.name, repository: place.text }
  try {
    const store = stores.open(place.location)
    const current = await currentImage(view, rule, environment, store, { signal })
    if (current?.digest === digest) return { ...common, state: 'current', tag: current.tag }
    const isThere = (await store.resolve(digest, { signal })) !== undefined
    return { ...common, state: isThere ? 'present' : 'absent', tag: current?.tag ?? null }
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof PromoteError)) throw error
    return { ...common, state: 'unread', tag: null }
  }
}

/** Undefined where the templates of the file make no repository for it. */
function placeIn({ config }: PipelineContext, environment: Environment, rule: ImageRule): Place | undefined {
  try {
    return placeOf(config, environment, rule)
  } catch (error) {
    if (error instanceof PromoteError) return undefined
    throw error
  }
}
