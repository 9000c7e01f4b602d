import type { CurrentImage } from '../../model/diff.ts'
import type { LedgerReferrer } from '../../model/ledger/steps.ts'
import { newestOf } from '../../model/version.ts'
import { shortDigest } from '../../oci/digest.ts'
import type { PipelineContext } from '../context.ts'
import { type Looks, type Observation, observe } from '../plan/observe.ts'
import { ledgerReferrer, planReferrer } from '../plan/planner/plan-referrers.ts'
import { planSteps } from '../plan/planner/planner.ts'
import { movingTags } from '../plan/planner/step-tags.ts'
import type { Route, WantedImage } from '../plan/route.ts'
import type { Candidate } from '../plan/source/candidates.ts'

/** What a run along a route would do for one image. */
export interface RunOfImage {
  /** `in-step`: nothing; `referrers`: bring what refers to an image that is in step; `to-do`: anything else. */
  readonly kind: 'in-step' | 'referrers' | 'to-do'
  /** The newest of its candidates; null: the source has none. */
  readonly newest: CurrentImage | null
  /** The destination tags it would make or move. */
  readonly tags: readonly string[]
  /** What is selected and the source does not have, or not with all platforms. */
  readonly missing: readonly string[]
  /** What the destination lacks of what refers to the candidates, and what it has under a tag that cannot move. */
  readonly referrers: readonly LedgerReferrer[]
}

/** What a run along a route would do, image by image. */
export interface RouteRuns {
  /** Undefined where one of its ends could not be read. */
  of(wanted: WantedImage): RunOfImage | undefined
}

/** Plans a run along a route as a dry run does, gates apart, and keeps what it would do for each image. Writes nothing. */
export async function readRuns(
  context: PipelineContext,
  route: Route,
  images: readonly WantedImage[],
  options: Required<Pick<Looks, 'view' | 'onFailure'>>,
): Promise<RouteRuns> {
  const failed = new Set<string>()
  const onFailure: Looks['onFailure'] = (rule, error) => {
    options.onFailure(rule, error)
    failed.add(rule.name)
  }
  const observation = await observe(context, route, images, { push: false, view: options.view, onFailure })
  return { of: ({ rule }) => (failed.has(rule.name) ? undefined : runOf(route, observation, rule.name)) }
}

/** The newest of an image's candidates, null for none. */
export function newestCandidate(candidates: readonly Candidate[]): CurrentImage | null {
  const newest = newestOf(candidates.map(({ tag, descriptor }) => ({ tag, digest: descriptor.digest })))
  if (newest === undefined) return null
  return { tag: newest.tag ?? shortDigest(newest.digest), digest: newest.digest, known: 'select' }
}

function runOf(route: Route, observation: Observation, image: string): RunOfImage {
  const observed = observation.steps.filter(({ candidate }) => candidate.image === image)
  const steps = planSteps(route, observed, observation)
  const missing = observation.missing.filter((one) => one.image === image).map(({ wanted }) => wanted)
  const lacking = observed.flatMap(({ referrers }) => [
    ...referrers.lacking,
    ...referrers.conflicts.map(({ referrer, held }) => ({ referrer, replaces: held })),
  ])
  const isToDo =
    steps.length === 0 ||
    missing.length > 0 ||
    steps.some(({ kind }) => kind !== 'unchanged' && kind !== 'referrers')
  return {
    kind: isToDo ? 'to-do' : lacking.length > 0 ? 'referrers' : 'in-step',
    newest: newestCandidate(observed.map(({ candidate }) => candidate)),
    tags: [
      ...new Set(
        steps.flatMap((step) => (step.kind === 'record' ? [] : movingTags(step).map(({ tag }) => tag))),
      ),
    ],
    missing,
    referrers: lacking.map((one) => ledgerReferrer(planReferrer(one))),
  }
}
