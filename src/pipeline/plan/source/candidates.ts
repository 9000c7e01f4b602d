import type { Environment, ImageRule, Selector } from '../../../model/config.ts'
import { isKeepTag } from '../../../model/keep-tags.ts'
import { exclusion, matchTags, nearTags, selectorText } from '../../../model/match.ts'
import type { Missing } from '../../../model/plan.ts'
import { renderSelect } from '../../../model/template.ts'
import { sortNewestFirst } from '../../../model/version.ts'
import { type Descriptor, platformMatches, platformText } from '../../../oci/descriptor.ts'
import { type Digest, isDigest } from '../../../oci/digest.ts'
import { isReferrerTag } from '../../../oci/referrer-tags.ts'
import type { CallOptions, ContentSource } from '../../../oci/store.ts'
import { allOrNothing, once } from '../../../support/concurrency.ts'
import type { WantedImage } from '../route.ts'
import { tagsOfDigest } from './by-digest.ts'
import { readPlatforms } from './image-config.ts'
import { LateManifest } from './late-manifest.ts'

/** An image's tag and digest as found in the source environment. */
export interface Candidate {
  readonly image: string
  /** Null when it was asked for by digest alone. */
  readonly tag: string | null
  readonly descriptor: Descriptor
  readonly manifest: LateManifest
  /** What its tag holds by now, null for nothing; absent where that is the candidate. */
  readonly tagHolds?: Digest | null
  /** There where the tag was given by hand: what the source has under it, null for nothing. */
  readonly given?: { readonly sourceHolds: Digest | null }
}

/** What the source has of what is wanted. */
export interface FoundCandidates {
  readonly candidates: readonly Candidate[]
  readonly missing: readonly Missing[]
}

/** How candidates are looked for. */
export interface CandidateOptions extends CallOptions {
  /** All tags of the repository, where the caller lists them too. */
  readonly tags?: () => Promise<readonly string[]>
  /** Whether an image by its digest has to have a tag too: then the tags that hold it are looked for. */
  readonly needsTag?: boolean
}

/**
 * Looks an image's candidates up in its source repository. Exact tags and digests cost one request each; a list of tags
 * is read only for patterns, and for the tags near to one that is absent. In a source that counts reads nothing is read, so
 * whether the platforms are there that must be is left to the caller: {@link lackingPlatforms}.
 */
export async function findCandidates(
  wanted: WantedImage,
  environment: Environment,
  source: ContentSource,
  options: CandidateOptions,
): Promise<FoundCandidates> {
  const look = new SourceLook(wanted, environment, source, options)
  const found = await allOrNothing(
    wanted.select.map((selector) => () => look.bySelector(selector)),
    options.signal,
  )
  const candidates = new Map<string, Candidate>()
  for (const one of found.flatMap((part) => part.candidates)) {
    candidates.set(one.tag ?? one.descriptor.digest, one)
  }
  const missing = [...found.flatMap((part) => part.missing), ...allExcluded(wanted, environment, found)]
  if (source.countsReads === true) return { candidates: [...candidates.values()], missing }
  const checked = await allOrNothing(
    [...candidates.values()].map(
      (candidate) => () => lackingPlatforms(wanted.rule, source, candidate, options),
    ),
    options.signal,
  )
  const withoutPlatforms = checked.flat()
  return {
    candidates: [...candidates.values()],
    missing: [...missing, ...withoutPlatforms],
  }
}

/** Where `exclude` leaves nothing of what `select` names. */
function allExcluded(
  { rule, select, exclude }: WantedImage,
  environment: Environment,
  found: readonly FoundCandidates[],
): readonly Missing[] {
  const isNothing = found.every(({ candidates, missing }) => candidates.length + missing.length === 0)
  if (!isNothing || rule.optional || exclude.length === 0) return []
  const wanted = select.map(selectorText).join(', ')
  const reason = `is left out in ${environment.name} by "exclude" (${exclude.join(', ')})`
  return [{ image: rule.name, wanted, reason, near: [] }]
}

/** What of the platforms that must be present a candidate lacks: nothing, or one sentence. */
export async function lackingPlatforms(
  { name, platforms }: ImageRule,
  source: ContentSource,
  { tag, descriptor, manifest }: Candidate,
  options: CallOptions,
): Promise<readonly Missing[]> {
  if (platforms.length === 0) return []
  const has = await readPlatforms(source, await manifest.read(options), options)
  const lacking = platforms.filter((want) => !has.some((platform) => platformMatches(want, platform)))
  if (lacking.length === 0) return []
  const there = has.length === 0 ? 'no platform' : has.map(platformText).join(', ')
  const reason = `has no content for ${lacking.join(', ')}; it has ${there}`
  return [{ image: name, wanted: tag ?? descriptor.digest, reason, near: [] }]
}

class SourceLook {
  readonly #wanted: WantedImage
  readonly #environment: Environment
  readonly #source: ContentSource
  readonly #options: CallOptions
  readonly #list: () => Promise<readonly string[]>
  readonly #isExcluded: (tag: string) => boolean
  readonly #needsTag: boolean

  constructor(
    wanted: WantedImage,
    environment: Environment,
    source: ContentSource,
    { tags, needsTag = false, ...options }: CandidateOptions,
  ) {
    this.#needsTag = needsTag
    this.#wanted = wanted
    this.#environment = environment
    this.#source = source
    this.#options = options
    this.#isExcluded = exclusion(wanted.exclude, environment.name)
    this.#list = tags ?? once(() => collect(source.tags(options)))
  }

  async bySelector(selector: Selector): Promise<FoundCandidates> {
    switch (selector.kind) {
      case 'tag': {
        const tag = renderSelect(selector.tag, this.#environment.name)
        return this.#isExcluded(tag) ? NOTHING : this.#byTag(tag)
      }
      case 'digest':
        return this.#byDigest(selector.digest)
      case 'glob':
      case 'semver':
      case 'regex':
        return this.#byPattern(selector)
      default:
        return selector satisfies never
    }
  }

  async #byTag(tag: string): Promise<FoundCandidates> {
    if (isKeepTag(tag)) {
      return {
        candidates: [],
        missing: [this.#missing(tag, 'only keeps a version for a rollback: it is none')],
      }
    }
    const manifest = await LateManifest.find(this.#source, tag, this.#options)
    if (manifest === undefined) {
      if (this.#wanted.rule.optional) return NOTHING
      const near = nearTags(tag, await this.#allTags())
      return { candidates: [], missing: [this.#missing(tag, `is not in ${this.#environment.name}`, near)] }
    }
    const { pinned } = this.#wanted
    if (pinned !== undefined && !(await this.#holds(manifest, pinned.digest))) {
      const reason = `holds ${manifest.descriptor.digest} in ${this.#environment.name}, not ${pinned.digest}`
      return { candidates: [], missing: [this.#missing(tag, reason)] }
    }
    return { candidates: [this.#candidate(tag, manifest)], missing: [] }
  }

  async #byDigest(digest: string): Promise<FoundCandidates> {
    const manifest = await LateManifest.find(this.#source, digest, this.#options)
    if (manifest === undefined) {
      if (this.#wanted.rule.optional) return NOTHING
      return { candidates: [], missing: [this.#missing(digest, `is not in ${this.#environment.name}`)] }
    }
    const { given } = this.#wanted
    if (given !== undefined) return { candidates: [await this.#underGiven(given, manifest)], missing: [] }
    if (!this.#needsTag) return { candidates: [this.#candidate(null, manifest)], missing: [] }
    return this.#underItsTags(digest, manifest)
  }

  async #underGiven(given: string, manifest: LateManifest): Promise<Candidate> {
    const sourceHolds = (await this.#source.resolve(given, this.#options))?.digest ?? null
    const candidate = this.#candidate(given, manifest)
    const isItsTag = sourceHolds !== null && (await manifest.isContentOf(sourceHolds, this.#options))
    return isItsTag ? candidate : { ...candidate, given: { sourceHolds } }
  }

  async #underItsTags(digest: string, manifest: LateManifest): Promise<FoundCandidates> {
    const env = this.#environment.name
    const look = { source: this.#source, manifest, tags: await this.#allTags() }
    const under = await tagsOfDigest(this.#wanted, env, look, this.#options.signal)
    switch (under.kind) {
      case 'found':
        return { candidates: under.tags.map((tag) => this.#candidate(tag, manifest)), missing: [] }
      case 'ambiguous': {
        const reason = `is under several tags in ${env}, and the file selects none of them: name one with --tag`
        return { candidates: [], missing: [this.#missing(digest, reason, under.tags)] }
      }
      case 'none': {
        const tags =
          under.asked < under.of ? `none of the ${under.asked} newest of its ${under.of} tags` : 'no tag'
        const reason = `is in ${env}, but ${tags} there holds it: give it one with --tag NAME`
        return { candidates: [], missing: [this.#missing(digest, reason)] }
      }
      default:
        return under satisfies never
    }
  }

  async #byPattern(selector: Selector): Promise<FoundCandidates> {
    const all = await this.#allTags()
    const tags = all.filter((tag) => !this.#isExcluded(tag))
    const selected = matchTags(selector, tags, this.#environment.name)
    if (selected.length === 0) {
      if (this.#wanted.rule.optional) return NOTHING
      const reason = all.length === 0 ? 'matches nothing: the repository has no tags' : 'matches no tag'
      const left = tags.length === all.length ? '' : ` that "exclude" leaves`
      const where = `${reason}${left} in ${this.#environment.name}`
      return {
        candidates: [],
        missing: [this.#missing(selectorText(selector), where, sortNewestFirst(tags).slice(0, 5))],
      }
    }
    const found = await allOrNothing(
      selected.map((tag) => () => this.#byTag(tag)),
      this.#options.signal,
    )
    return {
      candidates: found.flatMap((part) => part.candidates),
      missing: found.flatMap((part) => part.missing),
    }
  }

  /** Without the tags that belong to another manifest: they are no versions of the image. */
  async #allTags(): Promise<readonly string[]> {
    return (await this.#list()).filter((tag) => !isReferrerTag(tag) && !isKeepTag(tag))
  }

  /** Whether the manifest is the content of a digest that somebody wrote down, by either algorithm. */
  async #holds(manifest: LateManifest, digest: string): Promise<boolean> {
    return isDigest(digest) && manifest.isContentOf(digest, this.#options)
  }

  #candidate(tag: string | null, manifest: LateManifest): Candidate {
    return { image: this.#wanted.rule.name, tag, descriptor: manifest.descriptor, manifest }
  }

  #missing(wanted: string, reason: string, near: readonly string[] = []): Missing {
    return { image: this.#wanted.rule.name, wanted, reason, near }
  }
}

const NOTHING: FoundCandidates = { candidates: [], missing: [] }

/** All items of an async iterable. */
export async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}
