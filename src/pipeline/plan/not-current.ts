import type { ImageRule } from '../../model/config.ts'
import type { LedgerView } from '../../model/ledger/queries.ts'
import { newestOf } from '../../model/version.ts'
import type { Digest } from '../../oci/digest.ts'
import type { CallOptions } from '../../oci/store.ts'
import { allOrNothing } from '../../support/concurrency.ts'
import { onSide, type PromoteError, toPromoteError } from '../../support/errors.ts'
import type { PipelineContext } from '../context.ts'
import { currentImage } from './current.ts'
import type { Place } from './places.ts'
import { keyOfObserved } from './planner/step-key.ts'
import type { Route } from './route.ts'
import type { Candidate } from './source/candidates.ts'

/** A candidate with its tags in the destination and what they hold. */
interface SeenStep {
  readonly candidate: Candidate
  readonly destination: Place
  readonly tags: readonly SeenTag[]
}

interface SeenTag {
  readonly tag: string
  readonly floating: boolean
  readonly found: Digest | null
}

/** The newest of an image's candidates: what a run of them all makes current in the destination. */
export function newestStep<Step extends Pick<SeenStep, 'candidate'>>(
  steps: readonly Step[],
): Step | undefined {
  return newestOf(
    steps.map((step) => ({
      step,
      tag: step.candidate.tag,
      digest: step.candidate.descriptor.digest,
    })),
  )?.step
}

/** What was read of both environments. */
interface Seen {
  readonly rules: readonly ImageRule[]
  readonly steps: readonly SeenStep[]
  readonly readView: () => Promise<LedgerView>
  /** Told of an image of which this cannot be read; without it the first such failure ends all. */
  readonly onFailure?: ((rule: ImageRule, error: PromoteError) => void) | undefined
}

/**
 * The keys of the steps whose tags are all in place although another version is the image's current one in the destination.
 * Only the newest candidate of an image is to be current. Where the ledger knows nothing of the image there, what is in
 * place is in step; where it agrees, its tag was read already. Both cost no request.
 */
export async function findNotCurrent(
  context: PipelineContext,
  route: Route,
  { rules, steps, readView, onFailure }: Seen,
): Promise<ReadonlySet<string>> {
  const inPlace = [...new Map(rules.map((rule) => [rule.name, rule])).values()].flatMap((rule) => {
    const own = steps.filter((step) => step.candidate.image === rule.name)
    const step = newestStep(own)
    return step !== undefined && isInPlace(step) ? [{ rule, step }] : []
  })
  if (inPlace.length === 0) return new Set()
  const view = await readView()
  const found = await allOrNothing(
    inPlace.map(({ rule, step }) => async (signal) => {
      try {
        const isCurrent = await isCurrentThere(context, view, route, rule, step, { signal })
        return isCurrent ? [] : [keyOfObserved(step)]
      } catch (error) {
        if (onFailure === undefined || signal.aborted) throw error
        onFailure(rule, toPromoteError(error).with({ image: rule.name }))
        return []
      }
    }),
    context.signal,
  )
  return new Set(found.flat())
}

async function isCurrentThere(
  { stores }: PipelineContext,
  view: LedgerView,
  { to }: Route,
  rule: ImageRule,
  { candidate, destination, tags }: SeenStep,
  options: CallOptions,
): Promise<boolean> {
  const known = view.current(to.name, rule.name)
  if (known === undefined) return true
  const { digest } = candidate.descriptor
  const isRead = tags.some(({ tag, found }) => tag === known.tag && found === digest)
  const isOurs = (other: Digest): Promise<boolean> => candidate.manifest.isContentOf(other, options)
  if (isRead && (await isOurs(known.step.digest))) return true
  const current = await onSide('destination', () =>
    currentImage(view, rule, to, stores.open(destination.location), options),
  )
  return current !== undefined && (await isOurs(current.digest))
}

/** Whether each of its tags holds its digest, or floats and may point at a higher version; not where all of them float by. */
function isInPlace({ candidate, tags }: SeenStep): boolean {
  const holds = ({ found }: SeenTag): boolean => found === candidate.descriptor.digest
  return tags.some(holds) && tags.every((tag) => holds(tag) || tag.floating)
}
