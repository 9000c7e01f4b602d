import type { Environment } from '../../model/config.ts'
import type { LostContent } from '../../model/plan.ts'
import type { Descriptor } from '../../oci/descriptor.ts'
import type { Digest } from '../../oci/digest.ts'
import type { RawManifest } from '../../oci/manifest.ts'
import type { ContentSource, ContentStore } from '../../oci/store.ts'
import { allOrNothing } from '../../support/concurrency.ts'
import { onSide, toPromoteError } from '../../support/errors.ts'
import { IMAGES_AT_ONCE } from '../../support/limits.ts'
import type { PipelineContext } from '../context.ts'
import { beginReading } from '../reading.ts'
import { readHeldTag } from '../verify/held-tag.ts'
import type { RecordedContent } from './recorded.ts'
import { type NeededReferrer, neededReferrers, type PlannedReferrers, planReferrers } from './referrers.ts'
import { findSource } from './sources.ts'
import { type BlobLook, isWhole, type Survey, Surveyor } from './survey.ts'

/** A tag of the ledger, and what it holds. */
export interface HeldTag {
  readonly tag: string
  readonly found: Digest | null
  /** There where a rule of the registry itself is known to keep it at what it holds. */
  readonly isKept?: true
}

/** What a repository has of what the ledger says, and where the rest comes from; data alone. */
export interface ObservedContent {
  readonly content: RecordedContent
  readonly tags: readonly HeldTag[]
  /** Below the image, and below what refers to it. */
  readonly lost: LostContent
  /** Whether something of the image itself is lost. */
  readonly isImageLost: boolean
  /** Where it comes from; absent where it is nowhere to be had. */
  readonly source?: { readonly repository: string; readonly descriptor: Descriptor }
  readonly referrers: PlannedReferrers
  /** What is nowhere to be had, and why. */
  readonly nowhere: readonly { readonly digest: Digest; readonly why: string }[]
  /** Its manifest, where it was read. */
  readonly manifest?: RawManifest
}

/** Reads, for each content of the ledger, what the destination has, and where the rest can be had. Writes nothing. */
export async function observeRepair(
  context: PipelineContext,
  environment: Environment,
  contents: readonly RecordedContent[],
  options: { readonly look: BlobLook; readonly push: boolean },
): Promise<readonly ObservedContent[]> {
  const { config, signal } = context
  const surveyor = new Surveyor(config.defaults.concurrency, signal)
  const reading = beginReading(context.progress, [environment], contents.length)
  return allOrNothing(
    contents.map((content) => async (both) => {
      try {
        return await reading.counted(observeContent(context, content, { ...options, surveyor, signal: both }))
      } catch (error) {
        throw toPromoteError(error).with({ image: content.rule.name })
      }
    }),
    signal,
    IMAGES_AT_ONCE,
  )
}

interface Looking {
  /** How closely blobs are looked at; where a tag moves they are asked for at least. */
  readonly look: BlobLook
  readonly push: boolean
  readonly surveyor: Surveyor
  readonly signal: AbortSignal
}

async function observeContent(
  context: PipelineContext,
  content: RecordedContent,
  { look, push, surveyor, signal }: Looking,
): Promise<ObservedContent> {
  const { digest, place } = content
  const destination = context.stores.open(place.location, { push })
  const held = await allOrNothing(
    content.tags.map((tag) => (both) => onSide('destination', () => readTag(destination, tag, digest, both))),
    signal,
  )
  const moving = held.flatMap(({ tag, found }) => (found === null || found === digest ? [] : [tag]))
  const kept =
    moving.length === 0
      ? undefined
      : await onSide('destination', async () => destination.immovable?.(moving, { signal }))
  const tags = held.map(({ tag, found }): HeldTag => {
    return kept?.has(tag) === true ? { tag, found, isKept: true } : { tag, found }
  })
  const isMoved = tags.some(({ found }) => found !== digest)
  const known = held.find(({ manifest }) => manifest !== undefined)?.manifest
  const survey = await onSide('destination', () =>
    // A tag is not put at what is not there.
    surveyor.survey(destination, digest, look === 'none' && isMoved ? 'asked' : look, known),
  )
  const deep = look === 'read'
  const referrers = await neededReferrers(destination, content, surveyor, deep ? 'read' : 'none', signal)
  const seen = { content, tags, isImageLost: !isWhole(survey), lost: lostIn(survey, referrers) }
  if (!isMoved && isWhole(survey) && referrers.length === 0) {
    return { ...seen, referrers: NO_REFERRERS, nowhere: [], ...sourceOf(content.place.text, survey) }
  }
  return {
    ...seen,
    ...(await observeSource(context, content, { destination, survey, referrers, deep, surveyor, signal })),
  }
}

const NO_REFERRERS: PlannedReferrers = { referrers: [], manifests: [], warnings: [] }

interface Sought {
  readonly destination: ContentStore
  readonly survey: Survey
  readonly referrers: readonly NeededReferrer[]
  readonly deep: boolean
  readonly surveyor: Surveyor
  readonly signal: AbortSignal
}

type SourcePart = Pick<ObservedContent, 'source' | 'referrers' | 'nowhere' | 'manifest'> & {
  readonly lost?: LostContent
}

/** Where all of it comes from; where no environment has what refers to the image, where the image alone does. */
async function observeSource(
  context: PipelineContext,
  content: RecordedContent,
  sought: Sought,
): Promise<SourcePart> {
  const { destination, survey, referrers, surveyor, signal } = sought
  const found = await findSource(context, { content, survey, referrers }, destination, surveyor)
  if (found.kind === 'found') {
    const { place, source, image } = found
    return {
      ...sourceOf(place.text, image),
      ...(await lostBelow(sought, image)),
      referrers: await planReferrers(referrers, source, destination, signal),
      nowhere: [],
    }
  }
  if (referrers.length === 0) {
    return { referrers: NO_REFERRERS, nowhere: [{ digest: content.digest, why: found.lacking }] }
  }
  const alone = await observeSource(context, content, { ...sought, referrers: [] })
  const [first] = referrers
  const digest = first?.referrer.digest ?? content.digest
  const isLost = alone.source === undefined
  return isLost ? alone : { ...alone, nowhere: [...alone.nowhere, { digest, why: found.lacking }] }
}

/** Where manifests were lost, what they name could not be looked at before. */
async function lostBelow(
  { destination, survey, referrers, deep, surveyor }: Sought,
  image: Survey,
): Promise<Pick<SourcePart, 'lost'>> {
  if (!deep || survey.lost.manifests.length === 0) return {}
  const blobs = await onSide('destination', () => surveyor.lostOf(destination, image.blobs, 'read'))
  const before = lostIn(survey, referrers)
  return { lost: { ...before, blobs: [...new Set([...before.blobs, ...blobs])].toSorted() } }
}

function sourceOf(repository: string, { root }: Survey): Pick<ObservedContent, 'source' | 'manifest'> {
  if (root === undefined) return {}
  const { mediaType, digest, size } = root.descriptor
  return { source: { repository, descriptor: { mediaType, digest, size } }, manifest: root }
}

function lostIn(survey: Survey, referrers: readonly NeededReferrer[]): LostContent {
  const all = [survey, ...referrers.map((one) => one.survey)]
  const sum = (key: keyof LostContent): readonly Digest[] =>
    [...new Set(all.flatMap(({ lost }) => lost[key]))].toSorted()
  return { manifests: sum('manifests'), blobs: sum('blobs') }
}

/** Where a tag's bytes are damaged, what its registry says of it is all there is. */
async function readTag(
  store: ContentSource,
  tag: string,
  expected: Digest,
  signal: AbortSignal,
): Promise<HeldTag & { readonly manifest?: RawManifest }> {
  const held = await readHeldTag(store, tag, expected, signal)
  if (held.kind === 'read') {
    const isWanted = held.found === expected && held.manifest !== undefined
    return { tag, found: held.found, ...(isWanted ? { manifest: held.manifest } : {}) }
  }
  return { tag, found: await resolveSoftly(store, tag, signal) }
}

async function resolveSoftly(store: ContentSource, tag: string, signal: AbortSignal): Promise<Digest | null> {
  try {
    return (await store.resolve(tag, { signal }))?.digest ?? null
  } catch (error) {
    if (toPromoteError(error).code !== 'content') throw error
    return null
  }
}

/** The manifests that were read, by digest. */
export function manifestsIn(observed: readonly ObservedContent[]): ReadonlyMap<Digest, RawManifest> {
  const read = observed.flatMap(({ manifest, referrers }) => [
    ...(manifest === undefined ? [] : [manifest]),
    ...referrers.manifests,
  ])
  return new Map(read.map((one) => [one.descriptor.digest, one]))
}
