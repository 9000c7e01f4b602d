import type { Location } from '../../oci/reference.ts'
import type { ContentSource, ContentStore } from '../../oci/store.ts'
import type { PipelineContext, Stores } from '../context.ts'
import type { Place } from './places.ts'

/** The two repositories of one image on a route, opened. */
export interface OpenedPair {
  readonly source: ContentSource
  readonly destination: ContentStore
}

/** Opens two locations as source and destination of a move. */
export function openLocations(
  stores: Stores,
  source: Location,
  destination: Location,
  push: boolean,
): OpenedPair {
  const alongside = [
    { location: destination, push },
    { location: source, push: false },
  ]
  return {
    source: stores.open(source, { viaMirrors: true, alongside }),
    destination: stores.open(destination, { push, alongside }),
  }
}

/** Opens source and destination of a move so that one registry is asked for both rights at once. */
export function openPair(
  context: PipelineContext,
  source: Place,
  destination: Place,
  push: boolean,
): OpenedPair {
  return openLocations(context.stores, source.location, destination.location, push)
}
