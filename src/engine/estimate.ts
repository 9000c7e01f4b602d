import type { Descriptor } from '../oci/descriptor.ts'
import type { Digest } from '../oci/digest.ts'
import type { CallOptions } from '../oci/store.ts'
import { allOrNothing } from '../support/concurrency.ts'
import { onSide } from '../support/errors.ts'
import type { CopyRequest } from './copy.ts'
import { allBlobsOf, allElsewhere, readGraph } from './graph.ts'
import { isSameRepository } from './placement.ts'

/** What a copy would move; counts of blobs, and the bytes of those that would be sent. */
export interface CopyEstimate {
  readonly mount: number
  readonly copy: number
  readonly copyBytes: number
  readonly present: number
  /** Foreign layers that are not copied: the source does not have them, and URLs name them. */
  readonly elsewhere: number
}

/**
 * What {@link CopyEngine.copy} would do for each request, in their order, found out by reading alone. Blobs that several
 * requests bring to one registry are counted as sent for the first of them and as mounted for the others.
 * @param options.onLooked is called as each request was looked at
 */
export async function estimateCopies(
  requests: readonly CopyRequest[],
  options: CallOptions & { readonly onLooked?: () => void } = {},
): Promise<readonly CopyEstimate[]> {
  const looked = await allOrNothing(
    requests.map((request) => async (signal) => {
      const found = await look(request, signal)
      options.onLooked?.()
      return found
    }),
    options.signal,
  )
  const sent = new Map<string, Set<Digest>>()
  return looked.map(({ request, blobs, elsewhere }) => {
    const there = sent.get(request.destination.domain) ?? new Set<Digest>()
    sent.set(request.destination.domain, there)
    const estimate = { mount: 0, copy: 0, copyBytes: 0, present: 0, elsewhere }
    for (const { blob, present } of blobs) {
      if (present) estimate.present++
      else if (isMounted(request, blob, there)) estimate.mount++
      else {
        estimate.copy++
        estimate.copyBytes += blob.size
        there.add(blob.digest)
      }
    }
    return estimate
  })
}

/** What is lost is sent, also within one registry. */
function isMounted(
  { source, destination, lost }: CopyRequest,
  { digest }: Descriptor,
  sent: ReadonlySet<Digest>,
): boolean {
  if (sent.has(digest)) return true
  return source.domain === destination.domain && lost?.blobs.has(digest) !== true
}

interface Look {
  readonly request: CopyRequest
  readonly blobs: readonly { readonly blob: Descriptor; readonly present: boolean }[]
  readonly elsewhere: number
}

async function look(request: CopyRequest, signal: AbortSignal): Promise<Look> {
  const { source, destination, root, manifest, lost } = request
  const known = manifest === undefined ? {} : { known: manifest }
  const [graph, isWhole] = await Promise.all([
    onSide('source', () => readGraph(source, root, { signal, ...known })),
    isInPlace(request, signal),
  ])
  const isPresent = async (blob: Descriptor, both: AbortSignal): Promise<boolean> => {
    if (lost?.blobs.has(blob.digest) === true) return false
    if (lost?.isAll === true) return true
    if (isWhole) return true
    // Within one registry the copy mounts without asking; and a HEAD is not free of effects everywhere:
    // zot links a blob it finds in another repository, and creates this one for it.
    if (source.domain === destination.domain) return false
    return onSide('destination', () => destination.has(blob, { signal: both }))
  }
  const blobs = await allOrNothing(
    allBlobsOf(graph).map((blob) => async (both) => ({ blob, present: await isPresent(blob, both) })),
    signal,
  )
  return { request, blobs, elsewhere: allElsewhere(graph).length }
}

/** Whether the destination has the manifest, under another tag or none: a registry takes one only with all below it. */
async function isInPlace({ source, destination, root }: CopyRequest, signal: AbortSignal): Promise<boolean> {
  if (isSameRepository(source, destination)) return true
  const found = await onSide('destination', () => destination.resolve(root.digest, { signal }))
  return found !== undefined
}
