import type { OutcomeEntry } from '../../../model/ledger/entry.ts'
import { outcomeOf } from '../../../model/ledger/outcome.ts'
import { LedgerView } from '../../../model/ledger/queries.ts'
import type { OutcomeStep } from '../../../model/ledger/steps.ts'
import type { PlanCore, PlanStep } from '../../../model/plan.ts'
import { planDigest } from '../../../model/plan-digest.ts'
import type { Digest } from '../../../oci/digest.ts'
import { allOrNothing } from '../../../support/concurrency.ts'
import { onSide } from '../../../support/errors.ts'
import type { PipelineContext } from '../../context.ts'
import { holds } from '../../plan/current.ts'
import { locationOf } from '../../plan/places.ts'
import { movingTags } from '../../plan/planner/step-tags.ts'

/** That a saved plan was applied as a whole, by which entry, and what has become of its tags since. */
export interface AppliedBefore {
  readonly entry: OutcomeEntry
  /** What does not hold any more, each as a clause: `prod/api:current was moved to sha256:… by entry 25`; none: all holds. */
  readonly since: readonly string[]
  /** What else has happened since, as sentences: another version is current. */
  readonly news: readonly string[]
}

/**
 * The last outcome that did all of a plan, if one did, and whether every tag it set is still as it set it: read from the
 * destination, and by the ledger's last word. A plan that was applied in part was not applied.
 * @param plan checked against the promotion file
 */
export async function findAppliedBefore(
  context: PipelineContext,
  plan: PlanCore,
): Promise<AppliedBefore | undefined> {
  const { ledger, signal } = context
  const digest = planDigest(plan)
  const view = new LedgerView()
  let entry: OutcomeEntry | undefined
  for await (const line of ledger.entries({ signal })) {
    if (line.kind !== 'entry') continue
    view.add(line.entry)
    if (line.entry.kind === 'outcome' && line.entry.plan === digest && didAll(line.entry, plan)) {
      entry = line.entry
    }
  }
  if (entry === undefined) return undefined
  const { sequence } = entry
  const since = await allOrNothing(
    plan.steps.flatMap((step) =>
      setTags(step).map(
        (tag) => (both: AbortSignal) => changeOf(context, { view, sequence, step, tag }, both),
      ),
    ),
    signal,
  )
  return { entry, since: since.flat(), news: newsOf(view, plan, sequence) }
}

/** Whether an outcome says of every step that the plan gave something to do that it was done, and of all its tags. */
function didAll(entry: OutcomeEntry, { from, to, steps }: PlanCore): boolean {
  if (entry.result !== 'done' || entry.from !== from || entry.to !== to) return false
  const ended = outcomeOf(entry).steps
  const toDo = steps.filter(({ kind }) => kind !== 'unchanged')
  return toDo.length > 0 && toDo.every((step) => ended.some((one) => isDone(one, step)))
}

function isDone(ended: OutcomeStep, step: PlanStep): boolean {
  const { digest } = step.source.descriptor
  const isSame =
    ended.image === step.image && ended.digest === digest && ended.destination === step.destination.repository
  const isSet = (name: string): boolean =>
    ended.tags.some(
      ({ tag, new: now, result }) =>
        tag === name && now === digest && (result === 'moved' || result === 'unchanged'),
    )
  return isSame && DONE.has(ended.outcome) && movingTags(step).every(({ tag }) => isSet(tag))
}

const DONE: ReadonlySet<OutcomeStep['outcome']> = new Set(['promoted', 'completed', 'recorded', 'unchanged'])

/** The tags that hold the plan's digest after it: all but floating ones that stayed at a higher version. */
function setTags({ tags }: PlanStep): readonly string[] {
  return tags.flatMap(({ tag, action }) => (action === 'kept' ? [] : [tag]))
}

interface SetTag {
  readonly view: LedgerView
  /** Of the entry that set it. */
  readonly sequence: number
  readonly step: PlanStep
  readonly tag: string
}

async function changeOf(
  { config, stores }: PipelineContext,
  { view, sequence, step, tag }: SetTag,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { repository } = step.destination
  const { digest } = step.source.descriptor
  const store = stores.open(locationOf(config, repository))
  const place = `${repository}:${tag}`
  const last = view.tag(repository, tag)
  const isTheirs = last !== undefined && last.sequence > sequence && last.digest !== digest
  if (await onSide('destination', () => holds(store, tag, digest, { signal }))) {
    return isTheirs ? [`${place} was moved by entry ${last.sequence}, and back by somebody else`] : []
  }
  const found = (await onSide('destination', () => store.resolve(tag, { signal })))?.digest ?? null
  const who = isTheirs && last.digest === found ? `entry ${last.sequence}` : 'somebody else'
  return [found === null ? `${place} was removed by ${who}` : `${place} was moved to ${found} by ${who}`]
}

/** Versions that later entries made current in place of the plan's. */
function newsOf(view: LedgerView, { to, steps }: PlanCore, sequence: number): readonly string[] {
  const digests = Map.groupBy(steps, ({ image }) => image)
  return [...digests].flatMap(([image, own]) => {
    const current = view.current(to, image)
    const isOurs = (digest: Digest): boolean => own.some(({ source }) => source.descriptor.digest === digest)
    if (current === undefined || current.sequence <= sequence || isOurs(current.step.digest)) return []
    return [
      `Since then entry ${current.sequence} made ${current.tag} the current version of ${image} in ${to}.`,
    ]
  })
}
