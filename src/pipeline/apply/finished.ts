import type { LedgerStep, OutcomeBody, OutcomeStep } from '../../model/ledger/entry.ts'
import type { OpenIntent, Pin } from '../../model/ledger/ledger.ts'
import type { PlanCore } from '../../model/plan.ts'
import { onSide } from '../../support/errors.ts'
import type { PipelineContext } from '../context.ts'
import { locationOf } from '../plan/places.ts'

/**
 * Records the outcome of runs that died after they had moved all their tags: as far as such an open intent holds a tag
 * of this plan. Whether it is finished is read from the registries, not assumed.
 * @returns what was found beside the ledger while it was written, as sentences
 */
export async function settleFinished(context: PipelineContext, plan: PlanCore): Promise<readonly string[]> {
  const { ledger, signal } = context
  const concerned = (await ledger.open({ signal })).filter((intent) => intent.pins.some(isOfPlan(plan)))
  const warnings: string[] = []
  for (const intent of concerned) {
    if (await isFinished(context, intent.pins)) warnings.push(...(await recordFinished(context, intent)))
  }
  return warnings
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

async function recordFinished(context: PipelineContext, { entry }: OpenIntent): Promise<readonly string[]> {
  const { ledger, signal, progress } = context
  const { plan, from, to } = entry
  const body: OutcomeBody = {
    kind: 'outcome',
    run: await context.identify(),
    plan,
    from,
    to,
    intents: [entry.id],
    steps: entry.steps.map(finishedStep),
    verdicts: [],
    result: 'done',
    error: null,
  }
  const { warnings } = await ledger.append(body, undefined, { signal })
  progress({
    kind: 'note',
    text: `Entry ${entry.sequence} had no outcome; all its tags are where it meant them to be, so that is recorded now.`,
  })
  return warnings
}

function finishedStep(step: LedgerStep): OutcomeStep {
  const { image, source, digest, destination, referrers, blobs, bytes, milliseconds } = step
  return {
    ...{ image, source, digest, destination, blobs, bytes, milliseconds },
    ...(referrers === undefined ? {} : { referrers }),
    tags: step.tags.map((tag) => ({ ...tag, result: 'moved' })),
    // A step without tags brought what refers to an image that was in step.
    outcome: step.tags.length === 0 ? 'completed' : 'promoted',
  }
}
