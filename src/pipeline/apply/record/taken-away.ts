import type { Purpose } from '../../../model/ledger/entry.ts'
import type { OpenIntent } from '../../../model/ledger/ledger.ts'
import { doneOutcome } from '../../../model/ledger/purpose.ts'
import type { OutcomeTag } from '../../../model/ledger/steps.ts'
import type { PipelineContext } from '../../context.ts'
import { locationOf } from '../../plan/places.ts'
import type { AppliedStep } from './outcomes.ts'

/**
 * The steps with the tags that crashed runs had taken away already. A plan does not name what is gone; an outcome has to,
 * for an intent is open until one says of each of its tags what became of it. A tag that is there, or cannot be read, is
 * left out: then that intent stays open.
 */
export async function withTakenAway(
  context: PipelineContext,
  applied: readonly AppliedStep[],
  crashed: readonly OpenIntent[],
  purpose: Purpose | undefined,
): Promise<readonly AppliedStep[]> {
  const added = new Map<AppliedStep, OutcomeTag[]>()
  for (const { image, destination, tags } of crashed.flatMap(({ entry }) => entry.steps)) {
    const own = applied.filter(({ record }) => record.destination === destination && record.image === image)
    const step = own.find(({ record }) => record.current === true) ?? own[0]
    if (step === undefined) continue
    const told = own.flatMap((one) => [...one.record.tags, ...(added.get(one) ?? [])])
    for (const { tag, old, new: wanted } of tags) {
      if (wanted !== null || told.some((one) => one.tag === tag)) continue
      if (!(await isGone(context, destination, tag))) continue
      added.set(step, [...(added.get(step) ?? []), { tag, old, new: null, result: 'moved' }])
    }
  }
  return applied.map((one) => {
    const tags = added.get(one)
    if (tags === undefined) return one
    const { outcome } = one.record
    return {
      ...one,
      record: {
        ...one.record,
        tags: [...one.record.tags, ...tags],
        outcome: outcome === 'unchanged' ? doneOutcome(purpose) : outcome,
      },
    }
  })
}

/** Tags have moved: what cannot be read now keeps nothing from being recorded. */
async function isGone(
  { config, stores }: PipelineContext,
  repository: string,
  tag: string,
): Promise<boolean> {
  try {
    return (await stores.open(locationOf(config, repository)).resolve(tag)) === undefined
  } catch {
    return false
  }
}
