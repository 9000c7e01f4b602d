import { type CopyEngine, createCopyEngine, readBack } from '../../engine/copy.ts'
import type { ArchivedImage } from '../../model/images/archive.ts'
import type { PushedImage, PushReport } from '../../model/images/reports.ts'
import type { Digest } from '../../oci/digest.ts'
import { familiarName } from '../../oci/familiar-name.ts'
import { DEFAULT_TAG, type Location, locationText } from '../../oci/reference.ts'
import type { CallOptions, ContentSource, ContentStore } from '../../oci/store.ts'
import { allOrNothing } from '../../support/concurrency.ts'
import { onSide, PromoteError, toPromoteError } from '../../support/errors.ts'
import { IMAGES_AT_ONCE } from '../../support/limits.ts'
import type { ImagesContext } from './context.ts'
import { openWithOrigins } from './mount-origins.ts'
import { transferImage } from './transfer.ts'

/** What is to be pushed. */
export interface PushRequest {
  /** A repository of a registry. */
  readonly location: Location
  /** The tag that it gets; `all` for every tag that is there; undefined for none given. */
  readonly tag: string | { readonly all: true } | undefined
  /** Where it comes from: the images of this machine unless told. */
  readonly from?: PushOrigin
}

/** A folder or a file to push from. */
export type PushOrigin =
  | {
      readonly kind: 'layout'
      readonly path: string
      readonly store: ContentSource
      images(options: CallOptions): Promise<readonly ArchivedImage[]>
    }
  | { readonly kind: 'archive'; readonly path: string }

/** What is pushed, and what each is called in the registry. */
interface PushSource {
  readonly store: ContentSource
  readonly images: readonly { readonly from: string; readonly to: string }[]
}

/**
 * Sends images to a registry, each blob once, reads every manifest back, and then tags them.
 * @throws PromoteError `not-found` where the images of this machine have no such name
 */
export async function push(context: ImagesContext, request: PushRequest): Promise<PushReport> {
  const { from } = request
  const { local, signal } = context
  switch (from?.kind) {
    case undefined:
      return local.use(async () => pushAll(context, request, await localSource(context, request)), { signal })
    case 'layout': {
      const images = chooseImages(from.path, await from.images({ signal }), request.tag)
      return pushAll(context, request, { store: from.store, images })
    }
    case 'archive': {
      // Taken in without a name, and gone again afterwards.
      let there: readonly ArchivedImage[] = []
      try {
        return await local.use(
          async () => {
            there = await local.importArchive(from.path, { signal })
            const images = chooseImages(from.path, there, request.tag)
            const store = local.repository(locationText(request.location))
            return pushAll(context, request, { store, images })
          },
          { signal },
        )
      } finally {
        await local.removeUnnamed(there.map(({ digest }) => digest))
      }
    }
    default:
      return from satisfies never
  }
}

async function localSource(
  { local, signal }: ImagesContext,
  { location, tag }: PushRequest,
): Promise<PushSource> {
  const repository = locationText(location)
  const store = local.repository(repository)
  const there: string[] = []
  for await (const one of store.tags({ signal })) there.push(one)
  const only = typeof tag === 'object' ? undefined : (tag ?? DEFAULT_TAG)
  const wanted = only === undefined ? there : there.filter((one) => one === only)
  if (wanted.length === 0) throw absent(repository, only, there)
  return { store, images: wanted.map((one) => ({ from: one, to: one })) }
}

/**
 * The images of a folder or a file that are pushed: the only one under whatever tag is wanted, of several the one with that
 * tag, or all with their own.
 */
function chooseImages(
  path: string,
  there: readonly ArchivedImage[],
  tag: PushRequest['tag'],
): PushSource['images'] {
  const tagged = there.flatMap((image) => (image.tag === null ? [] : [{ from: image.digest, to: image.tag }]))
  if (typeof tag === 'object') {
    if (tagged.length > 0) return tagged
    throw new PromoteError('not-found', `No image in ${path} has a tag.`, { hint: 'Push one as NAME:TAG.' })
  }
  const digests = [...new Set(there.map(({ digest }) => digest))]
  const [only] = digests
  if (only !== undefined && digests.length === 1)
    return [{ from: only, to: tag ?? tagged[0]?.to ?? DEFAULT_TAG }]
  const found = tagged.find(({ to }) => to === (tag ?? DEFAULT_TAG))
  if (found !== undefined) return [found]
  const tags = tagged.map(({ to }) => to).join(', ')
  throw new PromoteError(
    'not-found',
    `${path} holds ${digests.length} images, and none of them is ${tag ?? DEFAULT_TAG}.`,
    {
      hint:
        tags === ''
          ? 'None has a tag there: write a file with one image.'
          : `Their tags are ${tags}; -a pushes all.`,
    },
  )
}

async function pushAll(
  context: ImagesContext,
  { location }: PushRequest,
  { store: source, images: chosen }: PushSource,
): Promise<PushReport> {
  const { signal, concurrency } = context
  const references = chosen.map(({ from }) => from)
  const { destination, origins } = await openWithOrigins(context, source, references, location)
  const engine = createCopyEngine(concurrency)
  const images = await allOrNothing(
    chosen.map((one) => async (both) => {
      try {
        return await pushOne(context, { engine, source, destination, origins, ...one }, both)
      } catch (error) {
        throw inDockersWords(error)
      }
    }),
    signal,
    IMAGES_AT_ONCE,
  )
  return { kind: 'push', repository: locationText(location), images }
}

const DENIED = 'requested access to the resource is denied'

/** A push that is refused, with the sentence that docker has for it beside our advice: people know it, and search for it. */
function inDockersWords(error: unknown): unknown {
  const { code, message, details } = toPromoteError(error)
  if ((code !== 'unauthorized' && code !== 'forbidden') || message.includes(DENIED)) return error
  const hint = details.hint === undefined ? '' : ` ${details.hint}`
  return new PromoteError(code, message, { ...details, hint: `denied: ${DENIED}.${hint}`, cause: error })
}

interface OnePush {
  readonly engine: CopyEngine
  readonly source: ContentSource
  readonly destination: ContentStore
  readonly origins: ReadonlyMap<Digest, ContentSource>
  readonly from: string
  readonly to: string
}

async function pushOne(
  { onTransfer }: ImagesContext,
  { engine, source, destination, origins, from, to }: OnePush,
  signal: AbortSignal,
): Promise<PushedImage> {
  const manifest = await onSide('source', () => source.manifest(from, { signal }))
  if (manifest === undefined) throw new PromoteError('not-found', `${source.name} has no ${from}.`)
  const request = { image: destination.name, tag: to, source, destination, manifest, origins }
  const { graph, layers, ...blobs } = await transferImage(engine, request, onTransfer, { signal })
  await readBack(graph, destination, { signal })
  await onSide('destination', () => destination.tag(manifest, to, { signal }))
  const { digest, size } = manifest.descriptor
  return { tag: to, digest, size, blobs, layers }
}

function absent(repository: string, tag: string | undefined, there: readonly string[]): PromoteError {
  const name = familiarName(repository)
  // The sentences of docker, which people know.
  const message =
    tag === undefined
      ? `An image does not exist locally with the name: ${name}`
      : `An image does not exist locally with the tag: ${name}:${tag}`
  const tags = there.slice(0, 5).join(', ')
  return new PromoteError('not-found', message, {
    reference: repository,
    hint:
      there.length === 0
        ? 'promote images lists what is here; promote tag gives an image that is here another name.'
        : `Of ${name} there ${there.length === 1 ? 'is' : 'are'} ${tags}${there.length > 5 ? ', …' : ''}.`,
  })
}
