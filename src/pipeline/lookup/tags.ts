import { bareTag, type TagDetails, type TagsReport } from '../../model/lookup/tags.ts'
import { platformText } from '../../oci/descriptor.ts'
import type { Digest } from '../../oci/digest.ts'
import type { RawManifest } from '../../oci/manifest.ts'
import { type Location, locationText } from '../../oci/reference.ts'
import type { CallOptions, ContentSource } from '../../oci/store.ts'
import { allOrNothing, once } from '../../support/concurrency.ts'
import { type ErrorCode, PromoteError } from '../../support/errors.ts'
import { known } from '../../support/known.ts'
import { IMAGES_AT_ONCE } from '../../support/limits.ts'
import { configDetails, readConfig } from '../images/config.ts'
import type { LookupContext } from './context.ts'
import { readImageContent } from './image-content.ts'
import { chooseTagNames, type TagChoice } from './tag-names.ts'

/** What is asked for. */
export interface TagsRequest extends TagChoice {
  readonly location: Location
  /** Where more than names comes from: what the registry says of all at once, each tag, or nowhere. */
  readonly details: 'registry' | 'each' | 'none'
}

/** What was found; `streamed` where every name was told as it came. */
export interface TagsFound {
  readonly report: TagsReport
  readonly streamed: boolean
}

/**
 * The tags of a repository.
 * @param onTag told of each name as it comes, where the order allows it
 * @throws PromoteError `not-found` where there is no repository of that name, or no tag in it
 */
export async function findTags(
  context: LookupContext,
  request: TagsRequest,
  onTag?: (tag: string) => void,
): Promise<TagsFound> {
  const { signal } = context
  const source = context.stores.open(request.location)
  const repository = locationText(request.location)
  const found = await chooseTagNames(source.tags({ signal }), request, onTag)
  if (found.listed === 0) {
    throw new PromoteError('not-found', `There is no repository ${repository}, or no tag in it.`, {
      reference: repository,
    })
  }
  const { order, names, total, streamed } = found
  const described = streamed ? NAMES_ALONE : await describe(context, source, request, names)
  return {
    report: {
      kind: 'tags',
      repository,
      order,
      details: described.by,
      tags: names.map((tag) => described.details.get(tag) ?? bareTag(tag)),
      total,
      notes: described.notes,
    },
    streamed,
  }
}

interface Described {
  readonly by: TagsReport['details']
  readonly details: ReadonlyMap<string, TagDetails>
  readonly notes: readonly string[]
}

const NAMES_ALONE: Described = { by: 'none', details: new Map(), notes: [] }

async function describe(
  context: LookupContext,
  source: ContentSource,
  { details, location }: TagsRequest,
  names: readonly string[],
): Promise<Described> {
  if (names.length === 0 || details === 'none') return NAMES_ALONE
  if (details === 'each') return describeEach(context, source, names)
  return location.kind === 'registry' ? describeByRegistry(context, location, names) : NAMES_ALONE
}

/** What the registry's own API says; what it does not say to this login is told, and fails nothing. */
async function describeByRegistry(
  { registries, signal }: LookupContext,
  { host, repository }: Extract<Location, { kind: 'registry' }>,
  names: readonly string[],
): Promise<Described> {
  const pages = registries.tagDetails({ host, repository }, { signal })
  if (pages === undefined) return NAMES_ALONE
  const wanted = new Set(names)
  const details = new Map<string, TagDetails>()
  try {
    for await (const page of pages) {
      for (const one of page) if (wanted.has(one.tag)) details.set(one.tag, one)
      if (details.size === wanted.size) break
    }
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof PromoteError)) throw error
    const note = `${error.message} --detail asks for each tag.`
    return { ...NAMES_ALONE, notes: [note], details, by: details.size === 0 ? 'none' : 'registry' }
  }
  return details.size === 0 ? NAMES_ALONE : { by: 'registry', details, notes: [] }
}

/** What is wrong with one image, and says nothing of the others. */
const OF_ONE: ReadonlySet<ErrorCode> = new Set(['content', 'not-found', 'protocol', 'unsupported'])

/** Reads what stands under each tag; what several tags stand for is read once. */
async function describeEach(
  { signal }: LookupContext,
  source: ContentSource,
  names: readonly string[],
): Promise<Described> {
  const images = new Map<Digest, () => Promise<Omit<TagDetails, 'tag'>>>()
  const found = await allOrNothing(
    names.map((tag) => async (both): Promise<TagDetails | PromoteError | undefined> => {
      const call = { signal: both }
      const at = await source.resolve(tag, call)
      if (at === undefined) return undefined
      const read = known(images, at.digest, () =>
        once(async () => {
          const manifest = await source.manifest(at.digest, call)
          return manifest === undefined ? bareImage(at.digest) : describeImage(source, manifest, call)
        }),
      )
      try {
        return { tag, ...(await read()) }
      } catch (error) {
        if (error instanceof PromoteError && OF_ONE.has(error.code)) return error
        throw error
      }
    }),
    signal,
    IMAGES_AT_ONCE,
  )
  const gone = names.filter((_tag, at) => found[at] === undefined)
  const details = new Map<string, TagDetails>()
  const notes = gone.map((tag) => `${tag} is listed, and was not there when it was asked for.`)
  for (const one of found) {
    if (one instanceof PromoteError) notes.push(one.message)
    else if (one !== undefined) details.set(one.tag, one)
  }
  return { by: 'each', details, notes }
}

function bareImage(digest: Digest): Omit<TagDetails, 'tag'> {
  const { tag: _tag, ...rest } = bareTag('')
  return { ...rest, digest }
}

async function describeImage(
  source: ContentSource,
  manifest: RawManifest,
  options: CallOptions,
): Promise<Omit<TagDetails, 'tag'>> {
  const { parts, absent, size } = await readImageContent(source, manifest, options)
  const images = parts.filter(({ isAttestation }) => !isAttestation)
  const [first] = images
  const config =
    first === undefined ? undefined : configDetails(await readConfig(source, first.parsed.config, options))
  const listed = [
    ...images.flatMap(({ platform }) => platform ?? []),
    ...absent.flatMap(({ platform }) => (platform === undefined ? [] : [platformText(platform)])),
  ]
  const platforms = listed.length > 0 ? listed : [config?.platform ?? []].flat()
  return {
    digest: manifest.descriptor.digest,
    size,
    platforms: [...new Set(platforms)],
    created: config?.created ?? null,
    pushed: null,
  }
}
