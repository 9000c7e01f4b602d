import { type Comparison, compareReferrers } from '../../engine/referrers/compare.ts'
import { type Discovery, discoverReferrers, type FoundReferrer } from '../../engine/referrers/discover.ts'
import { type TagList, tagListOf } from '../../engine/referrers/tag-list.ts'
import { isBrought, lackingKinds, type ReferrersRule, type Subject } from '../../model/referrers.ts'
import type { RawManifest } from '../../oci/manifest.ts'
import { sameLocation } from '../../oci/reference.ts'
import { onSide } from '../../support/errors.ts'
import { known } from '../../support/known.ts'
import type { OpenedPair } from './pair.ts'
import type { Place } from './places.ts'

/** What refers to a candidate, and what of it the destination lacks; data alone. */
export interface ObservedReferrers extends Comparison {
  /** What the rule brings along, as the source has it. */
  readonly brought: readonly FoundReferrer[]
  /** What in the image can be referred to; null where nobody looked. */
  readonly image: Subject | null
  /** Required entries that the source lacks. */
  readonly lackingKinds: readonly string[]
  readonly warnings: readonly string[]
}

/** Nothing refers to it, or nobody asked. */
const NO_REFERRERS: ObservedReferrers = {
  brought: [],
  image: null,
  lacking: [],
  conflicts: [],
  lackingKinds: [],
  warnings: [],
}

/** Looks for the referrers of candidates that go from one repository to another; each candidate is looked at once. */
export class ReferrerLook {
  readonly #sourceTags: TagList
  readonly #destinationTags: TagList
  readonly #pair: OpenedPair
  readonly #rule: ReferrersRule
  readonly #isSamePlace: boolean
  readonly #discovered = new Map<string, Promise<Discovery>>()
  readonly #looked = new Map<string, Promise<ObservedReferrers>>()

  constructor(
    pair: OpenedPair,
    places: { readonly source: Place; readonly destination: Place },
    rule: ReferrersRule,
    lists: {
      readonly sourceTags: () => Promise<readonly string[]>
      readonly destinationTags: () => Promise<readonly string[]>
    },
  ) {
    this.#pair = pair
    this.#rule = rule
    this.#isSamePlace = sameLocation(places.source.location, places.destination.location)
    this.#sourceTags = tagListOf(lists.sourceTags)
    this.#destinationTags = tagListOf(lists.destinationTags)
  }

  /** Lists the source's tags while the candidates are looked up: no round trip is spent on it. */
  begin(): void {
    // Whoever asks for the list sees its failure.
    if (this.#isWanted) this.#sourceTags.mayHave('').catch(() => undefined)
  }

  /** Within one repository all is there; only what is required has to be looked for. */
  get #isWanted(): boolean {
    const { copy, require } = this.#rule
    return copy !== 'none' && !(this.#isSamePlace && require.length === 0)
  }

  /**
   * What refers to a candidate. The destination is asked only when the source has something to bring, and once for all
   * tags that hold the same manifest.
   * @param isThere whether the destination has the image: else everything is lacking
   */
  async look(manifest: RawManifest, isThere: boolean, signal: AbortSignal): Promise<ObservedReferrers> {
    if (!this.#isWanted) return NO_REFERRERS
    const key = `${manifest.descriptor.digest} ${isThere}`
    return known(this.#looked, key, () => this.#compare(manifest, isThere, signal))
  }

  async #compare(manifest: RawManifest, isThere: boolean, signal: AbortSignal): Promise<ObservedReferrers> {
    const rule = this.#rule
    const { image, referrers, warnings } = await onSide('source', () => this.#discover(manifest, signal))
    const brought = bringable(referrers, rule)
    const lacking = lackingKinds(rule.require, image, referrers)
    if (this.#isSamePlace || brought.length === 0) {
      return { ...NO_REFERRERS, image, lackingKinds: lacking, warnings }
    }
    const comparison = await compareReferrers(brought, {
      destination: this.#pair.destination,
      tags: this.#destinationTags,
      reads: isThere,
      signal,
    })
    return { brought, image, ...comparison, lackingKinds: lacking, warnings }
  }

  #discover(manifest: RawManifest, signal: AbortSignal): Promise<Discovery> {
    const { digest } = manifest.descriptor
    const begun = this.#discovered.get(digest)
    if (begun !== undefined) return begun
    const discovery = discoverReferrers(this.#pair.source, manifest, this.#sourceTags, { signal })
    this.#discovered.set(digest, discovery)
    return discovery
  }
}

/** What a rule brings: a referrer of something that stays behind stays behind too. */
function bringable(referrers: readonly FoundReferrer[], rule: ReferrersRule): readonly FoundReferrer[] {
  const left = new Set<string>()
  return referrers.filter((referrer) => {
    const comes = isBrought(rule, referrer) && !left.has(referrer.subject)
    if (!comes) left.add(referrer.manifest.descriptor.digest)
    return comes
  })
}
