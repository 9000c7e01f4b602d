import { type Comparison, compareReferrers } from '../../engine/referrers/compare.ts'
import { type Discovery, discoverReferrers, type FoundReferrer } from '../../engine/referrers/discover.ts'
import { hidingWarnings } from '../../engine/referrers/hiding.ts'
import { isSeenEqual } from '../../engine/referrers/seen-equal.ts'
import { type TagList, tagListOf } from '../../engine/referrers/tag-list.ts'
import type { Environment } from '../../model/config.ts'
import { isBrought, lackingKinds, type ReferrersRule, type Subject } from '../../model/referrers.ts'
import { sameLocation } from '../../oci/reference.ts'
import type { ContentSource } from '../../oci/store.ts'
import { onSide } from '../../support/errors.ts'
import { known } from '../../support/known.ts'
import type { Place } from './places.ts'
import type { LateManifest } from './source/late-manifest.ts'
import type { SparedReads } from './source/spared-reads.ts'

/** What refers to a candidate, and what of it the destination lacks; data alone. */
export interface ObservedReferrers extends Comparison {
  /** What the rule brings along, as the source has it. */
  readonly brought: readonly FoundReferrer[]
  /** All that refers to it in the source; null where nobody looked. */
  readonly found: readonly FoundReferrer[] | null
  /** What in the image can be referred to; null where nobody looked. */
  readonly image: Subject | null
  /** Required entries that the source lacks. */
  readonly lackingKinds: readonly string[]
  readonly warnings: readonly string[]
}

/** Nothing refers to it, or nobody asked. */
export const NO_REFERRERS: ObservedReferrers = {
  brought: [],
  found: null,
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
  readonly #rule: ReferrersRule
  readonly #attests: boolean
  readonly #isSamePlace: boolean
  readonly #discovered = new Map<string, Promise<Discovery>>()
  readonly #looked = new Map<string, Promise<ObservedReferrers>>()

  constructor(
    places: { readonly source: Place; readonly destination: Place },
    { referrers: rule, attest }: Pick<Environment, 'referrers' | 'attest'>,
    lists: {
      readonly sourceTags: () => Promise<readonly string[]>
      readonly destinationTags: () => Promise<readonly string[]>
    },
  ) {
    this.#rule = rule
    this.#attests = attest !== undefined
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
   * tags that hold the same manifest. Where it does not have the image everything is lacking.
   */
  async look(manifest: LateManifest, reads: SparedReads, signal: AbortSignal): Promise<ObservedReferrers> {
    if (!this.#isWanted) return NO_REFERRERS
    const key = `${manifest.descriptor.digest} ${reads.isThere}`
    return known(this.#looked, key, () => this.#compare(manifest, reads, signal))
  }

  async #compare(
    manifest: LateManifest,
    reads: SparedReads,
    signal: AbortSignal,
  ): Promise<ObservedReferrers> {
    const rule = this.#rule
    if (reads.isCostly && rule.require.length === 0) {
      const { digest } = manifest.descriptor
      const isEqual = await onSide('source', () =>
        isSeenEqual(digest, { ...reads, sourceTags: this.#sourceTags }, { signal }),
      )
      if (isEqual) return NO_REFERRERS
    }
    const { image, referrers, warnings } = await onSide('source', () =>
      this.#discover(manifest, reads.source, signal),
    )
    const brought = bringable(referrers, rule)
    const lacking = lackingKinds(rule.require, image, referrers)
    if (this.#isSamePlace || brought.length === 0) {
      return { ...NO_REFERRERS, image, found: referrers, lackingKinds: lacking, warnings }
    }
    const comparison = await compareReferrers(brought, {
      destination: reads.destination,
      tags: this.#destinationTags,
      reads: reads.isThere,
      attests: this.#attests,
      signal,
    })
    const hiding = reads.isThere
      ? await hidingWarnings(reads.destination, comparison.lacking, { signal })
      : []
    const all = [...warnings, ...hiding]
    return { brought, found: referrers, image, ...comparison, lackingKinds: lacking, warnings: all }
  }

  #discover(late: LateManifest, source: ContentSource, signal: AbortSignal): Promise<Discovery> {
    return known(this.#discovered, late.descriptor.digest, async () =>
      discoverReferrers(source, await late.read({ signal }), this.#sourceTags, { signal }),
    )
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
