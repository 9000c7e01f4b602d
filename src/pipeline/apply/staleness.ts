import { allOrNothing } from '../../support/concurrency.ts'
import { onSide, PromoteError, toPromoteError } from '../../support/errors.ts'
import { movingTags, type RunningStep } from './steps.ts'

/**
 * Reads the destination tags of steps again. One that holds the planned old or the planned new digest is as planned.
 * @returns a `stale` error naming a tag that holds anything else, or what reading failed with; undefined when all is as planned
 */
export async function findStale(
  running: readonly RunningStep[],
  signal: AbortSignal,
): Promise<PromoteError | undefined> {
  try {
    await allOrNothing(
      running.map((one) => (both) => refuseStale(one, both)),
      signal,
    )
    return undefined
  } catch (error) {
    return toPromoteError(error)
  }
}

async function refuseStale({ step, destination }: RunningStep, signal: AbortSignal): Promise<void> {
  const own = movingTags(step).map((tag) => ({ ...tag, wanted: step.source.descriptor.digest }))
  const along = step.referrers.flatMap(({ tag, descriptor }) =>
    tag === null ? [] : [{ ...tag, wanted: descriptor.digest }],
  )
  await allOrNothing(
    [...own, ...along].map((tag) => async (both) => {
      const { wanted } = tag
      const found = await onSide('destination', () => destination.resolve(tag.tag, { signal: both }))
      const now = found?.digest ?? null
      if (now === wanted || now === tag.replaces) return
      const holds = now === null ? 'is gone' : `holds ${now}`
      const planned = tag.replaces === null ? 'was not there' : `held ${tag.replaces}`
      throw new PromoteError(
        'stale',
        `The plan is stale: ${step.destination.repository}:${tag.tag} ${holds}, but ${planned} when it was made.`,
        { side: 'destination', image: step.image, hint: 'Nothing was tagged. Make a new plan.' },
      )
    }),
    signal,
  )
}
