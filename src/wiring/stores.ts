import type { PromotionConfig } from '../model/config.ts'
import { type Location, locationText } from '../oci/reference.ts'
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
  const opened = new Map<string, ContentStore>()
  const open = (location: Location, access: Access): ContentStore =>
    location.kind === 'layout' ? openLayout(location.path) : openRepository(registries, location, access)
  return {
    stores: {
      open: (location, access = {}) =>
        known(opened, storeKey(location, access), () => open(location, access)),
    },
    [Symbol.asyncDispose]: async () => registries?.[Symbol.asyncDispose](),
  }
}

function openRepository(
  registries: Registries | undefined,
  location: Extract<Location, { kind: 'registry' }>,
  { push = false, alongside = [] }: Access,
): ContentStore {
  // Only a plan made with another file can name a registry when this one has none.
  if (registries === undefined) throw new PromoteError('usage', 'The promotion file names no registry.')
  const near = alongside.flatMap(({ location: other, push: isWritten }) =>
    other.kind === 'registry' && other.host === location.host
      ? [{ repository: other.repository, push: isWritten }]
      : [],
  )
  return registries.open(location, { push, alongside: near })
}

function storeKey(location: Location, { push = false, alongside }: Access): string {
  return JSON.stringify([
    locationText(location),
    push,
    alongside?.map(({ location: other, push: isWritten }) => [locationText(other), isWritten]),
  ])
}

function usesRegistries(config: PromotionConfig): boolean {
  const templates = [
    ...config.environments.map((environment) => environment.repository),
    ...config.images.flatMap((image) => Object.values(image.repository)),
  ]
  return templates.some((template) => !template.startsWith('oci:'))
}
