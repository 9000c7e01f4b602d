import type { OpenIntent, Pin } from '../../model/ledger/ledger.ts'
import { judgeIntent } from '../../model/ledger/open-intents.ts'
import { runOver, underWayText } from '../../model/ledger/under-way.ts'
import type { PlanCore } from '../../model/plan.ts'
import { onSide, type PromoteError, toPromoteError } from '../../support/errors.ts'
import type { PipelineContext } from '../context.ts'
import { locationOf } from './places.ts'
import { movingTags } from './planner/step-tags.ts'

/** The open intents that hold a tag of this plan, oldest first. */
export async function openIntentsOf(
  { ledger, signal }: PipelineContext,
  plan: PlanCore,
): Promise<readonly OpenIntent[]> {
  return (await ledger.open({ signal })).filter((intent) => intent.pins.some(isOfPlan(plan)))
}

/** Whether every tag that an intent holds is where it meant it to be: read from the registries, not assumed. */
export async function isFinished(
  { config, stores, signal }: PipelineContext,
  { pins }: OpenIntent,
): Promise<boolean> {
  const held = await Promise.all(
    pins.map(async (pin) => {
      const store = stores.open(locationOf(config, pin.repository))
      const found = await onSide('destination', () => store.resolve(pin.tag, { signal }))
      return (found?.digest ?? null) === pin.digest
    }),
  )
  return held.every(Boolean)
}

/**
 * Refuses a plan one of whose tags is held, before any of its content is copied; its intent is judged again under the
 * ledger's lock.
 * @throws PromoteError `locked` when one of these intents holds a tag that the plan moves to another digest
 */
export function refuseHeld(open: readonly OpenIntent[], { steps }: PlanCore): void {
  const moving = steps.map((step) => ({
    destination: step.destination.repository,
    tags: movingTags(step).map(({ tag, action, replaces }) => ({
      ...{ tag, old: replaces },
      new: action === 'remove' ? null : step.source.descriptor.digest,
    })),
  }))
  judgeIntent(open, { steps: moving })
}

/**
 * What a run of this plan would be refused with because of the ledger: another run holds one of its tags, or the ledger
 * cannot be written. A plan with nothing to do is not refused. Writes nothing.
 */
export async function ledgerRefusals(
  context: PipelineContext,
  plan: PlanCore,
): Promise<readonly PromoteError[]> {
  if (plan.steps.every(({ kind }) => kind === 'unchanged')) return []
  const unfinished: OpenIntent[] = []
  const alive = await context.ledger.underWay()
  for (const intent of await openIntentsOf(context, plan)) {
    // A run waits for one that lives.
    if (runOver(alive, intent.pins) !== undefined) continue
    if (!(await isFinished(context, intent))) unfinished.push(intent)
  }
  try {
    refuseHeld(unfinished, plan)
    await context.ledger.checkWritable({ signal: context.signal })
    return []
  } catch (error) {
    context.signal.throwIfAborted()
    return [toPromoteError(error)]
  }
}

/** What a run of this plan would wait for, as sentences. */
export async function waitsOf({ ledger }: PipelineContext, { steps }: PlanCore): Promise<readonly string[]> {
  if (steps.every(({ kind }) => kind === 'unchanged')) return []
  const tags = steps.flatMap(({ destination: { repository }, tags }) =>
    tags.map(({ tag }) => ({ repository, tag })),
  )
  const other = runOver(await ledger.underWay(), tags)
  return other === undefined ? [] : [`A run would wait first: ${underWayText(other.notice)}.`]
}

function isOfPlan(plan: PlanCore): (pin: Pin) => boolean {
  const places = new Set(
    plan.steps.flatMap((step) => step.tags.map((tag) => `${step.destination.repository}:${tag.tag}`)),
  )
  return (pin) => places.has(`${pin.repository}:${pin.tag}`)
}
