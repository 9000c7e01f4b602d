import {
  type IntentEntry,
  inStepOf,
  type LedgerEntry,
  type OutcomeBody,
  type Purpose,
} from '../../../model/ledger/entry.ts'
import type { OpenIntent } from '../../../model/ledger/ledger.ts'
import { doneOutcome } from '../../../model/ledger/purpose.ts'
import type { LedgerStep, OutcomeStep, StepOutcome } from '../../../model/ledger/steps.ts'
import type { PlanCore } from '../../../model/plan.ts'
import type { PipelineContext } from '../../context.ts'
import { isFinished, openIntentsOf, refuseHeld } from '../../plan/held.ts'
import { leaveOwedHolds } from './owed-holds.ts'

/**
 * Records the outcome of runs that could not record it themselves: those kept beside the ledger, and those of runs that
 * died after they had moved all their tags, as far as such an open intent holds a tag of this plan. Whether it is finished is read from the registries, not assumed.
 * @returns what was found beside the ledger while it was written, as sentences
 * @throws PromoteError `locked` when an intent that is not finished holds a tag of this plan for another digest
 */
export async function settleFinished(context: PipelineContext, plan: PlanCore): Promise<readonly string[]> {
  const before = await leaveHolds(context)
  if ((await openIntentsOf(context, plan)).length === 0) return before.warnings
  // A run that moved its tags and could not write says itself how it ended.
  const taken = await context.ledger.takeInKept({ signal: context.signal })
  for (const { sequence } of taken.entries) {
    const text = `The outcome that a run had kept beside the ledger is recorded now, as entry ${sequence}.`
    context.progress({ kind: 'note', text })
  }
  const warnings = [...before.warnings, ...taken.warnings]
  const unfinished: OpenIntent[] = []
  for (const intent of await openIntentsOf(context, plan)) {
    if (await isFinished(context, intent)) warnings.push(...(await recordFinished(context, intent)).warnings)
    else unfinished.push(intent)
  }
  const { warnings: more } = await leaveHolds(context)
  refuseHeld(unfinished, plan)
  return [...warnings, ...more]
}

/** What rollbacks owe that died before they could put a hold on what they took out. */
async function leaveHolds(context: PipelineContext): ReturnType<typeof leaveOwedHolds> {
  const left = await leaveOwedHolds(context)
  for (const { image, environment, sequence } of left.holds) {
    const text = `A rollback of ${environment} ended before it could hold what it took out: ${image} is held from here on, by entry ${sequence}.`
    context.progress({ kind: 'note', text })
  }
  return left
}

/**
 * Records the outcome of a run that died after all its tags had moved, as it would have itself.
 * @param stays those of its tags, `repository:tag`, that it was to take away and that the registry keeps
 * @returns the entry; none where somebody else has ended it since it was read
 * @throws PromoteError `locked`, `disk`, `ledger`
 */
export async function recordFinished(
  context: PipelineContext,
  { entry }: OpenIntent,
  stays: ReadonlySet<string> = new Set(),
): Promise<{ readonly entry: LedgerEntry | undefined; readonly warnings: readonly string[] }> {
  const { ledger, signal, progress } = context
  const { plan, from, to, purpose } = entry
  const body: OutcomeBody = {
    kind: 'outcome',
    run: await context.identify(),
    ...(purpose === undefined ? {} : { purpose }),
    plan,
    from,
    to,
    intents: [entry.id],
    steps: finishedSteps(entry, stays),
    verdicts: [],
    result: 'done',
    error: null,
  }
  try {
    const appended = await ledger.append(body, (open) => refuseEnded(open, entry), { signal })
    progress({
      kind: 'note',
      text: `Entry ${entry.sequence} was still open; all its tags are where it meant them to be, so that is recorded now.`,
    })
    return appended
  } catch (error) {
    if (error instanceof EndedMeanwhile) return { entry: undefined, warnings: [] }
    throw error
  }
}

/** What ended the intent since it was read: the outcome that its own run had kept beside the ledger, or another run. */
export class EndedMeanwhile extends Error {}

/** To be asked under the ledger's lock. @throws EndedMeanwhile where the intent is not open any more */
export function refuseEnded(open: readonly OpenIntent[], { id }: OpenIntent['entry']): void {
  if (!open.some(({ entry }) => entry.id === id)) throw new EndedMeanwhile()
}

/** With what was in step, as its own run would have said: that decides which version is current, and by which tag. */
function finishedSteps(entry: IntentEntry, stays: ReadonlySet<string>): readonly OutcomeStep[] {
  const found = inStepOf(entry).map(foundStep)
  const finished = entry.steps.map((step) => {
    const beside = found.filter((one) => isSameStep(one, step)).flatMap(({ tags }) => tags)
    const ended = finishedStep(step, entry.purpose, stays)
    return { ...ended, tags: [...beside, ...ended.tags] }
  })
  return [...finished, ...found.filter((one) => !entry.steps.some((step) => isSameStep(one, step)))]
}

function isSameStep(one: LedgerStep, other: LedgerStep): boolean {
  return one.image === other.image && one.source === other.source && one.digest === other.digest
}

function finishedStep(
  step: LedgerStep,
  purpose: Purpose | undefined,
  stays: ReadonlySet<string>,
): OutcomeStep {
  return {
    ...step,
    tags: step.tags.map((tag) => ({
      ...tag,
      result: stays.has(`${step.destination}:${tag.tag}`)
        ? 'stays'
        : tag.old === tag.new
          ? 'unchanged'
          : 'moved',
    })),
    outcome: finishedOutcome(step, purpose),
  }
}

function foundStep(step: LedgerStep): OutcomeStep {
  return { ...step, tags: step.tags.map((tag) => ({ ...tag, result: 'unchanged' })), outcome: 'unchanged' }
}

/** Of a promotion, a step without tags brought what refers to an image that was in step; one that moves none makes it current. */
function finishedOutcome({ tags }: LedgerStep, purpose: Purpose | undefined): StepOutcome {
  const done = doneOutcome(purpose)
  if (purpose !== undefined) return done
  if (tags.length === 0) return 'completed'
  return tags.every((tag) => tag.old === tag.new) ? 'recorded' : done
}
