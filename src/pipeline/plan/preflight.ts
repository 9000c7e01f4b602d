import type { PlanDocument } from '../../model/plan.ts'
import type { ContentStore } from '../../oci/store.ts'
import { allOrNothing } from '../../support/concurrency.ts'
import type { PromoteError } from '../../support/errors.ts'
import type { PipelineContext } from '../context.ts'
import { openLocations } from './pair.ts'
import { locationOf } from './places.ts'

/** Something that will be written to. */
interface Writing {
  readonly destination: ContentStore
}

/**
 * The steps whose destination is certain to refuse every write, each with what it will say: known from tokens and folders,
 * before the first byte and without a write. Each repository is asked about once.
 */
export async function findUnwritable<Step extends Writing>(
  steps: readonly Step[],
  signal: AbortSignal,
): Promise<ReadonlyMap<Step, PromoteError>> {
  const stores = new Map(steps.map(({ destination }) => [destination.name, destination]))
  const refusals = await allOrNothing(
    [...stores].map(([name, store]) => async (both) => {
      const refusal = await store.writeRefusal?.({ signal: both })
      return refusal === undefined ? [] : [[name, refusal.with({ side: 'destination' })] as const]
    }),
    signal,
  )
  const byName = new Map(refusals.flat())
  return new Map(
    steps.flatMap((step) => {
      const refusal = byName.get(step.destination.name)
      return refusal === undefined ? [] : [[step, refusal] as const]
    }),
  )
}

/** What a plan would be refused for lack of rights, one error an image: asks as a run that writes would, and writes nothing. */
export async function refusalsOf(
  { config, stores, signal }: PipelineContext,
  { plan }: PlanDocument,
): Promise<readonly PromoteError[]> {
  const writing = plan.steps
    .filter(({ kind }) => kind !== 'unchanged' && kind !== 'record')
    .map(({ image, source, destination }) => ({
      image,
      ...openLocations(
        stores,
        locationOf(config, source.repository),
        locationOf(config, destination.repository),
        true,
      ),
    }))
  const refused = await findUnwritable(writing, signal)
  return [...refused].map(([{ image }, error]) => error.with({ image }))
}
