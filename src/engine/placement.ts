import type { Descriptor } from '../oci/descriptor.ts'
import type { Digest } from '../oci/digest.ts'
import type { CallOptions, ContentSource, ContentStore, Located, UploadSession } from '../oci/store.ts'
import { onSide, PromoteError } from '../support/errors.ts'
import { known } from '../support/known.ts'
import { HEAD_BEFORE_UPLOAD_BYTES } from '../support/limits.ts'
import { CopyMeter, type Placed } from './meter.ts'
import type { Schedule } from './schedule.ts'
import { transferBlob } from './transfer.ts'

/** How a blob is placed. */
export interface PlaceOptions extends CallOptions {
  /** Told how far the bytes are. */
  readonly meter?: CopyMeter
  /** Another repository of the destination's registry that may have the blob: it is mounted from there where that can be. */
  readonly origin?: ContentSource
}

/** The one place that decides whether a blob is mounted, copied or present, and sees to it that it gets there. */
export interface Placement {
  /**
   * Ends when the blob is in the destination repository. Each blob crosses to a destination registry once, whatever
   * number of repositories want it; what this run has placed is not asked about again.
   */
  place(
    descriptor: Descriptor,
    source: ContentSource,
    destination: ContentStore,
    options?: PlaceOptions,
  ): Promise<Placed>
  /**
   * Sends a blob that is not there although it was mounted, present or sent before: a garbage collection may have come
   * between. However many ask, it is sent once more and no more than that.
   */
  resend(
    descriptor: Descriptor,
    source: ContentSource,
    destination: ContentStore,
    options?: PlaceOptions,
  ): Promise<Placed>
}

/** What a run knows about one blob in one destination registry. */
interface BlobKnowledge {
  /** By repository name: how it got there, or is getting there. */
  readonly placed: Map<string, Promise<Placed>>
  /** The repository that has or gets the bytes: the others mount from it. */
  home: { readonly store: ContentStore; readonly arrival: Promise<unknown> } | undefined
  /** By repository name: what was sent again. */
  readonly resent: Map<string, Promise<Placed>>
}

/** What a run knows about one destination registry. */
interface DomainKnowledge {
  readonly blobs: Map<Digest, BlobKnowledge>
  /** False once a mount from a repository that certainly has the blob was not granted. */
  mountsBetweenDestinations: boolean
  /** Source repositories whose blobs may not be mounted here: no use asking again. */
  readonly unmountable: Set<string>
}

/** A placement for one run; `schedule` limits how many bodies move at once. */
export function createPlacement(schedule: Schedule): Placement {
  const domains = new Map<string, DomainKnowledge>()

  const domainOf = (store: ContentStore): DomainKnowledge => {
    return known(domains, store.domain, () => ({
      blobs: new Map(),
      mountsBetweenDestinations: true,
      unmountable: new Set(),
    }))
  }

  const place: Placement['place'] = async (descriptor, source, destination, options = {}) => {
    if (isSameRepository(source, destination)) return 'present'
    const domain = domainOf(destination)
    const knowledge = blobIn(domain, descriptor.digest)
    for (;;) {
      options.signal?.throwIfAborted()
      const begun = knowledge.placed.get(destination.name)
      if (begun === undefined) break
      // Whoever began may fail, or be aborted with its own image: that is no answer for this one.
      if (await succeeds(begun)) return 'present'
    }
    const arrival = bring({ descriptor, source, destination, options, domain, knowledge })
    knowledge.placed.set(destination.name, arrival)
    arrival.catch(() => knowledge.placed.delete(destination.name))
    return arrival
  }

  const resend: Placement['resend'] = (descriptor, source, destination, options = {}) => {
    const domain = domainOf(destination)
    const knowledge = blobIn(domain, descriptor.digest)
    const begun = knowledge.resent.get(destination.name)
    if (begun !== undefined) return begun
    const arrival = transfer({ descriptor, source, destination, options, domain, knowledge })
    knowledge.resent.set(destination.name, arrival)
    return arrival
  }

  const bring = async (move: Move): Promise<Placed> => {
    const { source, destination, domain } = move
    let session: UploadSession | undefined
    if (source.domain === destination.domain && !domain.unmountable.has(source.name)) {
      const answer = await mount(move, source)
      if (answer === 'mounted') return 'mounted'
      if (answer === 'refused') domain.unmountable.add(source.name)
      else session = answer
    }
    return session === undefined ? bringBytes(move) : send(move, session)
  }

  const bringBytes = async (move: Move): Promise<Placed> => {
    const { descriptor, destination, domain, knowledge, options } = move
    for (;;) {
      const home = knowledge.home
      if (home === undefined || home.store.name === destination.name) break
      if (!domain.mountsBetweenDestinations) return send(move, undefined)
      const arrived = await succeeds(home.arrival)
      options.signal?.throwIfAborted()
      if (!arrived) {
        if (knowledge.home === home) knowledge.home = undefined
        continue
      }
      const answer = await mount(move, home.store)
      if (answer === 'mounted') return 'mounted'
      domain.mountsBetweenDestinations = false
      return send(move, answer === 'refused' ? undefined : answer)
    }
    if (descriptor.size < HEAD_BEFORE_UPLOAD_BYTES && destination.isNear !== true)
      return send(move, undefined)
    const arrival = (async (): Promise<Placed> => {
      if (await onSide('destination', () => destination.has(descriptor, callOf(options)))) return 'present'
      const answer = await mountFromOrigin(move)
      return answer === 'mounted' ? 'mounted' : transfer(move, answer)
    })()
    return settleAt(move, arrival)
  }

  const send = (move: Move, session: UploadSession | undefined): Promise<Placed> =>
    settleAt(move, transfer(move, session))

  const settleAt = (move: Move, arrival: Promise<Placed>): Promise<Placed> => {
    move.knowledge.home ??= { store: move.destination, arrival }
    return arrival
  }

  const transfer = (
    { descriptor, source, destination, options }: Move,
    session?: UploadSession,
  ): Promise<Placed> => {
    const { meter = new CopyMeter(), signal } = options
    meter.expect(descriptor)
    const call = {
      ...(signal === undefined ? {} : { signal }),
      ...(session === undefined ? {} : { session }),
    }
    return schedule.transfer(
      descriptor.size,
      async () => {
        const flight = meter.begin(descriptor)
        let arrived = false
        try {
          await transferBlob(descriptor, source, destination, { ...call, meter: flight })
          arrived = true
        } finally {
          meter.end(flight, descriptor, arrived)
        }
        return 'copied' as const
      },
      signal,
    )
  }

  return { place, resend }
}

interface Move {
  readonly descriptor: Descriptor
  readonly source: ContentSource
  readonly destination: ContentStore
  readonly options: PlaceOptions
  readonly domain: DomainKnowledge
  readonly knowledge: BlobKnowledge
}

/** True when both are one repository: what the source has, the destination has. */
export function isSameRepository(a: Located, b: Located): boolean {
  return a.domain === b.domain && a.name === b.name
}

function succeeds(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  )
}

function blobIn(domain: DomainKnowledge, digest: Digest): BlobKnowledge {
  return known(domain.blobs, digest, () => ({ placed: new Map(), home: undefined, resent: new Map() }))
}

/** A chance and no more: whatever comes in between, the bytes are sent. */
async function mountFromOrigin(move: Move): Promise<'mounted' | UploadSession | undefined> {
  const { origin, signal } = move.options
  if (origin === undefined || move.domain.unmountable.has(origin.name)) return undefined
  try {
    const answer = await mount(move, origin)
    if (answer !== 'refused') return answer
  } catch (error) {
    signal?.throwIfAborted()
    if (!(error instanceof PromoteError)) throw error
  }
  move.domain.unmountable.add(origin.name)
  return undefined
}

function mount(
  { descriptor, destination, options }: Move,
  from: ContentSource,
): ReturnType<ContentStore['mount']> {
  return onSide('destination', () => destination.mount(descriptor, from, callOf(options)))
}

/** What a store is told of it: a meter of a copy is none of a blob. */
function callOf({ signal }: CallOptions): CallOptions {
  return signal === undefined ? {} : { signal }
}
