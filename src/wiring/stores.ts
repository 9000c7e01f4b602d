import type { PromotionConfig } from '../model/config.ts'
import type { Location } from '../oci/reference.ts'
import type { ContentStore } from '../oci/store.ts'
import type { Access, Stores } from '../pipeline/context.ts'
import { PromoteError } from '../support/errors.ts'
import { known } from '../support/known.ts'
import { openRegistries, type Registries } from './registries.ts'
import type { Surroundings } from './surroundings.ts'

/** The stores of one run; dispose of them in the end. */
export interface OpenStores extends AsyncDisposable {
  readonly stores: Stores
}

/** Makes layouts and, where the file names one, registries ready to be opened. Connects to nothing yet. */
export async function openStores(config: PromotionConfig, surroundings: Surroundings): Promise<OpenStores> {
  const { openLayout } = await import('../layout/layout-store.ts')
  const registries = usesRegistries(config) ? await openRegistries(surroundings, config) : undefined
  const layouts = new Map<string, ContentStore>()
  return {
    stores: {
      // A repository of a registry holds nothing of its own: it is opened anew each time, for a run may have thousands.
      open: (location, access = {}) => {
        if (location.kind === 'layout') return known(layouts, location.path, () => openLayout(location.path))
        // Only a plan made with another file can name a registry when this one has none.
        if (registries === undefined) throw new PromoteError('usage', 'The promotion file names no registry.')
        return openRepository(registries, location, access)
      },
    },
    [Symbol.asyncDispose]: async () => registries?.[Symbol.asyncDispose](),
  }
}

/** A repository of a registry as a store. */
export function openRepository(
  registries: Pick<Registries, 'open'>,
  location: Extract<Location, { kind: 'registry' }>,
  { push = false, viaMirrors = false, alongside = [] }: Access,
): ContentStore {
  const near = alongside.flatMap(({ location: other, push: isWritten }) =>
    other.kind === 'registry' && other.host === location.host
      ? [{ repository: other.repository, push: isWritten }]
      : [],
  )
  return registries.open(location, { push, viaMirrors, alongside: near })
}

function usesRegistries(config: PromotionConfig): boolean {
  const templates = [
    ...config.environments.map((environment) => environment.repository),
    ...config.images.flatMap((image) => Object.values(image.repository)),
  ]
  return templates.some((template) => !template.startsWith('oci:'))
}
