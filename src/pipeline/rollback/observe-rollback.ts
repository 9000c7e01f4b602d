import type { Environment } from '../../model/config.ts'
import type { LedgerView } from '../../model/ledger/queries.ts'
import { allOrNothing } from '../../support/concurrency.ts'
import { onSide, toPromoteError } from '../../support/errors.ts'
import type { PipelineContext } from '../context.ts'
import { observeRepair } from '../repair/observe-repair.ts'
import type { RecordedContent } from '../repair/recorded.ts'
import type { ImageChange } from './changes.ts'
import type { PastState } from './past.ts'
import type { FoundTag, ObservedChange } from './plan-rollback.ts'

/** Reads what the tags of the images hold, whether the old content is there, and where the rest can be had. Writes nothing. */
export async function observeRollback(
  context: PipelineContext,
  environment: Environment,
  changes: readonly ImageChange[],
  { now, past, push }: { readonly now: LedgerView; readonly past: PastState; readonly push: boolean },
): Promise<readonly ObservedChange[]> {
  const wanted = changes.map((change) => ({ change, contents: contentsOf(environment, change, now, past) }))
  const [observed, fresh] = await Promise.all([
    observeRepair(
      context,
      environment,
      wanted.flatMap(({ contents }) => contents),
      { look: 'asked', push },
    ),
    allOrNothing(
      changes.map((change) => (signal) => freshTags(context, change, signal)),
      context.signal,
    ),
  ])
  return wanted.map(({ change, contents }, at) => ({
    change,
    contents: observed.filter(({ content }) => contents.includes(content)),
    fresh: fresh[at] ?? [],
  }))
}

/** What the tags of an image are to hold, by digest: where one of them goes back, and what is to be current. */
function contentsOf(
  environment: Environment,
  { rule, place, tags, current }: ImageChange,
  now: LedgerView,
  past: PastState,
): readonly RecordedContent[] {
  const going = tags.filter((tag) => !tag.isFixed || tag.now === tag.before)
  const byDigest = Map.groupBy(going, ({ before }) => before)
  return [...byDigest].flatMap(([digest, own]): RecordedContent[] => {
    if (digest === null) return []
    if (digest !== current && own.every((tag) => tag.now === tag.before)) return []
    const from = own.map(({ tag }) => past.view.tag(place.text, tag)?.from).find((name) => name !== undefined)
    return [
      {
        ...{ rule, place, digest, from: from ?? environment.from[0] ?? environment.name },
        tags: own.map(({ tag }) => tag),
        referrers: now.referrers(place.text, digest),
      },
    ]
  })
}

/** Tags that were not there before, with what they hold. */
async function freshTags(
  { stores }: PipelineContext,
  { rule, place, tags }: ImageChange,
  signal: AbortSignal,
): Promise<readonly FoundTag[]> {
  const store = stores.open(place.location)
  const fresh = tags.filter(({ before, now, isFixed }) => before === null && now !== null && !isFixed)
  return allOrNothing(
    fresh.map(({ tag }) => async (both) => {
      try {
        const found = await onSide('destination', () => store.resolve(tag, { signal: both }))
        return { tag, found, stays: store.keepsTags?.() }
      } catch (error) {
        throw toPromoteError(error).with({ image: rule.name })
      }
    }),
    signal,
  )
}
