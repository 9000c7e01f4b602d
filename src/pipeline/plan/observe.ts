import type { ImageRule } from '../../model/config.ts'
import type { LedgerView } from '../../model/ledger/queries.ts'
import type { Missing } from '../../model/plan.ts'
import { isFloating, labelsOf, renderTag } from '../../model/template.ts'
import { versionOf } from '../../model/version.ts'
import type { ContentSource } from '../../oci/store.ts'
import { LinkedAbort } from '../../support/aborting.ts'
import { allOrNothing, once } from '../../support/concurrency.ts'
import { onSide, type PromoteError, toPromoteError } from '../../support/errors.ts'
import { IMAGES_AT_ONCE } from '../../support/limits.ts'
import type { PipelineContext } from '../context.ts'
import { beginReading } from '../reading.ts'
import { readLedgerView } from './current.ts'
import { guessedTags, type ObservedTag, resolveGuessedTags, withHeld } from './destination-tags.ts'
import { findNotCurrent } from './not-current.ts'
import { type OpenedPair, openPair } from './pair.ts'
import { type Place, placeOf } from './places.ts'
import { keyOfObserved } from './planner/step-key.ts'
import { type ObservedReferrers, ReferrerLook } from './referrers.ts'
import type { Route, WantedImage } from './route.ts'
import { needsTag } from './source/by-digest.ts'
import {
  type Candidate,
  collect,
  type FoundCandidates,
  findCandidates,
  lackingPlatforms,
} from './source/candidates.ts'
import { readImageConfig } from './source/image-config.ts'
import { type SparedReads, spareReads } from './source/spared-reads.ts'

/** A candidate with where it would go. */
export interface ObservedStep {
  readonly candidate: Candidate
  readonly source: Place
  readonly destination: Place
  readonly tags: readonly ObservedTag[]
  readonly referrers: ObservedReferrers
}

/** Whether a tag that it would go to holds it already. */
export function isThere({ candidate, tags }: Pick<ObservedStep, 'candidate' | 'tags'>): boolean {
  return tags.some(({ found }) => found === candidate.descriptor.digest)
}

/** What was seen of both environments; data alone. */
export interface Observation {
  readonly steps: readonly ObservedStep[]
  readonly missing: readonly Missing[]
  /** Tags of destination repositories, by repository text; only where a floating tag needs them. */
  readonly destinationTags: ReadonlyMap<string, readonly string[]>
  /** Keys of the steps that are in place and not current in the destination: see {@link findNotCurrent}. */
  readonly notCurrent: ReadonlySet<string>
  /** When it was begun. */
  readonly at: Date
}

/** Reads what a plan needs to know, source and destination of all images at once. */
export async function observe(
  context: PipelineContext,
  route: Route,
  images: readonly WantedImage[],
  options: Pick<Looks, 'push' | 'view' | 'onFailure'>,
): Promise<Observation> {
  return observeAll(context, route, {
    ...options,
    images: images.map((wanted) => ({
      rule: wanted.rule,
      guesses: guessedTags(wanted, route),
      find: (source, tags, signal) =>
        findCandidates(wanted, route.from, source, { signal, tags, needsTag: needsTag(route.to.tags) }),
    })),
  })
}

/** What is looked at, image by image. */
export interface Looks {
  /** Whether the run will write: then registries are asked for that right at once. */
  readonly push: boolean
  readonly images: readonly ImageLook[]
  /** What the ledger says, where the caller reads it too. */
  readonly view?: () => Promise<LedgerView>
  /** Told of an image that could not be read, which is left out then; without it the first such failure ends all. */
  readonly onFailure?: (rule: ImageRule, error: PromoteError) => void
}

/** One image to look at. */
export interface ImageLook {
  readonly rule: ImageRule
  /** Destination tags that are known before the candidates: asked for at the same time as the source. */
  readonly guesses: readonly string[]
  /** Finds its candidates in the source. */
  readonly find: (
    source: ContentSource,
    tags: () => Promise<readonly string[]>,
    signal: AbortSignal,
  ) => Promise<FoundCandidates>
}

/** Reads the candidates that `find` gives, and what their destination holds. */
export async function observeAll(
  context: PipelineContext,
  route: Route,
  { push, images, onFailure, view = () => readLedgerView(context.ledger, { signal: context.signal }) }: Looks,
): Promise<Observation> {
  const at = context.clock.now()
  const destinationTags = new Map<string, Promise<readonly string[]>>()
  const reading = beginReading(context.progress, [route.from, route.to], images.length)
  const observed = await allOrNothing(
    images.map((image) => async (shared) => {
      // What an image began ends with it, also where the others go on.
      using own = new LinkedAbort(shared)
      const { signal } = own
      const source = placeOf(context.config, route.from, image.rule)
      const destination = placeOf(context.config, route.to, image.rule)
      const pair = openPair(context, source, destination, push)
      const onBoth = (error: unknown): void =>
        onFailure?.(image.rule, toPromoteError(error).with({ image: image.rule.name }))
      try {
        return await reading.counted(
          observeImage({ ...image, route, source, destination, pair, destinationTags, signal, onBoth }),
        )
      } catch (thrown) {
        own.abort(thrown)
        const error = toPromoteError(thrown).with({ image: image.rule.name })
        if (onFailure === undefined || shared.aborted) throw error
        onFailure(image.rule, error)
        return { steps: [], missing: [] }
      }
    }),
    context.signal,
    IMAGES_AT_ONCE,
  )
  const steps = observed.flatMap((one) => one.steps)
  const floating = steps.filter(({ tags }) => tags.some((tag) => tag.floating))
  const needed = new Set(floating.map(({ destination }) => destination.text))
  const tagLists = await Promise.all(
    [...needed].map(async (text) => [text, (await destinationTags.get(text)) ?? []] as const),
  )
  const rules = images.map(({ rule }) => rule)
  return {
    // `api:1.5.0` and `api:1.5.0@sha256:…` on one command line are one step.
    steps: [...new Map(steps.map((step) => [keyOfObserved(step), step])).values()],
    notCurrent: await findNotCurrent(context, route, { rules, steps, readView: view, onFailure }),
    missing: observed.flatMap((one) => one.missing),
    destinationTags: new Map(tagLists),
    at,
  }
}

interface OpenedLook extends ImageLook {
  readonly route: Route
  readonly source: Place
  readonly destination: Place
  readonly pair: OpenedPair
  readonly destinationTags: Map<string, Promise<readonly string[]>>
  readonly signal: AbortSignal
  /** Told of what failed in the destination, where the source failed too. */
  readonly onBoth: (error: unknown) => void
}

async function observeImage(
  look: OpenedLook,
): Promise<{ steps: ObservedStep[]; missing: readonly Missing[] }> {
  const { route, source, destination, pair, signal } = look
  const guessed = resolveGuessedTags({ ...look, destination: pair.destination })
  const sourceTags = once(() => collect(pair.source.tags({ signal })))
  const listThere = (): Promise<readonly string[]> => listDestinationTags(look)
  const referrers = new ReferrerLook(look, route.to, {
    sourceTags,
    destinationTags: listThere,
  })
  referrers.begin()
  const [sought, held] = await Promise.allSettled([
    onSide('source', () => look.find(pair.source, sourceTags, signal)),
    guessed.settled,
  ])
  if (sought.status === 'rejected') {
    if (held.status === 'rejected' && !signal.aborted) look.onBoth(held.reason)
    throw sought.reason
  }
  if (held.status === 'rejected') throw held.reason
  const found = sought.value
  const looked = await allOrNothing(
    found.candidates.map((candidate) => async (both) => {
      const rendered = await renderTags(look, candidate, both)
      const isListed = rendered.some((tag) => tag.floating)
      if (isListed) listThere().catch(() => undefined)
      const read = await Promise.all(
        rendered.map(async (tag) => {
          const held = await guessed.digestOf(tag.tag, both)
          return {
            ...tag,
            found: held === null ? null : await candidate.manifest.asDigestOf(held, { signal: both }),
          }
        }),
      )
      const tags = await withHeld(read, candidate, pair.destination, both)
      const reads = spareReads(pair, isThere({ candidate, tags }))
      const seen = { ...candidate, manifest: candidate.manifest.from(reads.source) }
      const missing = await lackingInCountedSource(look, seen, reads, both)
      const found = await referrers.look(seen.manifest, reads, both)
      // What was begun under this signal ends before it.
      if (isListed) await listThere()
      return { step: { candidate: seen, source, destination, tags, referrers: found }, missing }
    }),
    signal,
  )
  const missing = [...found.missing, ...looked.flatMap((one) => one.missing)]
  return { steps: looked.map(({ step }) => step), missing }
}

/** Where reading is counted, what an image lacks is found out when it is known where to read it, and whether to. */
async function lackingInCountedSource(
  { pair, rule }: OpenedLook,
  candidate: Candidate,
  { source, isCostly }: SparedReads,
  signal: AbortSignal,
): Promise<readonly Missing[]> {
  if (pair.source.countsReads !== true || isCostly) return []
  return onSide('source', () => lackingPlatforms(rule, source, candidate, { signal }))
}

async function renderTags(
  look: OpenedLook,
  candidate: Candidate,
  signal: AbortSignal,
): Promise<Omit<ObservedTag, 'found'>[]> {
  const { route, pair, rule } = look
  const needsLabels = route.to.tags.some((template) => labelsOf(template).length > 0)
  const labels = needsLabels
    ? (
        await onSide('source', async () => {
          const manifest = await candidate.manifest.read({ signal })
          return readImageConfig(pair.source, manifest, { signal })
        })
      ).labels
    : {}
  const isVersion = candidate.tag !== null && versionOf(candidate.tag) !== undefined
  const rendered = route.to.tags.map((template) => {
    const tag = renderTag(template, {
      tag: candidate.tag,
      digest: candidate.descriptor.digest,
      env: route.to.name,
      image: rule.name,
      label: (name) => labels[name],
    })
    return { tag, template, floating: isVersion && isFloating(template) }
  })
  // Two templates may give one tag; it floats only where both of them do.
  const byTag = Map.groupBy(rendered, ({ tag }) => tag)
  return [...byTag.values()].flatMap((same) => same.find((one) => !one.floating) ?? same.slice(0, 1))
}

function listDestinationTags({
  destination,
  pair,
  signal,
  destinationTags,
}: OpenedLook): Promise<readonly string[]> {
  const begun = destinationTags.get(destination.text)
  if (begun !== undefined) return begun
  const tags = onSide('destination', () => collect(pair.destination.tags({ signal })))
  destinationTags.set(destination.text, tags)
  return tags
}
