import type { OpenIntent, Pin } from '../../model/ledger/ledger.ts'
import type { PlanCore } from '../../model/plan.ts'
import { onSide } from '../../support/errors.ts'
import type { PipelineContext } from '../context.ts'
import { locationOf } from '../plan/places.ts'

/**
 * Records the outcome of runs that died after they had moved all their tags: as far as such an open intent holds a tag
 * of this plan. Whether it is finished is read from the registries, not assumed.
 * @returns the open intents that still hold a tag of this plan
 */
export async function settleFinished(
  context: PipelineContext,
  plan: PlanCore,
): Promise<readonly OpenIntent[]> {
  const { ledger, signal } = context
  const concerned = (await ledger.open({ signal })).filter((intent) => intent.pins.some(isOfPlan(plan)))
  const left: OpenIntent[] = []
  for (const intent of concerned) {
    if (await isFinished(context, intent.pins)) await recordFinished(context, intent)
    else left.push(intent)
  }
  return left
}

function isOfPlan(plan: PlanCore): (pin: Pin) => boolean {
  const places = new Set(
    plan.steps.flatMap((step) => step.tags.map((tag) => `${step.destination.repository}:${tag.tag}`)),
  )
  return (pin) => places.has(`${pin.repository}:${pin.tag}`)
}

async function isFinished(context: PipelineContext, pins: readonly Pin[]): Promise<boolean> {
  const { config, stores, signal } = context
  const held = await Promise.all(
    pins.map(async (pin) => {
      const store = stores.open(locationOf(config, pin.repository))
      const found = await onSide('destination', () => store.resolve(pin.tag, { signal }))
      return found?.digest === pin.digest
    }),
  )
  return held.every(Boolean)
}

async function recordFinished(context: PipelineContext, { entry }: OpenIntent): Promise<void> {
  const { ledger, signal, progress } = context
  await ledger.append(
    {
      kind: 'outcome',
      run: await context.identify(),
      plan: entry.plan,
      from: entry.from,
      to: entry.to,
      intent: entry.id,
      // A step without tags brought what refers to an image that was in step.
      steps: entry.steps.map((step) => ({
        ...step,
        outcome: step.tags.length === 0 ? ('completed' as const) : ('promoted' as const),
      })),
      verdicts: [],
      result: 'done',
      error: null,
    },
    undefined,
    { signal },
  )
  progress({
    kind: 'note',
    text: `Entry ${entry.sequence} had no outcome; all its tags are where it meant them to be, so that is recorded now.`,
  })
}
