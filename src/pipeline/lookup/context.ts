import type { RegistryLookup } from '../../model/registry/lookup.ts'
import type { Stores } from '../context.ts'

/** What the use cases that look at registries are given by the wiring; none of them writes, or needs a promotion file. */
export interface LookupContext {
  readonly stores: Stores
  readonly registries: RegistryLookup
  readonly signal: AbortSignal
}
