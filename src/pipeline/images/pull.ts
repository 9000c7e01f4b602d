import { type CopyEngine, createCopyEngine } from '../../engine/copy.ts'
import type { ArchiveFormat } from '../../model/images/archive.ts'
import { localNameText } from '../../model/images/local-images.ts'
import type { PulledImage, PullReport } from '../../model/images/reports.ts'
import type { Digest } from '../../oci/digest.ts'
import { type Location, locationText } from '../../oci/reference.ts'
import { isReferrerTag } from '../../oci/referrer-tags.ts'
import type { CallOptions, ContentSource, ContentStore } from '../../oci/store.ts'
import { allOrNothing } from '../../support/concurrency.ts'
import { PromoteError } from '../../support/errors.ts'
import { IMAGES_AT_ONCE } from '../../support/limits.ts'
import { sparing } from '../plan/source/spared-reads.ts'
import type { ImagesContext } from './context.ts'
import { notThere } from './not-there.ts'
import { choosePlatform, type PlatformChoice } from './platform.ts'
import { transferImage } from './transfer.ts'

/** What of a repository is wanted. */
export type Wanted =
  | { readonly kind: 'tag'; readonly tag: string }
  | { readonly kind: 'digest'; readonly digest: Digest }
  /** Every tag. */
  | { readonly kind: 'all' }

/** What is to be pulled. */
export interface PullRequest {
  /** A repository of a registry. */
  readonly location: Location
  readonly wanted: Wanted
  readonly platform: PlatformChoice
  /** Where it goes: the images of this machine unless told. */
  readonly output?: PullOutput
}

/** A place of its own for what is pulled. */
export type PullOutput =
  | {
      readonly kind: 'layout'
      /** Absolute, as is that of a file. */
      readonly path: string
      readonly store: ContentStore
    }
  | { readonly kind: 'archive'; readonly path: string; readonly format: ArchiveFormat }

/**
 * Brings images of a registry here, whole and hashed, each blob once, and then names them. A name never stands for
 * something half-written; what a run that ended early has got is not asked for again.
 * @throws PromoteError `not-found` where there is no such tag, digest, repository or platform
 */
export async function pull(context: ImagesContext, request: PullRequest): Promise<PullReport> {
  const { local, signal } = context
  const { output } = request
  if (output?.kind === 'layout') return pullInto(context, request, output.store)
  if (output?.kind === 'archive') return pullIntoArchive(context, request, output)
  const { report, left } = await local.use(
    async () => {
      const store = local.repository(locationText(request.location))
      const before = new Map(
        (await local.names({ signal })).map((one) => [localNameText(one), one.descriptor.digest]),
      )
      const pulled = await pullInto(context, request, store)
      const moved = pulled.images.flatMap(({ tag, digest, stored }) => {
        const held = before.get(`${pulled.repository}${tag === null ? `@${digest}` : `:${tag}`}`)
        return held === undefined || held === stored ? [] : [held]
      })
      return { report: pulled, left: moved }
    },
    { signal },
  )
  // Nothing can name any more what a name held before.
  await local.removeUnnamed(left, { signal })
  return report
}

/** By way of the images of this machine, where a pull that broke off goes on; they keep none of it. */
async function pullIntoArchive(
  context: ImagesContext,
  request: PullRequest,
  { path, format }: Extract<PullOutput, { readonly kind: 'archive' }>,
): Promise<PullReport> {
  const { local, signal } = context
  const report = await local.use(
    async () => {
      const store = local.repository(locationText(request.location))
      const pulled = await pullInto(context, request, store)
      const images = await Promise.all(
        pulled.images.map(async ({ tag, stored }) => {
          const root = await store.resolve(stored, { signal })
          if (root === undefined)
            throw new PromoteError('content', `${stored} is not in ${local.path} any more.`)
          return { name: tag === null ? null : `${pulled.repository}:${tag}`, root }
        }),
      )
      await local.exportArchive(path, format, images, { signal })
      return pulled
    },
    { signal },
  )
  await local.removeUnnamed(
    report.images.map(({ stored }) => stored),
    { signal },
  )
  return report
}

async function pullInto(
  context: ImagesContext,
  request: PullRequest,
  destination: ContentStore,
): Promise<PullReport> {
  const { stores, local, signal } = context
  const { location, output, wanted } = request
  const opened = stores.open(location, { viaMirrors: true })
  // What is here already is no pull.
  const source = opened.countsReads === true ? sparing(opened, destination) : opened
  const repository = locationText(location)
  const engine = createCopyEngine(context.concurrency)
  const into = { engine, source, destination, repository }
  const where = { kind: output?.kind ?? ('images' as const), path: output?.path ?? local.path }
  if (wanted.kind !== 'all') {
    const image = await pullOne(context, request, into, wanted, signal)
    return { kind: 'pull', repository, into: where, images: [image], skipped: [] }
  }
  const tags = await tagsOf(source, repository, { signal })
  const results = await allOrNothing(
    tags.map((tag) => async (both) => {
      try {
        return { tag, image: await pullOne(context, request, into, { kind: 'tag', tag }, both) }
      } catch (error) {
        // One of many that has nothing for this machine, or is of a kind that cannot be pulled, stops nothing.
        if (error instanceof PromoteError && SKIPPED.has(error.code)) return { tag, reason: error.message }
        throw error
      }
    }),
    signal,
    IMAGES_AT_ONCE,
  )
  return {
    kind: 'pull',
    repository,
    into: where,
    images: results.flatMap(({ image }) => (image === undefined ? [] : [image])),
    skipped: results.flatMap(({ tag, reason }) => (reason === undefined ? [] : [{ tag, reason }])),
  }
}

const SKIPPED: ReadonlySet<string> = new Set(['not-found', 'unsupported'])

interface Into {
  readonly engine: CopyEngine
  readonly source: ContentSource
  readonly destination: ContentStore
  readonly repository: string
}

async function pullOne(
  context: ImagesContext,
  { platform: choice, output }: PullRequest,
  { engine, source, destination, repository }: Into,
  wanted: Exclude<Wanted, { kind: 'all' }>,
  signal: AbortSignal,
): Promise<PulledImage> {
  const reference = wanted.kind === 'tag' ? wanted.tag : wanted.digest
  const name = `${repository}${wanted.kind === 'tag' ? ':' : '@'}${reference}`
  const found = await source.manifest(reference, { signal })
  if (found === undefined) throw await notThere(source, reference, { signal })
  const { manifest, platform } = await choosePlatform(source, found, choice, name, { signal })
  const before = wanted.kind === 'tag' ? await heldBy(destination, wanted.tag, { signal }) : undefined
  const {
    graph: _,
    layers,
    ...blobs
  } = await transferImage(
    engine,
    { image: repository, tag: wanted.kind === 'tag' ? wanted.tag : null, source, destination, manifest },
    context.onTransfer,
    { signal },
  )
  if (output?.kind === 'archive') {
    // Named in the file alone.
  } else if (wanted.kind === 'tag') await destination.tag(manifest, wanted.tag, { signal })
  else if (output === undefined) {
    await context.local.keep(repository, found.descriptor.digest, manifest.descriptor, { signal })
  }
  const stored = manifest.descriptor.digest
  return {
    tag: wanted.kind === 'tag' ? wanted.tag : null,
    digest: found.descriptor.digest,
    stored,
    platform,
    status:
      blobs.copied + blobs.mounted === 0 && (before === stored || wanted.kind === 'digest')
        ? 'up-to-date'
        : 'new',
    blobs,
    layers,
  }
}

/** What a tag holds; a tag whose manifest is damaged or lost is put right by pulling it again. */
async function heldBy(store: ContentStore, tag: string, options: CallOptions): Promise<Digest | undefined> {
  try {
    return (await store.resolve(tag, options))?.digest
  } catch (error) {
    if (error instanceof PromoteError && error.code === 'content') return undefined
    throw error
  }
}

/** All tags but those that only carry what refers to an image. */
async function tagsOf(
  source: ContentSource,
  repository: string,
  options: CallOptions,
): Promise<readonly string[]> {
  const tags: string[] = []
  for await (const tag of source.tags(options)) if (!isReferrerTag(tag)) tags.push(tag)
  if (tags.length === 0)
    throw new PromoteError('not-found', `${repository} has no tags.`, { reference: repository })
  return tags
}
