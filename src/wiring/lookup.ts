import type { ContentStore } from '../oci/store.ts'
import type { LookupContext } from '../pipeline/lookup/context.ts'
import { known } from '../support/known.ts'
import type { Registries } from './registries.ts'
import { openRepository } from './stores.ts'
import type { Surroundings } from './surroundings.ts'

/** What the use cases that look at registries and folders work with. Asks nothing yet. */
export async function openLookup(
  { signal }: Pick<Surroundings, 'signal'>,
  registries: Registries,
): Promise<LookupContext> {
  const [{ registryLookup }, { openLayout }] = await Promise.all([
    import('../registry/lookup/lookup.ts'),
    import('../layout/layout-store.ts'),
  ])
  const layouts = new Map<string, ContentStore>()
  return {
    stores: {
      open: (location, access = {}) =>
        location.kind === 'layout'
          ? known(layouts, location.path, () => openLayout(location.path))
          : openRepository(registries, location, access),
    },
    registries: registryLookup(registries),
    signal,
  }
}
