import type { Digest } from '../../oci/digest.ts'
import { blobsOf, parseManifest } from '../../oci/manifest.ts'
import type { Location } from '../../oci/reference.ts'
import type { CallOptions, ContentSource, ContentStore } from '../../oci/store.ts'
import { PromoteError } from '../../support/errors.ts'
import { known } from '../../support/known.ts'
import type { ImagesContext } from './context.ts'

/** Repositories that are looked into at most: each is one more thing that a token has to allow. */
const MOST_ORIGINS = 4

/** A repository of a registry. */
type Repository = Extract<Location, { kind: 'registry' }>

const NOWHERE: ReadonlyMap<Digest, Repository> = new Map()

/** A repository to push to, and where in its registry blobs lie already. */
export interface PushDestination {
  readonly destination: ContentStore
  /** By digest of a blob: another repository that had it. */
  readonly origins: ReadonlyMap<Digest, ContentSource>
}

/**
 * Opens what is pushed to, and those repositories of the same registry that have blobs of these images, as far as names of
 * this machine tell: an image here that has the name of another repository was pulled from it, or pushed to it, most likely.
 * @param references tags or digests in `source`
 */
export async function openWithOrigins(
  context: Pick<ImagesContext, 'local' | 'signal' | 'stores'>,
  source: ContentSource,
  references: readonly string[],
  location: Location,
): Promise<PushDestination> {
  const { stores } = context
  const places =
    location.kind === 'registry' ? await findOrigins(context, source, references, location) : NOWHERE
  const opened = new Map<string, ContentSource>()
  const origins = new Map<Digest, ContentSource>()
  for (const [digest, place] of places) {
    const open = () => stores.open(place, { alongside: [{ location, push: true }] })
    origins.set(digest, known(opened, place.repository, open))
  }
  const alongside = [...new Map([...places.values()].map((place) => [place.repository, place])).values()].map(
    (place) => ({ location: place, push: false }),
  )
  return { destination: stores.open(location, { push: true, alongside }), origins }
}

async function findOrigins(
  { local, signal }: Pick<ImagesContext, 'local' | 'signal'>,
  source: ContentSource,
  references: readonly string[],
  { host, repository }: Repository,
): Promise<ReadonlyMap<Digest, Repository>> {
  const near = (await local.names({ signal })).flatMap((name) => {
    const path = name.repository.startsWith(`${host}/`) ? name.repository.slice(host.length + 1) : repository
    return path === repository
      ? []
      : [{ name, location: { kind: 'registry' as const, host, repository: path } }]
  })
  if (near.length === 0) return NOWHERE
  const wanted = new Set<Digest>()
  for (const reference of references)
    for (const digest of await blobsBelow(source, reference, { signal })) wanted.add(digest)
  const origins = new Map<Digest, Repository>()
  const used = new Set<string>()
  for (const { name, location } of near) {
    if (!used.has(location.repository) && used.size === MOST_ORIGINS) continue
    for (const digest of await blobsBelow(local.repository(name.repository), name.descriptor.digest, {
      signal,
    })) {
      if (!wanted.has(digest) || origins.has(digest)) continue
      origins.set(digest, location)
      used.add(location.repository)
    }
  }
  return origins
}

/** The blobs of an image and of all that it lists; of what is not here or damaged, none: that is for the push to say. */
async function blobsBelow(
  store: ContentSource,
  reference: string,
  options: CallOptions,
): Promise<readonly Digest[]> {
  try {
    const manifest = await store.manifest(reference, options)
    if (manifest === undefined) return []
    const parsed = parseManifest(manifest)
    if (parsed.kind === 'image') return blobsOf(parsed).map(({ digest }) => digest)
    const below = await Promise.all(parsed.manifests.map(({ digest }) => blobsBelow(store, digest, options)))
    return below.flat()
  } catch (error) {
    if (error instanceof PromoteError) return []
    throw error
  }
}
