import type { Missing } from '../../model/plan.ts'
import { isFloating, labelsOf, renderTag } from '../../model/template.ts'
import { versionOf } from '../../model/version.ts'
import type { Digest } from '../../oci/digest.ts'
import { allOrNothing, once } from '../../support/concurrency.ts'
import { onSide, toPromoteError } from '../../support/errors.ts'
import { IMAGES_AT_ONCE } from '../../support/limits.ts'
import type { PipelineContext } from '../context.ts'
import { type Candidate, collect, findCandidates } from './candidates.ts'
import { readImageConfig } from './image-config.ts'
import { type OpenedPair, openPair } from './pair.ts'
import { type Place, placeOf } from './places.ts'
import { type ObservedReferrers, ReferrerLook } from './referrers.ts'
import type { Route, WantedImage } from './route.ts'

/** A destination tag as its template gives it, with what it holds now. */
export interface ObservedTag {
  readonly tag: string
  readonly template: string
  /** Whether it goes to the highest version instead of to this candidate. */
  readonly floating: boolean
  readonly found: Digest | null
}

/** A candidate with where it would go. */
export interface ObservedStep {
  readonly candidate: Candidate
  readonly source: Place
  readonly destination: Place
  readonly tags: readonly ObservedTag[]
  readonly referrers: ObservedReferrers
}

/** What was seen of both environments; data alone. */
export interface Observation {
  readonly steps: readonly ObservedStep[]
  readonly missing: readonly Missing[]
  /** Tags of destination repositories, by repository text; only where a floating tag needs them. */
  readonly destinationTags: ReadonlyMap<string, readonly string[]>
  /** When it was begun. */
  readonly at: Date
}

/** Reads what a plan needs to know, source and destination of all images at once. */
export async function observe(
  context: PipelineContext,
  route: Route,
  images: readonly WantedImage[],
  options: { readonly push: boolean },
): Promise<Observation> {
  const at = context.clock.now()
  const destinationTags = new Map<string, Promise<readonly string[]>>()
  const observed = await allOrNothing(
    images.map((wanted) => async (signal) => {
      const source = placeOf(context.config, route.from, wanted.rule)
      const destination = placeOf(context.config, route.to, wanted.rule)
      const pair = openPair(context, source, destination, options.push)
      try {
        return await observeImage({ wanted, route, source, destination, pair, destinationTags, signal })
      } catch (error) {
        throw toPromoteError(error).with({ image: wanted.rule.name })
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
  return {
    steps,
    missing: observed.flatMap((one) => one.missing),
    destinationTags: new Map(tagLists),
    at,
  }
}

interface ImageLook {
  readonly wanted: WantedImage
  readonly route: Route
  readonly source: Place
  readonly destination: Place
  readonly pair: OpenedPair
  readonly destinationTags: Map<string, Promise<readonly string[]>>
  readonly signal: AbortSignal
}

async function observeImage(
  look: ImageLook,
): Promise<{ steps: ObservedStep[]; missing: readonly Missing[] }> {
  const { wanted, route, source, destination, pair, signal } = look
  const guessed = resolveGuessedTags(look)
  const sourceTags = once(() => collect(pair.source.tags({ signal })))
  const listThere = (): Promise<readonly string[]> => listDestinationTags(look)
  const referrers = new ReferrerLook(pair, look, route.to.referrers, {
    sourceTags,
    destinationTags: listThere,
  })
  referrers.begin()
  const [found] = await Promise.all([
    onSide('source', () => findCandidates(wanted, route.from, pair.source, { signal, tags: sourceTags })),
    guessed.settled,
  ])
  const steps = await allOrNothing(
    found.candidates.map((candidate) => async (both) => {
      const rendered = await renderTags(look, candidate, both)
      const isListed = rendered.some((tag) => tag.floating)
      if (isListed) listThere().catch(() => undefined)
      const tags = await Promise.all(
        rendered.map(async (tag) => ({ ...tag, found: await guessed.digestOf(tag.tag, both) })),
      )
      const isThere = tags.some((tag) => tag.found === candidate.descriptor.digest)
      const found = await referrers.look(candidate.manifest, isThere, both)
      // What was begun under this signal ends before it.
      if (isListed) await listThere()
      return { candidate, source, destination, tags, referrers: found }
    }),
    signal,
  )
  return { steps, missing: found.missing }
}

/**
 * Destination tags that are known without the candidate (exact tags under `{tag}`) are asked for at the same time as the
 * source: one round trip instead of two.
 */
function resolveGuessedTags(look: ImageLook): {
  readonly settled: Promise<void>
  digestOf(tag: string, signal: AbortSignal): Promise<Digest | null>
} {
  const { wanted, route, pair, signal } = look
  const resolved = new Map<string, Promise<Digest | null>>()
  const digestOf = (tag: string, call: AbortSignal): Promise<Digest | null> => {
    const begun = resolved.get(tag)
    if (begun !== undefined) return begun
    const found = onSide('destination', async () => {
      const descriptor = await pair.destination.resolve(tag, { signal: call })
      return descriptor?.digest ?? null
    })
    resolved.set(tag, found)
    return found
  }
  const guesses = wanted.select.flatMap((selector) =>
    selector.kind === 'tag' && !selector.tag.includes('{') && route.to.tags.includes('{tag}')
      ? [selector.tag]
      : [],
  )
  const settled = Promise.all(guesses.map((tag) => digestOf(tag, signal))).then(() => undefined)
  // Looked at when the source has answered; until then a failure here must not count as unhandled.
  settled.catch(() => undefined)
  return { settled, digestOf }
}

async function renderTags(
  look: ImageLook,
  candidate: Candidate,
  signal: AbortSignal,
): Promise<Omit<ObservedTag, 'found'>[]> {
  const { route, pair, wanted } = look
  const needsLabels = route.to.tags.some((template) => labelsOf(template).length > 0)
  const labels = needsLabels
    ? (await onSide('source', () => readImageConfig(pair.source, candidate.manifest, { signal }))).labels
    : {}
  const isVersion = candidate.tag !== null && versionOf(candidate.tag) !== undefined
  return route.to.tags.map((template) => {
    const tag = renderTag(template, {
      tag: candidate.tag,
      digest: candidate.descriptor.digest,
      env: route.to.name,
      image: wanted.rule.name,
      label: (name) => labels[name],
    })
    return { tag, template, floating: isVersion && isFloating(template) }
  })
}

function listDestinationTags({
  destination,
  pair,
  signal,
  destinationTags,
}: ImageLook): Promise<readonly string[]> {
  const begun = destinationTags.get(destination.text)
  if (begun !== undefined) return begun
  const tags = onSide('destination', () => collect(pair.destination.tags({ signal })))
  destinationTags.set(destination.text, tags)
  return tags
}
