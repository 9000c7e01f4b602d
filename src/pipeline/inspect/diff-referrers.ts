import type { LedgerReferrer } from '../../model/ledger/entry.ts'
import type { Digest } from '../../oci/digest.ts'
import { type Location, locationText } from '../../oci/reference.ts'
import { once } from '../../support/concurrency.ts'
import { known } from '../../support/known.ts'
import type { PipelineContext } from '../context.ts'
import { collect } from '../plan/candidates.ts'
import { openPair } from '../plan/pair.ts'
import { placeOf } from '../plan/places.ts'
import { ledgerReferrer, planReferrer } from '../plan/planner/plan-referrers.ts'
import { ReferrerLook } from '../plan/referrers.ts'
import type { Route, WantedImage } from '../plan/route.ts'

/** What the destination of a route lacks of what refers to an image that both ends have. */
export type ReferrerDiff = (
  route: Route,
  wanted: WantedImage,
  digest: Digest,
  signal: AbortSignal,
) => Promise<readonly LedgerReferrer[]>

/** Compares referrers for one report: the tags of a repository are listed once, whatever number of routes begin or end there. */
export function referrerDiff(context: PipelineContext): ReferrerDiff {
  const { config, stores, signal } = context
  const lists = new Map<string, () => Promise<readonly string[]>>()
  const tagsOf = (location: Location): (() => Promise<readonly string[]>) =>
    known(lists, locationText(location), () => once(() => collect(stores.open(location).tags({ signal }))))
  return async (route, wanted, digest, both) => {
    if (route.to.referrers.copy === 'none') return []
    const source = placeOf(config, route.from, wanted.rule)
    const destination = placeOf(config, route.to, wanted.rule)
    const pair = openPair(context, source, destination, false)
    const look = new ReferrerLook(pair, { source, destination }, route.to.referrers, {
      sourceTags: tagsOf(source.location),
      destinationTags: tagsOf(destination.location),
    })
    look.begin()
    const manifest = await pair.source.manifest(digest, { signal: both })
    if (manifest === undefined) return []
    const { lacking, conflicts } = await look.look(manifest, true, both)
    const held = conflicts.map((conflict) => ({ referrer: conflict.referrer, replaces: conflict.held }))
    return [...lacking, ...held].map((one) => ledgerReferrer(planReferrer(one)))
  }
}
