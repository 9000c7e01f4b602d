import { natureOf, type ReferrerNature, type Subject } from '../../model/referrers.ts'
import type { Descriptor } from '../../oci/descriptor.ts'
import { type Digest, shortDigest } from '../../oci/digest.ts'
import { type ParsedManifest, parseManifest, type RawManifest } from '../../oci/manifest.ts'
import { isIndexType, isManifestType } from '../../oci/media-types.ts'
import { COSIGN_SUFFIXES, type CosignSuffix, cosignTag } from '../../oci/referrer-tags.ts'
import type { CallOptions, ContentSource, Referrer } from '../../oci/store.ts'
import { allOrNothing } from '../../support/concurrency.ts'
import { PromoteError } from '../../support/errors.ts'
import { ImageLimit } from '../image-limit.ts'
import { subjectsOf } from './subjects.ts'
import type { TagList } from './tag-list.ts'

/** A referrer in a repository, read. */
export interface FoundReferrer extends ReferrerNature {
  readonly manifest: RawManifest
  readonly parsed: ParsedManifest
  readonly subject: Digest
  /** By the referrers API or a layout's own list, by the index under the fallback tag, or by a tag of cosign's. */
  readonly found: 'api' | 'fallback' | 'tag'
  /** The tag of cosign's it stands under; absent for what names its subject itself. */
  readonly tag?: string
}

/** All that refers to an image. */
export interface Discovery {
  readonly image: Subject
  /** What a referrer refers to stands before it; the order does not depend on the registry's. */
  readonly referrers: readonly FoundReferrer[]
  /** A sentence for each one that is listed and cannot come along. */
  readonly warnings: readonly string[]
}

/**
 * Finds what refers to an image, to what an index lists, and to those referrers again; cycles are cut, each is found once.
 * Costs one listing of tags an image and, where the host has the referrers API, a request for each manifest.
 * @throws PromoteError `unsupported` for more than anybody can mean, and what reading throws
 */
export async function discoverReferrers(
  source: ContentSource,
  root: RawManifest,
  tags: TagList,
  options: CallOptions = {},
): Promise<Discovery> {
  const limit = new ImageLimit(root.descriptor)
  const { tree, digests } = await subjectsOf(source, root, { ...options, limit, level: 0 })
  const search = new Search(source, tags, limit)
  await search.follow(digests, options)
  return { image: tree, referrers: search.found, warnings: search.warnings }
}

/** What was listed for a subject, before it is read. */
type Listed = { readonly subject: Digest } & (
  | { readonly found: 'api' | 'fallback'; readonly descriptor: Referrer }
  | { readonly found: 'tag'; readonly tag: string; readonly suffix: CosignSuffix }
)

class Search {
  readonly found: FoundReferrer[] = []
  readonly warnings: string[] = []
  readonly #source: ContentSource
  readonly #tags: TagList
  readonly #limit: ImageLimit
  /** Subjects that were looked at, and content that was found. */
  readonly #visited = new Set<Digest>()

  constructor(source: ContentSource, tags: TagList, limit: ImageLimit) {
    this.#source = source
    this.#tags = tags
    this.#limit = limit
  }

  async follow(subjects: readonly Digest[], options: CallOptions): Promise<void> {
    let level = subjects
    for (let depth = 1; level.length > 0; depth++) {
      for (const digest of level) this.#visited.add(digest)
      const listed = await allOrNothing(
        level.map((digest) => (signal) => this.#list(digest, signal)),
        options.signal,
      )
      for (const one of listed.flat()) {
        // Only now: a list is read whole, what it names is not read before all of it is known to be few.
        if (one.found !== 'tag') this.#limit.count(one.descriptor, depth)
      }
      const read = await allOrNothing(
        listed.flat().map((one) => (signal) => this.#read(one, signal)),
        options.signal,
      )
      level = await this.#take(
        read.filter((one) => one !== undefined),
        depth,
        options,
      )
    }
  }

  async #list(subject: Digest, signal: AbortSignal): Promise<readonly Listed[]> {
    const [own, tagged] = await Promise.all([
      this.#listOwn(subject, signal),
      Promise.all(COSIGN_SUFFIXES.map((suffix) => this.#tagOf(subject, suffix))),
    ])
    return [...own.toSorted(byDigest), ...tagged.flat()]
  }

  async #listOwn(
    subject: Digest,
    signal: AbortSignal,
  ): Promise<(Listed & { readonly descriptor: Referrer })[]> {
    const listed: (Listed & { readonly descriptor: Referrer })[] = []
    const hasTag = (tag: string): Promise<boolean> => this.#tags.mayHave(tag)
    try {
      for await (const descriptor of this.#source.referrers({ digest: subject }, { signal, hasTag })) {
        listed.push({ subject, found: descriptor.found, descriptor })
      }
      return listed
    } catch (error) {
      throw withWayOut(error)
    }
  }

  async #tagOf(subject: Digest, suffix: CosignSuffix): Promise<readonly Listed[]> {
    const tag = cosignTag(subject, suffix)
    if (tag === undefined || !(await this.#tags.mayHave(tag))) return []
    return [{ subject, found: 'tag', tag, suffix }]
  }

  async #read(listed: Listed, signal: AbortSignal): Promise<FoundReferrer | undefined> {
    const { subject, found } = listed
    if (found === 'tag') {
      // Where tags cannot be listed every one of them is tried.
      const manifest = await this.#source.manifest(listed.tag, { signal })
      if (manifest === undefined) return undefined
      const parsed = parseManifest(manifest)
      return { ...natureOf(parsed, listed.suffix), manifest, parsed, subject, found, tag: listed.tag }
    }
    const { digest, mediaType } = listed.descriptor
    if (this.#visited.has(digest)) return undefined
    const isKnownType = isManifestType(mediaType) || isIndexType(mediaType)
    const manifest = isKnownType ? await this.#source.manifest(digest, { signal }) : undefined
    if (manifest === undefined) {
      const why = isKnownType
        ? 'does not have it'
        : `it is ${mediaType}, which is no manifest of the OCI specification`
      return this.#leave(listed.descriptor, subject, why)
    }
    const parsed = parseManifest(manifest)
    if (parsed.subject?.digest !== subject)
      return this.#leave(listed.descriptor, subject, 'it names another subject')
    return { ...natureOf(parsed), manifest, parsed, subject, found }
  }

  #leave({ digest }: Descriptor, subject: Digest, why: string): undefined {
    this.warnings.push(
      `${this.#source.name} lists ${shortDigest(digest)} as a referrer of ${shortDigest(subject)}, but ${why}: it stays behind.`,
    )
  }

  /** Keeps what was found; what refers to it is looked for next. */
  async #take(
    read: readonly FoundReferrer[],
    level: number,
    options: CallOptions,
  ): Promise<readonly Digest[]> {
    const next: Digest[] = []
    for (const referrer of read) {
      const { digest } = referrer.manifest.descriptor
      const isNew = !this.#visited.has(digest)
      if (!isNew && referrer.tag === undefined) continue
      this.#limit.count(referrer.manifest.descriptor, level)
      this.found.push(referrer)
      if (!isNew) continue
      const limit = this.#limit
      const { digests } = await subjectsOf(this.#source, referrer.manifest, { ...options, limit, level })
      for (const subject of digests) {
        if (this.#visited.has(subject)) continue
        this.#visited.add(subject)
        next.push(subject)
      }
    }
    return next
  }
}

function byDigest(a: { readonly descriptor: Referrer }, b: { readonly descriptor: Referrer }): number {
  return a.descriptor.digest < b.descriptor.digest ? -1 : 1
}

/** An account that may read images is not always let at the referrers API. */
function withWayOut(error: unknown): unknown {
  if (!(error instanceof PromoteError)) return error
  if (error.code !== 'unauthorized' && error.code !== 'forbidden') return error
  const own = error.details.hint === undefined ? '' : `${error.details.hint} `
  const hint = `${own}Or leave referrers behind: referrers: { copy: none } in the promotion file.`
  return new PromoteError(error.code, error.message, { ...error.details, hint })
}
