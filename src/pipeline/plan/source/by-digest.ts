import type { Selector } from '../../../model/config.ts'
import { exclusion, matchTags } from '../../../model/match.ts'
import { variablesOf } from '../../../model/template.ts'
import { sortNewestFirst } from '../../../model/version.ts'
import type { ContentSource } from '../../../oci/store.ts'
import type { WantedImage } from '../route.ts'
import { tagsHolding } from './held-tags.ts'
import type { LateManifest } from './late-manifest.ts'

/** How many tags are asked for what they hold, newest first: a request for each. */
const MOST_ASKED = 1000

/** What is made from the tag that a candidate has in the source. */
const FROM_TAG: ReadonlySet<string> = new Set(['tag', 'major', 'minor', 'patch'])

/** Whether a destination tag of one of these templates is made from the tag in the source. */
export function needsTag(templates: readonly string[]): boolean {
  return templates.some((template) => variablesOf(template).some((name) => FROM_TAG.has(name)))
}

/** The tags that an image given by its digest has in the source. */
export type TagsOfDigest =
  | { readonly kind: 'found'; readonly tags: readonly string[] }
  /** Several hold it, and the file selects none of them. */
  | { readonly kind: 'ambiguous'; readonly tags: readonly string[] }
  /** None of `asked` tags holds it; `of` are there. */
  | { readonly kind: 'none'; readonly asked: number; readonly of: number }

/**
 * Finds the tags that hold a manifest: all of those that the file selects, how many `newest` may say; where none of them
 * does, the only other one. At most {@link MOST_ASKED} are asked for, those that are selected first, the newest first.
 */
export async function tagsOfDigest(
  { rule }: Pick<WantedImage, 'rule'>,
  env: string,
  { source, manifest, tags }: { source: ContentSource; manifest: LateManifest; tags: readonly string[] },
  signal: AbortSignal | undefined,
): Promise<TagsOfDigest> {
  const isExcluded = exclusion(rule.exclude, env)
  const open = tags.filter((tag) => !isExcluded(tag))
  const matched = new Set(rule.select.flatMap((selector) => matchTags(withoutNewest(selector), open, env)))
  const selected = sortNewestFirst(matched).slice(0, MOST_ASKED)
  const found = await tagsHolding(source, manifest, selected, signal)
  if (found.length > 0) return { kind: 'found', tags: found }
  const others = sortNewestFirst(tags.filter((tag) => !matched.has(tag))).slice(
    0,
    MOST_ASKED - selected.length,
  )
  const elsewhere = await tagsHolding(source, manifest, others, signal)
  if (elsewhere.length === 1) return { kind: 'found', tags: elsewhere }
  if (elsewhere.length > 1) return { kind: 'ambiguous', tags: elsewhere }
  return { kind: 'none', asked: selected.length + others.length, of: tags.length }
}

function withoutNewest(selector: Selector): Selector {
  if (selector.kind === 'semver') return { kind: 'semver', range: selector.range }
  if (selector.kind === 'regex') {
    return { kind: 'regex', pattern: selector.pattern, matches: selector.matches }
  }
  return selector
}
